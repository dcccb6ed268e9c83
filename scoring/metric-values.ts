import type { Metric } from '../core/grid.ts';
import { metrics } from '../core/grid.ts';
import { SweepError } from '../core/errors.ts';
import type { TrialRow } from '../core/results.ts';

/** What f1 needs to be known: which label it is about, and where that label stands. */
export type MetricFacts = { readonly positive: string | null; readonly labels: readonly string[] };

export type ScoredTrial = Extract<TrialRow, { readonly state: 'scored' }>;

/** The metrics that this sweep's rows have: all, but f1 only where a label is positive. */
export const metricsOf = ({ positive, labels }: MetricFacts): readonly Metric[] =>
  metrics.filter((metric) => metric !== 'f1' || (positive !== null && labels.includes(positive)));

/** A trial's values of a metric in the order of the splits; f1 is the positive label's. */
export const metricValues = (
  row: Pick<ScoredTrial, 'values' | 'f1ByClass'>,
  metric: Metric,
  { positive, labels }: MetricFacts,
): readonly (number | null)[] => {
  if (metric !== 'f1') return row.values[metric];
  const place = labels.indexOf(positive ?? '');
  return row.f1ByClass.map((ofClasses) => ofClasses[place] ?? null);
};

/**
 * A trial's values of the metric to rank by.
 * @throws {SweepError} where the metric has no value in some split, or needs a positive label and there is none
 */
export const rankValues = (row: ScoredTrial, metric: Metric, facts: MetricFacts): readonly number[] => {
  if (!metricsOf(facts).includes(metric)) {
    throw new SweepError({
      code: 'USAGE',
      message: 'f1 is about one label, and the grid names none',
      fix: `Rank by macroF1 or weightedF1, or write rank.positive with one of: ${facts.labels.join(', ')}`,
    });
  }
  const values = metricValues(row, metric, facts);
  const missing = values.indexOf(null);
  if (missing === -1) return values as readonly number[];
  throw new SweepError({
    code: 'USAGE',
    message: `${metric} has no value in fold ${missing + 1}: a class is missing among its held-out rows`,
    fix: 'Rank by macroF1 or logLoss',
  });
};
