import { expect, it } from 'vitest';

import { createPlan, embeddingKeyOf, planRunAt } from '../../activities/plan.ts';
import { planFit } from '../../activities/plan-fit.ts';
import { reachOfEdition } from '../../activities/reach.ts';
import type { Reached } from '../../activities/reach.ts';
import { digestOf } from '../../core/canonical.ts';
import type { Axis, Grid } from '../../core/grid.ts';
import { runCell, trialAt } from '../../core/space.ts';
import { ownerOf } from '../../store/owners.ts';
import { aGrid } from '../core/grids.ts';
import { aSweep } from '../store/contract/sample-sweep.ts';

const splits = ['a', 'b', 'c', 'd', 'e'];
const corpus = (name: string) => ({
  digest: digestOf(name),
  texts: digestOf(`texts of ${name}`),
  trainingTexts: splits.map((split) => digestOf(`${name}, ${split}`)),
  tokens: 1000,
});

const sweepOf = (axes: readonly Axis[], changes: Partial<Grid> = {}) => {
  const { prepared } = aSweep();
  return aSweep({
    grid: aGrid(axes, changes),
    prepared: {
      ...prepared,
      corpora: [corpus('one'), corpus('two')],
      lists: [digestOf('lists')],
      splitDigests: splits.map((split) => digestOf(split)),
    },
  });
};

const keysOf = (reached: Iterable<Reached>): ReadonlySet<string> =>
  new Set(
    [...reached].flatMap((each) =>
      each.kind === 'run' ? [each.key, ...each.folds] : each.kind === 'blob' ? [each.digest] : [each.key],
    ),
  );

it('reaches every run, fold, embedding, fit and blob of a grid, and nothing else', () => {
  const sweep = sweepOf([
    { path: 'text.clean', values: [['html'], ['html', 'url']] },
    { path: 'embedding.window', values: [3, 5] },
    { path: 'model.units', values: [16, 32] },
    { path: 'train.epochs', values: [2, 4] },
  ]);
  const plan = createPlan(sweep);
  const expected = new Set<string>();
  const { prepared } = sweep;
  for (const digest of [prepared.splits, ...prepared.lists, ...prepared.corpora.map((each) => each.digest)])
    expected.add(digest);
  for (let embedding = 0; embedding < 4; embedding++) {
    const [trial] = runCell(plan.space, embedding, 0).trials;
    for (const split of splits.keys()) expected.add(embeddingKeyOf(plan, trial as never, split) as string);
    for (let run = 0; run < 10; run++) {
      const found = planRunAt(plan, embedding, run);
      for (const key of [found?.key, ...(found?.folds ?? []).map((fold) => fold.key)]) expected.add(key as string);
    }
  }
  for (let trial = 0; trial < 16; trial++) {
    const fit = planFit(plan, trialAt(plan.space, trial).index);
    expected.add(fit.key).add(fit.vectors as string);
  }

  const reached = keysOf(reachOfEdition(sweep));

  expect(reached).toEqual(expected);
});

it('reaches what random search drew alone', () => {
  const axes: readonly Axis[] = [
    { path: 'model.units', values: [8, 16, 32, 64] },
    { path: 'train.batch', values: [16, 32, 64] },
  ];
  const all = [...reachOfEdition(sweepOf(axes))].filter(({ kind }) => kind === 'run');
  const search = { kind: 'random', trials: 5, seed: 3 } as const;

  const drawn = [...reachOfEdition(sweepOf(axes, { search }))].filter(({ kind }) => kind === 'run');

  expect(all).toHaveLength(12 * 5);
  expect(drawn).toHaveLength(5 * 5);
  expect(keysOf(all)).toEqual(new Set([...keysOf(all), ...keysOf(drawn)]));
});

it('tells whom a document is there for', () => {
  const key = digestOf('key');

  const owners = [
    ownerOf('innards', `${key}:${digestOf('bulk')}:0`),
    ownerOf('checkpoints', `checkpoint:${key}`),
    ownerOf('marks', 'abcd1234:page:0:0:1:2'),
    ownerOf('rowlog_abcd1234', '17'),
    ownerOf('blobChunks', `${key}:3`),
    ownerOf('looks', `${key}:${key}`),
  ];

  expect(owners).toEqual([
    { kind: 'key', key },
    { kind: 'key', key },
    { kind: 'sweep', uid: 'abcd1234' },
    { kind: 'sweep', uid: 'abcd1234' },
    { kind: 'blob', digest: key },
    { kind: 'nobody' },
  ]);
});
