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

/** The held-out rows, each given the same shares of the classes as its probabilities. */
const guess = (heldOut: ArrayLike<number>, classOfRow: ArrayLike<number>, shares: Float64Array) => {
  const classes = shares.length;
  const probabilities = new Float32Array(heldOut.length * classes);
  const truth = new Uint32Array(heldOut.length);
  for (let at = 0; at < heldOut.length; at++) {
    probabilities.set(shares, at * classes);
    truth[at] = classOfRow[heldOut[at] as number] as number;
  }
  return { probabilities, truth, classes };
};

const sharesOf = ({ training }: SplitSides, classOfRow: ArrayLike<number>, classes: number): Float64Array =>
  countsOf(training, classOfRow, classes).map((count) => count / training.length);

const none = { hash: '' as never, name: 'baseline', index: -1 };

/** The row of a trial that gives every held-out row of a split these shares. */
const guessedRow = (
  splits: readonly SplitSides[],
  classOfRow: ArrayLike<number>,
  of: (split: SplitSides) => Float64Array,
) => {
  const row = trialRow(
    none,
    splits.map((split) => ({
      state: 'scored' as const,
      ...scoreFold(guess(split.heldOut, classOfRow, of(split))),
      cost: 0,
    })),
  );
  if (row.state === 'failed') throw new Error('guessing cannot fail');
  return row;
};

/**
 * Scores of always guessing the training side's class shares (and so its largest class), by the same functions on the same
 * splits as every trial; in f1, whose best guess that is, of always guessing the positive label.
 * @param classOfRow class index of every row, in the order of `labels`
 * @param splits row numbers of both sides, in order; at least one
 */
export const baseline = (
  input: MetricFacts & { readonly classOfRow: ArrayLike<number>; readonly splits: readonly SplitSides[] },
): Baseline => {
  const { labels, classOfRow, splits } = input;
  const row = guessedRow(splits, classOfRow, (split) => sharesOf(split, classOfRow, labels.length));
  const positive = Float64Array.from(labels, (label) => (label === input.positive ? 1 : 0));
  const scores = metricsOf(input).map((metric) => {
    const guessed = metric === 'f1' ? guessedRow(splits, classOfRow, () => positive) : row;
    const values = metricValues(guessed, metric, input);
    return [metric, values.includes(null) ? null : sixDigits(mean(values as readonly number[]))] as const;
  });
  const counts = countsOf(splits[0]?.training ?? [], classOfRow, labels.length);
  const largest = counts.indexOf(Math.max(...counts));
  return { label: labels[largest] as string, scores: Object.fromEntries(scores) };
};
