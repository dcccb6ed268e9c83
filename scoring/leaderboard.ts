import { byText } from '../core/by-text.ts';
import type { Metric } from '../core/grid.ts';
import type { TrialFailure, TrialHash, TrialRow } from '../core/results.ts';
import type { Baseline } from './baseline.ts';
import type { MetricFacts, ScoredTrial } from './metric-values.ts';
import { metricsOf, metricValues, rankValues } from './metric-values.ts';
import type { Candidate, Place } from './places.ts';
import { placeTrials } from './places.ts';
import { mean, standardDeviation } from './residual-variance.ts';
import { shortId } from './short-id.ts';
import { sixDigits, sixDigitsOrNull } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { splitsOf } from './split-facts.ts';
import type { Selection } from './winners-luck.ts';

/** A metric over the splits; mean and deviation are null where a split has none, the deviation also of a single split. */
export type Spread = {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly values: readonly (number | null)[];
};

type Named = { readonly id: string; readonly trial: TrialHash; readonly name: string; readonly index: number };

export type ScoredRow = Named &
  Place & {
    readonly state: 'scored';
    readonly cost: number;
    readonly folds: number;
    readonly scores: Readonly<Partial<Record<Metric, Spread>>>; // f1 only where a label is positive
  };

export type FailedRow = Named & { readonly state: 'failed'; readonly failure: TrialFailure };

/** Means, deviations, differences, p-values and variances to 6 significant digits; values as stored. */
export type Leaderboard = {
  readonly by: Metric;
  readonly splits: number;
  readonly baseline: Baseline | null;
  readonly leastDifference: number | null; // that these trials and splits can tell apart; null for one trial or one split
  readonly variance: number | null; // residual, pooled over trials and splits
  readonly selection: Selection | null; // what the best may be expected to score on new texts; null: not known
  readonly scored: readonly ScoredRow[]; // best first
  readonly failed: readonly FailedRow[]; // by name
};

export type RankInput = MetricFacts & {
  readonly rows: readonly TrialRow[]; // of decided trials, in any order
  readonly by: Metric;
  readonly split: SplitFacts;
  readonly idDigits: number; // of all trials of the sweep
  readonly baseline: Baseline | null;
  readonly selection?: Selection | null; // from the predictions in this metric, which rows do not have
};

const spreadOf = (values: readonly (number | null)[]): Spread => {
  if (values.includes(null)) return { mean: null, sd: null, values };
  const known = values as readonly number[];
  return { mean: sixDigits(mean(known)), sd: sixDigitsOrNull(standardDeviation(known)), values };
};

const namedOf = ({ trial, name, index }: TrialRow, digits: number): Named => ({
  id: shortId(trial, digits),
  trial,
  name,
  index,
});

/**
 * Ranks trials and says what the folds can tell apart: the only place where rows of a leaderboard and short ids are made.
 * @throws {SweepError} where the metric has no value in some split, or f1 no positive label
 */
export const rankTrials = (input: RankInput): Leaderboard => {
  const { by, split, baseline } = input;
  const candidates: (Candidate & { readonly row: ScoredTrial })[] = [];
  const failed: FailedRow[] = [];
  for (const row of input.rows) {
    if (row.state === 'failed') {
      failed.push({ ...namedOf(row, input.idDigits), state: 'failed', failure: row.failure });
    } else {
      candidates.push({ row, values: rankValues(row, by, input), cost: row.cost, name: row.name });
    }
  }
  const guessed = baseline?.scores[by] ?? null;
  const { ordered, placeOf, leastDifference, variance } = placeTrials(candidates, { by, split, guessed });
  const shown = metricsOf(input);
  const scored = ordered.map(({ row, values }, at): ScoredRow => {
    const { rank, group, withinOneSe, take, beatsBaseline, difference, pValue } = placeOf(at);
    return {
      ...namedOf(row, input.idDigits),
      state: 'scored',
      rank,
      group,
      withinOneSe,
      take,
      beatsBaseline,
      cost: row.cost,
      folds: values.length,
      scores: Object.fromEntries(shown.map((each) => [each, spreadOf(metricValues(row, each, input))])),
      difference,
      pValue,
    };
  });
  return {
    by,
    splits: splitsOf(split),
    baseline,
    scored,
    leastDifference,
    variance,
    selection: input.selection ?? null,
    failed: failed.toSorted((a, b) => byText(a.name, b.name)),
  };
};
