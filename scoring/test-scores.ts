import type { Metric } from '../core/grid.ts';
import type { Scores } from '../core/results.ts';
import { baseline } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import type { MetricFacts } from './metric-values.ts';
import { metricsOf } from './metric-values.ts';

/** Scores by metric, f1 among them where a label is positive. */
export type ScoresByMetric = Readonly<Partial<Record<Metric, number | null>>>;

type Scored = { readonly scores: Scores; readonly f1ByClass: readonly number[] };

/** The scores of one set of rows as people read them: f1 is the positive label's. */
export const scoresByMetric = ({ scores, f1ByClass }: Scored, facts: MetricFacts): ScoresByMetric =>
  Object.fromEntries(
    metricsOf(facts).map((metric) => [
      metric,
      metric === 'f1' ? (f1ByClass[facts.labels.indexOf(facts.positive ?? '')] ?? null) : scores[metric],
    ]),
  );

const rowsOf = (counts: readonly number[]): readonly number[] =>
  counts.flatMap((count, label) => Array.from({ length: count }, () => label));

/**
 * What always guessing the training rows' class shares scores on the test rows.
 * @param training rows per label
 * @param test     rows per label, not all 0
 */
export const testBaseline = (facts: MetricFacts, training: readonly number[], test: readonly number[]): Baseline => {
  const [first, second] = [rowsOf(training), rowsOf(test)];
  const classOfRow = [...first, ...second];
  const splits = [{ training: [...first.keys()], heldOut: Array.from(second, (_, at) => first.length + at) }];
  return baseline({ ...facts, classOfRow, splits });
};
