import { expect, test } from 'vitest';
import { rankTrials } from '../../scoring/leaderboard.ts';
import { guessedVariance, leastDifference, leastOfAll, whatIf } from '../../scoring/what-if.ts';
import { scoredRow } from './rows.ts';

const fiveFolds = { folds: 5, repeats: 1, holdout: 'none' } as const;

test('the least difference of the same grid is the one that its leaderboard shows', () => {
  const rows = [
    scoredRow('a', [0.8, 0.7, 0.75, 0.81, 0.79]),
    scoredRow('b', [0.7, 0.8, 0.73, 0.8, 0.7]),
    scoredRow('c', [0.6, 0.7, 0.73, 0.7, 0.6]),
  ];
  const board = rankTrials({
    rows,
    by: 'accuracy',
    positive: null,
    labels: ['a', 'b'],
    split: fiveFolds,
    idDigits: 4,
    baseline: null,
  });

  const [same] = whatIf(3, fiveFolds, board.variance as number);

  expect(same?.kind).toBe('this');
  expect(same?.leastDifference).toBeCloseTo(board.leastDifference as number, 5);
});

test('the least differences of the probe are met: 8 trials, sd 0.015', () => {
  const variance = 0.015 ** 2 * (1 - 1 / 5);

  expect(leastDifference(8, fiveFolds, variance)).toBeCloseTo(0.0416, 4);
  expect(leastDifference(8, { ...fiveFolds, repeats: 5 }, variance)).toBeCloseTo(0.031, 3);
});

test('repeats and confirming the leaders help, more trials do not', () => {
  const found = Object.fromEntries(whatIf(432, fiveFolds, 1e-4).map((each) => [each.kind, each.leastDifference]));

  expect(Object.keys(found)).toEqual(['this', 'moreFolds', 'moreRepeats', 'confirm']);
  expect(found['moreRepeats']).toBeLessThan(found['this'] as number);
  expect(found['confirm']).toBeLessThan(found['this'] as number);
  expect(leastDifference(8, fiveFolds, 1e-4)).toBeLessThan(found['this'] as number);
});

test('fewer held-out rows are expected to be noisier: with 10 folds instead of 5 the variance is doubled', () => {
  const moreFolds = whatIf(8, fiveFolds, 1e-4).find(({ kind }) => kind === 'moreFolds');

  expect(moreFolds?.leastDifference).toBe(leastDifference(8, { ...fiveFolds, folds: 10 }, 2e-4));
});

test('only what is more than the grid has is proposed', () => {
  const kinds = (trials: number, split: Parameters<typeof whatIf>[1]) =>
    whatIf(trials, split, 1e-4).map(({ kind }) => kind);

  expect(kinds(8, { folds: 10, repeats: 5, holdout: 'none' })).toEqual(['this']);
  expect(kinds(8, { folds: 5, repeats: 1, holdout: 0.2 })).toEqual(['moreRepeats']);
  expect(kinds(8, { folds: 5, repeats: 1, holdout: 'file' })).toEqual([]);
  expect(kinds(1, fiveFolds)).toEqual([]);
});

test('to the leaders alone nobody proposes them alone once more, and nothing that would tell apart no more', () => {
  const kinds = whatIf(20, { folds: 4, repeats: 2, holdout: 'none' }, 1e-4, true).map(({ kind }) => kind);

  expect(kinds).toEqual(['this', 'moreFolds', 'moreRepeats']);
  for (const folds of [2, 3, 5, 9])
    for (const repeats of [1, 3, 5]) {
      const [own, ...others] = whatIf(8, { folds, repeats, holdout: 'none' }, 1e-4);
      for (const other of others) expect(other.leastDifference).toBeLessThan(own?.leastDifference as number);
    }
});

test('repeats without end leave what the splits have in common: a ninth of the variance with ten folds', () => {
  const split = { folds: 10, repeats: 5, holdout: 'none' } as const;
  const [now, end] = [leastDifference(2, split, 1), leastOfAll(2, split, 1)] as [number, number];

  expect(end).toBeLessThan(now);
  expect(end / (1.959964 * Math.SQRT2 * Math.sqrt(1 / 9))).toBeCloseTo(1, 3);
});

test('the guess before any fold is binomial over the held-out rows, half of it common luck', () => {
  expect(guessedVariance(1000, fiveFolds, 0.8)).toBeCloseTo((0.8 * 0.2) / 200 / 2, 12);
  expect(guessedVariance(1000, { ...fiveFolds, holdout: 0.1 }, 0.8)).toBeCloseTo((0.8 * 0.2) / 100 / 2, 12);
});
