import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { comparePair } from '../../scoring/compare.ts';
import { comparePredictions } from '../../scoring/compare-predictions.ts';
import { rankTrials } from '../../scoring/leaderboard.ts';
import { mcnemar } from '../../scoring/mcnemar.ts';
import { scoredRow } from './rows.ts';

type Pair = {
  readonly folds: number;
  readonly repeats: number;
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly t: number;
  readonly pValue: number;
  readonly low: number;
  readonly high: number;
};

const fixture = JSON.parse(readFileSync(new URL('../fixtures/scoring/comparisons.json', import.meta.url), 'utf8')) as {
  readonly mcnemar: readonly (readonly [number, number, string, number, number])[];
  readonly pairs: readonly Pair[];
};

const relative = (got: number | null, wanted: number): number =>
  Math.abs((got as number) - wanted) / Math.max(Math.abs(wanted), 1e-30);

test.each(fixture.mcnemar)('McNemar of %i and %i equals statsmodels', (b, c, method, statistic, pValue) => {
  const found = mcnemar(b, c);

  expect(found.method).toBe(method);
  expect(found.statistic).toBeCloseTo(statistic, 10);
  expect(relative(found.pValue, pValue)).toBeLessThan(1e-6);
});

test.each(fixture.pairs)('the corrected t-test on $folds folds × $repeats equals scipy', (pair) => {
  const { first, second, folds, repeats } = pair;
  const found = comparePair(first, second, { folds, repeats, holdout: 'none' });

  for (const name of ['t', 'pValue', 'low', 'high'] as const)
    expect(relative(found[name], pair[name])).toBeLessThan(6e-6); // written to 6 digits
  expect(found.degreesOfFreedom).toBe(folds * repeats - 1);
  expect(found.higher + found.equal + found.lower).toBe(folds * repeats);
});

test('two trials compare as they do on a leaderboard of two', () => {
  const [a, b] = [
    [0.81, 0.83, 0.8, 0.84, 0.82],
    [0.8, 0.79, 0.81, 0.8, 0.8],
  ] as const;
  const split = { folds: 5, repeats: 1, holdout: 'none' };
  const facts = { by: 'accuracy', positive: null, labels: ['no', 'yes'], idDigits: 4, baseline: null } as const;

  const found = comparePair(b, a, split);

  const { scored } = rankTrials({ ...facts, split, rows: [scoredRow('a', a), scoredRow('b', b)] });
  expect(scored[1]).toMatchObject({
    pValue: found.pValue,
    difference: { mean: found.mean, low: found.low, high: found.high },
  });
});

test('equal trials, equal differences and a single split are said, not computed', () => {
  const split = { folds: 2, repeats: 1, holdout: 'none' };

  expect(comparePair([0.8, 0.9], [0.8, 0.9], split)).toMatchObject({ pValue: 1, mean: 0, equal: 2, t: null });
  expect(comparePair([0.8, 0.9], [0.7, 0.8], split)).toMatchObject({ pValue: 0, t: null, higher: 2 });
  expect(comparePair([0.8], [0.7], { folds: 5, repeats: 1, holdout: 0.2 })).toMatchObject({
    pValue: null,
    sd: null,
    low: null,
    mean: 0.1,
  });
  expect(() => comparePair([0.8, 0.9], [0.7], split)).toThrow('2 and 1 splits');
});

test('a row of several repeats counts once, with the mean of its probabilities', () => {
  const fold = (rows: readonly number[], ofSecond: readonly number[]) => ({
    rows: Uint32Array.from(rows),
    probabilities: Float32Array.from(ofSecond.flatMap((p) => [1 - p, p])),
  });
  const truth = [0, 1, 1, 0];
  const first = [
    fold([0, 1], [0.25, 0.75]),
    fold([2, 3], [0.75, 0.75]),
    fold([1, 3], [0.5, 0.125]),
    fold([0, 2], [0, 1]),
  ];
  const second = [fold([0, 1], [0.75, 0.25]), fold([2, 3], [1, 0]), fold([1, 3], [0.25, 0]), fold([0, 2], [0.75, 1])];

  const found = comparePredictions(first, second, truth, 2);

  expect(found).toMatchObject({ rows: 4, bothRight: 2, onlyFirst: 2, onlySecond: 0, bothWrong: 0, pValue: 0.5 });
  expect(found.differing.map(({ row, truth: own, first: a, second: b }) => [row, own, a, b])).toEqual([
    [0, 0, 0, 1],
    [1, 1, 1, 0],
  ]);
  expect(found.differing[1]?.firstProbabilities).toEqual([0.375, 0.625]);
});
