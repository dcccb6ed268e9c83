import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createStream } from '../../core/random.ts';
import { importance } from '../../scoring/importance.ts';

type Example = {
  readonly levels: readonly number[];
  readonly cells: readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
  readonly axes: readonly (readonly [number, number])[];
  readonly pairs: readonly (readonly [number, number, number])[];
  readonly rest: number;
};

const { grids } = JSON.parse(
  readFileSync(new URL('../fixtures/scoring/comparisons.json', import.meta.url), 'utf8'),
) as { readonly grids: readonly Example[] };

const ask = ({ levels, cells, values }: Pick<Example, 'levels' | 'cells' | 'values'>, missing = 0) =>
  importance({
    axes: levels.map((count, name) => ({ name, levels: count })),
    trials: cells.map((place, at) => ({ place, values: values[at] as readonly number[] })),
    missing,
    split: { folds: values[0]?.length as number, repeats: 1, holdout: 'none' },
  });

const known = (found: ReturnType<typeof ask>) => {
  if (found.state !== 'known') throw new Error(found.reason);
  return found;
};

test.each(grids)('shares of a grid of $levels equal an analysis of variance by statsmodels', (example) => {
  const found = known(ask(example));

  const near = (got: number | undefined, wanted: number): void => {
    expect(Math.abs((got as number) - wanted)).toBeLessThan(1e-6);
  };
  expect(found.axes.map(({ axes }) => axes)).toEqual(example.axes.map(([axis]) => [axis]));
  expect(found.pairs.map(({ axes }) => axes)).toEqual(example.pairs.map(([a, b]) => [a, b]));
  example.axes.forEach(([, share], at) => near(found.axes[at]?.share, share));
  example.pairs.forEach(([, , share], at) => near(found.pairs[at]?.share, share));
  near(found.rest, example.rest);
});

test('shares do not depend on the order of the trials, and come to 1', () => {
  const example = grids[1] as Example;

  const there = known(ask(example));
  const back = known(ask({ ...example, cells: example.cells.toReversed(), values: example.values.toReversed() }));

  const sharesOf = ({ axes, pairs, rest }: typeof there) => [...axes, ...pairs].map(({ share }) => share).concat(rest);
  sharesOf(there).forEach((share, at) => expect(share).toBeCloseTo(sharesOf(back)[at] as number, 5));
  expect(sharesOf(there).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
});

test('the interval holds the share, and the same scores give the same interval', () => {
  const example = grids[2] as Example;

  const found = known(ask(example));

  for (const { share, low, high } of [...found.axes, ...found.pairs]) {
    expect(low as number).toBeLessThanOrEqual(share + 1e-9);
    expect(high as number).toBeGreaterThanOrEqual(share - 1e-9);
  }
  expect(ask(example)).toEqual(found);
});

test('where nothing but luck differs, an effect takes about what is said of luck', () => {
  const cells = Array.from({ length: 24 }, (_, at) => [at % 4, Math.floor(at / 4)]);
  const luck: number[] = [];
  const shares: number[] = [];
  for (let round = 0; round < 40; round++) {
    const stream = createStream('noise', round);
    const values = cells.map(() => Array.from({ length: 5 }, () => stream.uniform()));
    const found = known(ask({ levels: [4, 6], cells, values }));
    shares.push(found.axes[0]?.share as number);
    luck.push((found.axes[0]?.byLuck as number) * (4 / 9)); // without Nadeau and Bengio's 1/4: these folds share no rows
  }
  const meanOf = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0) / all.length;
  expect(meanOf(shares) / meanOf(luck)).toBeGreaterThan(0.75);
  expect(meanOf(shares) / meanOf(luck)).toBeLessThan(1.35);
});

test('a grid that is not full, equal scores and a single trial give a reason instead of shares', () => {
  const cells = [
    [0, 0],
    [0, 1],
    [1, 0],
  ];
  const values = [[0.8], [0.8], [0.8]];

  expect(ask({ levels: [2, 2], cells, values }, 1)).toEqual({
    state: 'unknown',
    reason: '1 of 4 trials have no score: the grid is not full',
  });
  expect(ask({ levels: [2, 2], cells, values })).toMatchObject({
    reason: expect.stringContaining('all 4 combinations'),
  });
  expect(ask({ levels: [2, 2], cells: [...cells, [1, 1]], values: [...values, [0.8]] })).toMatchObject({
    reason: 'all trials have the same score',
  });
  expect(ask({ levels: [1], cells: [[0]], values: [[0.8]] })).toMatchObject({
    reason: 'a single trial has no variance',
  });
});
