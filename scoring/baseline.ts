import type { MetricFacts } from './metric-values.ts';
import { metricsOf, metricValues } from './metric-values.ts';
import { mean } from './residual-variance.ts';
import { scoreFold } from './score-fold.ts';
import { sixDigits } from './six-digits.ts';
import { trialRow } from './trial-row.ts';

/** What always guessing scores: means over the splits, by metric; `label` is the class that is guessed. */
export type Baseline = { readonly label: string; readonly scores: { readonly [metric: string]: number | null } };

/** Row numbers of both sides of one split. */
export type SplitSides = { readonly training: ArrayLike<number>; readonly heldOut: ArrayLike<number> };

const countsOf = (rows: ArrayLike<number>, classes: ArrayLike<number>, count: number): Float64Array => {
  const counts = new Float64Array(count);
  for (let at = 0; at < rows.length; at++) counts[classes[rows[at] as number] as number]! += 1;
  return counts;
};

/** The held-out rows, each given the training side's class shares as its probabilities. */
const guess = ({ training, heldOut }: SplitSides, classOfRow: ArrayLike<number>, classes: number) => {
  const shares = countsOf(training, classOfRow, classes).map((count) => count / training.length);
  const probabilities = new Float32Array(heldOut.length * classes);
  const truth = new Uint32Array(heldOut.length);
  for (let at = 0; at < heldOut.length; at++) {
    probabilities.set(shares, at * classes);
    truth[at] = classOfRow[heldOut[at] as number] as number;
  }
  return { probabilities, truth, classes };
};

/**
 * Scores of always guessing the training side's class shares (and so its largest class), by the same functions on the same
 * splits as every trial.
 * @param classOfRow class index of every row, in the order of `labels`
 * @param splits row numbers of both sides, in order; at least one
 */
export const baseline = (
  input: MetricFacts & { readonly classOfRow: ArrayLike<number>; readonly splits: readonly SplitSides[] },
): Baseline => {
  const { labels, classOfRow, splits } = input;
  const folds = splits.map((split) => ({
    state: 'scored' as const,
    ...scoreFold(guess(split, classOfRow, labels.length)),
    cost: 0,
  }));
  const none = { hash: '' as never, name: 'baseline', index: -1 };
  const row = trialRow(none, folds);
  if (row.state === 'failed') throw new Error('guessing cannot fail');
  const scores = metricsOf(input).map((metric) => {
    const values = metricValues(row, metric, input);
    return [metric, values.includes(null) ? null : sixDigits(mean(values as readonly number[]))] as const;
  });
  const counts = countsOf(splits[0]?.training ?? [], classOfRow, labels.length);
  const largest = counts.indexOf(Math.max(...counts));
  return { label: labels[largest] as string, scores: Object.fromEntries(scores) };
};
