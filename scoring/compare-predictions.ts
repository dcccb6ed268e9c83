import type { Predictions } from '../core/results.ts';
import type { McNemar } from './mcnemar.ts';
import { mcnemar } from './mcnemar.ts';
import { predictedClasses } from './score-fold.ts';

/** A row that two trials class differently; probabilities in the order of the labels, means over the row's repeats. */
export type DifferingRow = {
  readonly row: number; // of the corpus
  readonly truth: number; // class index, as are the next two
  readonly first: number;
  readonly second: number;
  readonly firstProbabilities: readonly number[];
  readonly secondProbabilities: readonly number[];
};

export type PredictionComparison = McNemar & {
  readonly rows: number; // that both were scored on
  readonly bothRight: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothWrong: number;
  readonly differing: readonly DifferingRow[]; // ascending by row
};

/** Means of a row's probabilities over the splits that hold it out, by row. */
const meansByRow = (splits: readonly Predictions[], classes: number): ReadonlyMap<number, Float64Array> => {
  const sums = new Map<number, Float64Array>();
  const times = new Map<number, number>();
  for (const { rows, probabilities } of splits) {
    rows.forEach((row, at) => {
      const sum = sums.get(row) ?? new Float64Array(classes);
      for (let c = 0; c < classes; c++) sum[c]! += probabilities[at * classes + c] as number;
      sums.set(row, sum);
      times.set(row, (times.get(row) ?? 0) + 1);
    });
  }
  for (const [row, sum] of sums) for (let c = 0; c < classes; c++) sum[c]! /= times.get(row) as number;
  return sums;
};

const classOf = (means: Float64Array): number =>
  predictedClasses({ probabilities: means, classes: means.length })[0] as number;

/**
 * Where two trials' held-out predictions differ, and McNemar's test of it. A row that several repeats hold out counts once, with
 * the mean of its probabilities over the repeats: the test needs rows that are independent, and repeats of a row are not.
 * @param first predictions per split
 * @param classOfRow class index of every row of the corpus
 */
export const comparePredictions = (
  first: readonly Predictions[],
  second: readonly Predictions[],
  classOfRow: ArrayLike<number>,
  classes: number,
): PredictionComparison => {
  const others = meansByRow(second, classes);
  const counts = { bothRight: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0 };
  const differing: DifferingRow[] = [];
  for (const [row, own] of [...meansByRow(first, classes)].toSorted(([a], [b]) => a - b)) {
    const other = others.get(row);
    if (other === undefined) continue;
    const truth = classOfRow[row] as number;
    const [ofFirst, ofSecond] = [classOf(own), classOf(other)];
    if (ofFirst === truth) counts[ofSecond === truth ? 'bothRight' : 'onlyFirst']++;
    else counts[ofSecond === truth ? 'onlySecond' : 'bothWrong']++;
    if (ofFirst === ofSecond) continue;
    const probabilities = { firstProbabilities: [...own], secondProbabilities: [...other] };
    differing.push({ row, truth, first: ofFirst, second: ofSecond, ...probabilities });
  }
  const { bothRight, onlyFirst, onlySecond, bothWrong } = counts;
  const rows = bothRight + onlyFirst + onlySecond + bothWrong;
  return { rows, ...counts, differing, ...mcnemar(onlyFirst, onlySecond) };
};
