import { lessIsBetter } from '../core/grid.ts';
import type { Metric } from '../core/grid.ts';
import { createStudentizedRange } from './distributions.ts';
import { mean, standardDeviation } from './residual-variance.ts';
import { sixDigits, sixDigitsOrNull } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { correctedFactor } from './split-facts.ts';
import type { Difference } from './told-apart.ts';
import { createComparison } from './told-apart.ts';

/** What the trials with one value of an axis score on average; 6 significant digits. */
export type MarginalMean = {
  readonly value: string;
  readonly trials: number;
  readonly mean: number; // over its trials and all splits
  readonly low: number | null; // 95 % interval for other rows of the same kind; null for a single split
  readonly high: number | null;
  readonly difference: Difference; // from the best value, simultaneous over the values
  readonly pValue: number | null;
};

export type MarginalInput = { readonly value: string; readonly trials: readonly (readonly number[])[] }; // [trial][split]

/** Mean over the trials of a value, split by split: what the luck of a split does to all of them stays visible. */
const bySplit = (trials: readonly (readonly number[])[]): readonly number[] =>
  (trials[0] as readonly number[]).map((_, split) => mean(trials.map((scores) => scores[split] as number)));

/** Half the width of a mean's 95 % interval where splits share training rows. */
const halfWidth = (scores: readonly number[], factor: number | null): number | null => {
  const deviation = standardDeviation(scores);
  if (factor === null || deviation === null) return null;
  const t = createStudentizedRange(2, scores.length - 1).quantile(0.05) / Math.SQRT2;
  return t * deviation * Math.sqrt(factor);
};

/**
 * Marginal means of an axis, the best first: each value's trials averaged in every split, with the corrected t interval of
 * that mean over the splits, and its difference from the best value as the leaderboard tests trials. Values without a scored
 * trial are left out.
 * @see Nadeau & Bengio 2003 (splits share training rows)
 */
export const marginalMeans = (
  values: readonly MarginalInput[],
  split: SplitFacts,
  by: Metric,
): readonly MarginalMean[] => {
  const sign = lessIsBetter(by) ? -1 : 1;
  const known = values
    .filter(({ trials }) => trials.length > 0)
    .map(({ value, trials }) => ({ value, trials: trials.length, scores: bySplit(trials) }))
    .map((each) => ({ ...each, mean: mean(each.scores) }))
    .toSorted((a, b) => sign * (b.mean - a.mean));
  if (known.length === 0) return [];
  const { compare } = createComparison(
    known.map(({ scores }) => scores),
    split,
  );
  const best = (known[0] as (typeof known)[number]).mean;
  const factor = correctedFactor(split);
  return known.map(({ value, trials, scores, mean: own }, at) => {
    const half = halfWidth(scores, factor);
    const { difference, pValue } = compare(at, own - best);
    return {
      value,
      trials,
      mean: sixDigits(own),
      low: sixDigitsOrNull(half === null ? null : own - half),
      high: sixDigitsOrNull(half === null ? null : own + half),
      difference,
      pValue: sixDigitsOrNull(pValue),
    };
  });
};
