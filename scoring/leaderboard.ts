import type { Metric } from '../core/grid.ts';
import { lessIsBetter } from '../core/grid.ts';
import type { TrialFailure, TrialHash, TrialRow } from '../core/results.ts';
import type { Baseline } from './baseline.ts';
import type { MetricFacts, ScoredTrial } from './metric-values.ts';
import { metricsOf, metricValues, rankValues } from './metric-values.ts';
import { mean, standardDeviation } from './residual-variance.ts';
import { shortId } from './short-id.ts';
import { sixDigits, sixDigitsOrNull } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { splitsOf } from './split-facts.ts';
import type { Difference } from './told-apart.ts';
import { agree, createComparison } from './told-apart.ts';

/** A metric over the splits; mean and deviation are null where a split has none, the deviation also of a single split. */
export type Spread = {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly values: readonly (number | null)[];
};

type Named = { readonly id: string; readonly trial: TrialHash; readonly name: string; readonly index: number };

export type ScoredRow = Named & {
  readonly state: 'scored';
  readonly rank: number;
  readonly group: 1 | 2; // 1: the folds do not show that it is worse than rank 1
  readonly withinOneSe: boolean;
  readonly take: boolean;
  readonly beatsBaseline: boolean | null; // null where there is no baseline in this metric
  readonly cost: number;
  readonly folds: number;
  readonly scores: Readonly<Partial<Record<Metric, Spread>>>; // f1 only where a label is positive
  readonly difference: Difference;
  readonly pValue: number | null;
};

export type FailedRow = Named & { readonly state: 'failed'; readonly failure: TrialFailure };

/** Means, deviations, differences, p-values and variances to 6 significant digits; values as stored. */
export type Leaderboard = {
  readonly by: Metric;
  readonly splits: number;
  readonly baseline: Baseline | null;
  readonly leastDifference: number | null; // that these trials and splits can tell apart; null for one trial or one split
  readonly variance: number | null; // residual, pooled over trials and splits
  readonly scored: readonly ScoredRow[]; // best first
  readonly failed: readonly FailedRow[]; // by name
};

export type RankInput = MetricFacts & {
  readonly rows: readonly TrialRow[]; // of decided trials, in any order
  readonly by: Metric;
  readonly split: SplitFacts;
  readonly idDigits: number; // of all trials of the sweep
  readonly baseline: Baseline | null;
};

type Candidate = { readonly row: ScoredTrial; readonly values: readonly number[]; readonly mean: number };

const significance = 0.05;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Best mean first; equal means by cost, then by name. */
const inOrder = (candidates: readonly Candidate[], sign: 1 | -1): readonly Candidate[] =>
  candidates.toSorted((a, b) => {
    if (!agree(a.mean, b.mean)) return sign * (b.mean - a.mean);
    return a.row.cost - b.row.cost || byText(a.row.name, b.row.name);
  });

const spreadOf = (values: readonly (number | null)[]): Spread => {
  if (values.includes(null)) return { mean: null, sd: null, values };
  const known = values as readonly number[];
  return { mean: sixDigits(mean(known)), sd: sixDigitsOrNull(standardDeviation(known)), values };
};

/**
 * Places of the trials within one standard error of the best, which is the first; those that equal it where there is none:
 * a single split has none, and repeats on the same held-out rows tell nothing of other rows.
 */
const withinOneSe = (ordered: readonly Candidate[], split: SplitFacts, sign: 1 | -1): readonly boolean[] => {
  const best = ordered[0] as Candidate;
  const deviation = splitsOf(split) < 2 ? null : standardDeviation(best.values);
  const error = (deviation ?? 0) / Math.sqrt(best.values.length);
  return ordered.map((each) => sign * (best.mean - each.mean) <= error || agree(best.mean - error, each.mean));
};

/** The place of the cheapest of those, the better ranked of equally cheap ones. */
const takeOf = (ordered: readonly Candidate[], within: readonly boolean[]): number => {
  let take = 0;
  for (let at = 1; at < ordered.length; at++) {
    if (within[at] && (ordered[at] as Candidate).row.cost < (ordered[take] as Candidate).row.cost) take = at;
  }
  return take;
};

const namedOf = ({ trial, name, index }: TrialRow, digits: number): Named => ({
  id: shortId(trial, digits),
  trial,
  name,
  index,
});

const scoredRows = (ordered: readonly Candidate[], input: RankInput) => {
  const { by, split, baseline } = input;
  const best = ordered[0];
  if (best === undefined) return { scored: [], leastDifference: null, variance: null };
  const sign = lessIsBetter(by) ? -1 : 1;
  const within = withinOneSe(ordered, split, sign);
  const take = takeOf(ordered, within);
  const { compare, leastDifference, variance } = createComparison(
    ordered.map(({ values }) => values),
    split,
  );
  const guessed = baseline?.scores[by] ?? null;
  const shown = metricsOf(input);
  let rank = 1;
  const scored = ordered.map(({ row, values, mean: own }, at): ScoredRow => {
    if (at > 0 && !agree(own, (ordered[at - 1] as Candidate).mean)) rank = at + 1;
    const { pValue, difference } = compare(at, own - best.mean);
    return {
      ...namedOf(row, input.idDigits),
      state: 'scored',
      rank,
      group: pValue === null || pValue > significance ? 1 : 2,
      withinOneSe: within[at] as boolean,
      take: at === take,
      beatsBaseline: guessed === null ? null : sign * (sixDigits(own) - guessed) > 0,
      cost: row.cost,
      folds: values.length,
      scores: Object.fromEntries(shown.map((each) => [each, spreadOf(metricValues(row, each, input))])),
      difference,
      pValue: sixDigitsOrNull(pValue),
    };
  });
  return { scored, leastDifference, variance };
};

/**
 * Ranks trials and says what the folds can tell apart: the only place where rank, group, p-value, interval, marks and short
 * ids are made.
 * @throws {SweepError} where the metric has no value in some split, or f1 no positive label
 * @see Tukey 1953 (all differences at once); Nadeau & Bengio 2003 (splits share training rows)
 */
export const rankTrials = (input: RankInput): Leaderboard => {
  const candidates: Candidate[] = [];
  const failed: FailedRow[] = [];
  for (const row of input.rows) {
    if (row.state === 'failed') {
      failed.push({ ...namedOf(row, input.idDigits), state: 'failed', failure: row.failure });
    } else {
      const values = rankValues(row, input.by, input);
      candidates.push({ row, values, mean: mean(values) });
    }
  }
  const ordered = inOrder(candidates, lessIsBetter(input.by) ? -1 : 1);
  return {
    by: input.by,
    splits: splitsOf(input.split),
    baseline: input.baseline,
    ...scoredRows(ordered, input),
    failed: failed.toSorted((a, b) => byText(a.name, b.name)),
  };
};
