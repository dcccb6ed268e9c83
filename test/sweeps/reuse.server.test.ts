import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

type Row = { readonly trial: string; readonly scores: unknown };

const gridOf = (units: readonly number[]): string => `split: { folds: 2 }
embedding: { iterations: 3, size: 8 }
model: { units: [${units.join(', ')}] }
train: { epochs: [2, 4], batch: 16 }`;

describe('sweeps that share cells', () => {
  let home: TestHome;
  const shared = async (name: string): Promise<TestHome> =>
    openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), name),
    });
  beforeAll(async () => {
    home = await shared('reuse');
  });
  afterAll(() => home.close());

  const scoresOf = async (at: TestHome, name: string): Promise<ReadonlyMap<string, unknown>> => {
    const { rows } = JSON.parse(await at.board(name)) as { readonly rows: readonly Row[] };
    return new Map(rows.map(({ trial, scores }) => [trial, scores]));
  };
  const counts = async (name: string): Promise<unknown> =>
    JSON.parse((await home.run(['status', name, '--json'])).out) as unknown;
  const runKeys = async (at: TestHome, name: string): Promise<readonly string[]> =>
    (await at.attempts(name)).map(({ attempt }) => attempt.key);

  it('reuse what is stored: only the new cells are trained, and the shared ones have the same scores', async () => {
    await home.run(['start', home.grid({ name: 'one', more: gridOf([2, 3, 4, 5]) }), '--slots', '2']);
    const { err } = await home.run(['start', home.grid({ name: 'two', more: gridOf([4, 5, 6, 7]) }), '--slots', '2']);
    const [one, two] = [await scoresOf(home, 'one'), await scoresOf(home, 'two')];

    expect(await counts('one')).toMatchObject({ state: 'done', trainedFolds: 16, reusedFolds: 0 });
    expect(await counts('two')).toMatchObject({ state: 'done', trainedFolds: 8, reusedFolds: 8 });
    expect(err).toMatch(/16\/16 folds/);
    const common = [...one.keys()].filter((trial) => two.has(trial));
    expect(common).toHaveLength(4);
    for (const trial of common) expect(two.get(trial)).toEqual(one.get(trial));
    const keys = await runKeys(home, 'two'); // four runs of the new cells; the word vectors were there
    expect(keys).toHaveLength(4);
  });

  it('train what they share once when both run at the same time', async () => {
    const grids = ['here', 'there'].map((name, at) =>
      home.grid({ name, rows: 500, more: gridOf(at === 0 ? [2, 3, 4, 5] : [4, 5, 6, 7]) }),
    );
    const lives = grids.map((grid) => home.sweep('start', grid, '--slots', '1'));
    const ended = await Promise.all(lives.map((life) => life.ended));
    const keys = [...(await runKeys(home, 'here')), ...(await runKeys(home, 'there'))];

    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(new Set(keys).size).toBe(14); // 6 models × 2 splits, and 2 sets of word vectors
    expect(keys).toHaveLength(14);
    const { trainedFolds: here } = (await counts('here')) as { trainedFolds: number };
    const { trainedFolds: there } = (await counts('there')) as { trainedFolds: number };
    expect(here + there).toBe(24);
  });

  it('train what they share once when two homes work on shared servers', async () => {
    const other = await shared('reuse');
    const lives = [home, other].map((at) =>
      at.sweep(
        'start',
        at.grid({ name: `home${at === home ? 1 : 2}`, rows: 400, more: gridOf([2, 3]) }),
        '--slots',
        '1',
      ),
    );
    const ended = await Promise.all(lives.map((life) => life.ended));
    const keys = [...(await runKeys(home, 'home1')), ...(await runKeys(home, 'home2'))];
    const [one, two] = [await scoresOf(home, 'home1'), await scoresOf(other, 'home2')];
    await other.close();

    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(keys).toHaveLength(new Set(keys).size);
    expect(two).toEqual(one);
  });

  it('share no fold when they sort the same texts by other labels', async () => {
    const more = gridOf([2]).replace('iterations: 3', 'iterations: 3, fit: all');
    await home.run(['start', home.grid({ name: 'feeling', label: 'sentiment', more }), '--slots', '1']);
    await home.run(['start', home.grid({ name: 'subject', label: 'topic', more }), '--slots', '1']);

    expect(await counts('feeling')).toMatchObject({ trainedFolds: 4, reusedFolds: 0 });
    expect(await counts('subject')).toMatchObject({ trainedFolds: 4, reusedFolds: 0 });
  });
});
