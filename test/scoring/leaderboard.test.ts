import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrialRow } from '../../core/results.ts';
import type { Leaderboard, RankInput, ScoredRow } from '../../scoring/leaderboard.ts';
import { rankTrials } from '../../scoring/leaderboard.ts';
import type { SplitFacts } from '../../scoring/split-facts.ts';
import { failedRow, scoredRow } from './rows.ts';

const fiveFolds: SplitFacts = { folds: 5, repeats: 1, holdout: 'none' };

const rank = (rows: readonly TrialRow[], options: Partial<RankInput> = {}): Leaderboard =>
  rankTrials({
    rows,
    by: 'accuracy',
    positive: null,
    labels: ['no', 'yes'],
    split: fiveFolds,
    idDigits: 4,
    baseline: null,
    ...options,
  });

const named = (board: Leaderboard, name: string): ScoredRow =>
  board.scored.find((row) => row.name === name) as ScoredRow;

const around = (middle: number): readonly number[] => [-0.02, 0.01, 0, 0.02, -0.01].map((by) => middle + by);

type Case = {
  readonly split: SplitFacts;
  readonly values: readonly (readonly number[])[];
  readonly means: readonly number[];
  readonly sds: readonly number[];
  readonly difference: readonly number[];
  readonly pValue: readonly number[];
  readonly variance: number;
  readonly leastDifference: number;
};

const cases = JSON.parse(
  readFileSync(new URL('../fixtures/scoring/groups.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('against numpy and scipy', () => {
  test.each(cases)('$values.length trials, $split.folds folds, $split.repeats repeats', (example) => {
    const board = rank(
      example.values.map((values, at) => scoredRow(`t${at}`, values)),
      { split: example.split },
    );

    const near = (got: number | null | undefined, wanted: number): void => {
      expect(Math.abs((got as number) - wanted)).toBeLessThanOrEqual(1e-5 * Math.abs(wanted) + 1e-9);
    };
    near(board.leastDifference, example.leastDifference);
    near(board.variance, example.variance);
    example.values.forEach((_, at) => {
      const row = named(board, `t${at}`);
      near(row.scores.accuracy?.mean, example.means[at] as number);
      near(row.scores.accuracy?.sd, example.sds[at] as number);
      near(row.difference.mean, example.difference[at] as number);
      near(row.pValue, example.pValue[at] as number);
      expect(row.group).toBe((example.pValue[at] as number) > 0.05 ? 1 : 2);
    });
  });
});

test('trials stand best first, with the rank of their mean', () => {
  const board = rank([scoredRow('a', around(0.7)), scoredRow('b', around(0.9)), scoredRow('c', around(0.8))]);

  expect(board.scored.map(({ name, rank: place }) => [place, name])).toEqual([
    [1, 'b'],
    [2, 'c'],
    [3, 'a'],
  ]);
});

test('equal means share a rank, in whatever order their folds add up; within it cost decides, then the name', () => {
  const up = [0.1, 0.2, 0.3, 0.4, 0.6];
  const board = rank([
    scoredRow('z', up, 5),
    scoredRow('b', up.toReversed(), 9),
    scoredRow('a', up, 9),
    scoredRow('last', around(0.2), 1),
  ]);

  expect(board.scored.map(({ name, rank: place }) => `${place} ${name}`)).toEqual(['1 z', '1 a', '1 b', '4 last']);
  expect(named(board, 'b').pValue).toBe(1);
});

test('the trial to take is the cheapest within one standard error of the best', () => {
  const board = rank([
    scoredRow('best', around(0.9), 100), // sd 0.0158, standard error 0.0071
    scoredRow('near', around(0.894), 40),
    scoredRow('nearer', around(0.895), 60),
    scoredRow('far', around(0.89), 1),
  ]);

  expect(board.scored.filter((row) => row.withinOneSe).map(({ name }) => name)).toEqual(['best', 'nearer', 'near']);
  expect(board.scored.filter((row) => row.take).map(({ name }) => name)).toEqual(['near']);
});

test('where less is better the lowest mean is first, and the same trials are told apart', () => {
  const values = [around(0.9), [0.71, 0.7, 0.72, 0.69, 0.7], around(0.885)];
  const rows = values.map((each, at) => scoredRow(`t${at}`, each));

  const byAccuracy = rank(rows);
  const byLoss = rank(rows, { by: 'logLoss' }); // 1 - accuracy in these rows

  expect(byLoss.scored.map(({ name, group, take }) => [name, group, take])).toEqual(
    byAccuracy.scored.map(({ name, group, take }) => [name, group, take]),
  );
  expect(named(byLoss, 't1').group).toBe(2);
  expect(named(byLoss, 't1').difference.mean).toBeCloseTo(-named(byAccuracy, 't1').difference.mean, 6);
  expect(byLoss.leastDifference).toBeCloseTo(byAccuracy.leastDifference as number, 6);
});

test('a single split tells nothing apart: group 1, no test, rank 1 is taken', () => {
  for (const split of [
    { folds: 5, repeats: 1, holdout: 0.2 },
    { folds: 5, repeats: 1, holdout: 'file' },
  ] as const) {
    const board = rank([scoredRow('best', [0.9], 10), scoredRow('cheap', [0.9], 20), scoredRow('bad', [0.4], 1)], {
      split,
    });

    expect(board.leastDifference).toBeNull();
    expect(board.scored.map(({ name, group, pValue, take }) => [name, group, pValue, take])).toEqual([
      ['best', 1, null, true],
      ['cheap', 1, null, false],
      ['bad', 1, null, false],
    ]);
    expect(named(board, 'bad').difference).toEqual({ mean: -0.5, low: null, high: null });
    expect(named(board, 'bad').scores.accuracy).toEqual({ mean: 0.4, sd: null, values: [0.4] });
  }
});

test('a single trial is the best, with nothing to compare', () => {
  const [row] = rank([scoredRow('only', around(0.8))]).scored;

  expect(row).toMatchObject({ rank: 1, group: 1, pValue: 1, take: true, difference: { mean: 0, low: 0, high: 0 } });
  expect(rank([scoredRow('only', around(0.8))]).leastDifference).toBeNull();
});

test('trials that differ by the same amount in every fold have no residual: p is 0, or 1 where they are equal', () => {
  const board = rank([scoredRow('a', around(0.8)), scoredRow('b', around(0.7)), scoredRow('c', around(0.8), 200)]);

  expect(board.scored.map(({ name, pValue, group }) => [name, pValue, group])).toEqual([
    ['a', 1, 1],
    ['c', 1, 1],
    ['b', 0, 2],
  ]);
  expect(board.leastDifference).toBe(0);
});

test('failed trials stand below, by name, and change nothing above', () => {
  const scored = [scoredRow('a', around(0.8)), scoredRow('b', [0.7, 0.8, 0.7, 0.8, 0.6])];
  const board = rank([failedRow('y'), ...scored, failedRow('x')]);

  expect(board.failed.map(({ name }) => name)).toEqual(['x', 'y']);
  expect(board.scored).toEqual(rank(scored).scored);
});

test('f1 is the positive label’s, and is there only where the grid names one', () => {
  const rows = [scoredRow('a', around(0.8)), scoredRow('b', around(0.7))];

  const board = rank(rows, { by: 'f1', positive: 'yes' });

  expect(named(board, 'a').scores.f1?.mean).toBe(0.6);
  expect(rank(rows).scored[0]?.scores).not.toHaveProperty('f1');
  expect(() => rank(rows, { by: 'f1' })).toThrow('the grid names none');
});

test('a metric without a value in some fold has no mean and cannot rank', () => {
  const rows = [scoredRow('a', around(0.8))];

  expect(rank(rows).scored[0]?.scores.rocAuc).toMatchObject({ mean: null, sd: null });
  expect(() => rank(rows, { by: 'rocAuc' })).toThrow('rocAuc has no value in fold 2');
});

test('only a mean above that of always guessing beats it', () => {
  const baseline = { label: 'no', scores: { accuracy: 0.7, logLoss: 0.25 } };
  const rows = [scoredRow('above', around(0.8)), scoredRow('equal', around(0.7)), scoredRow('below', around(0.6))];
  const beats = (by: 'accuracy' | 'logLoss' | 'mcc') =>
    rank(rows, { by, baseline }).scored.map(({ beatsBaseline }) => beatsBaseline);

  expect(beats('accuracy')).toEqual([true, false, false]);
  expect(beats('logLoss')).toEqual([true, false, false]);
  expect(beats('mcc')).toEqual([null, null, null]);
});

test('the order in which rows are read changes nothing', () => {
  const rows = Array.from({ length: 9 }, (_, n) => scoredRow(`t${n}`, around(0.5 + ((n * 7) % 9) / 37), n % 3));
  const wanted = JSON.stringify(rank(rows));

  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
      expect(JSON.stringify(rank(shuffled))).toBe(wanted);
    }),
    { numRuns: 20 },
  );
});

test('no rows make an empty leaderboard', () => {
  expect(rank([])).toMatchObject({ scored: [], failed: [], leastDifference: null });
});

test('2,000 trials of five folds are ranked in a fraction of a second', () => {
  const rows = Array.from({ length: 2000 }, (_, n) =>
    scoredRow(
      `t${n}`,
      [0, 1, 2, 3, 4].map((fold) => 0.8 + (((n * 31 + fold * 17) % 101) - 50) / 2000),
    ),
  );
  const before = performance.now();

  const board = rank(rows);

  expect(performance.now() - before).toBeLessThan(2000); // 100 ms on an idle core; the limit allows for a busy machine
  expect(board.scored).toHaveLength(2000);
});

test('repeats on the rows of a hold-out file give no standard error: rank 1 is taken, though a cheaper trial is near', () => {
  const split: SplitFacts = { folds: 5, repeats: 3, holdout: 'valid.csv' };
  const rows = [scoredRow('dear', [0.8, 0.7, 0.9], 10), scoredRow('cheap', [0.79, 0.7, 0.9], 1)];
  const board = rank(rows, { split });

  expect(board.splits).toBe(1);
  expect(board.leastDifference).toBeNull();
  expect(board.scored.map(({ name, take, group, pValue, folds }) => [name, take, group, pValue, folds])).toEqual([
    ['dear', true, 1, null, 3],
    ['cheap', false, 1, null, 3],
  ]);
  expect(named(board, 'cheap').difference).toMatchObject({ low: null, high: null });
  expect(named(rank(rows, { split: { ...split, holdout: 0.2 } }), 'cheap').take).toBe(true);
});
