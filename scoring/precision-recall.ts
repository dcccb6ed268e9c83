import type { Scored } from './roc.ts';

/** One corner of a precision-recall curve: of rows with a score of at least `threshold` (null: of none). */
export type PrecisionRecallPoint = {
  readonly recall: number;
  readonly precision: number;
  readonly threshold: number | null;
};

/** Rows with a score of at least `threshold`: of the class (`hits`) and in all (`called`). */
type Cut = { readonly hits: number; readonly called: number; readonly threshold: number };

/** One cut at each distinct score, the highest first. */
const cutsOf = ({ probabilities, truth, classes }: Scored, positive: number): readonly Cut[] => {
  const score = (row: number): number => probabilities[row * classes + positive] as number;
  const order = Uint32Array.from(truth.keys()).sort((a, b) => score(b) - score(a));
  const cuts: Cut[] = [];
  let hits = 0;
  order.forEach((row, at) => {
    if (truth[row] === positive) hits++;
    const next = order[at + 1];
    if (next === undefined || score(next) !== score(row)) cuts.push({ hits, called: at + 1, threshold: score(row) });
  });
  return cuts;
};

const positivesOf = (cuts: readonly Cut[]): number => cuts.at(-1)?.hits ?? 0;

/**
 * Precision and recall of one class against the rest at every score, from recall 0 (precision 1) to recall 1: scikit-learn's
 * precision_recall_curve with drop_intermediate, in the other direction; empty where no row is of the class.
 */
export const precisionRecallCurve = (scored: Scored, positive: number): readonly PrecisionRecallPoint[] => {
  const cuts = cutsOf(scored, positive);
  const positives = positivesOf(cuts);
  if (positives === 0) return [];
  const corners = cuts.filter(({ hits }, at) => {
    const [before, after] = [cuts[at - 1], cuts[at + 1]];
    return before === undefined || after === undefined || hits !== before.hits || hits !== after.hits;
  });
  return [
    { recall: 0, precision: 1, threshold: null },
    ...corners.map(({ hits, called, threshold }) => ({
      recall: hits / positives,
      precision: hits / called,
      threshold,
    })),
  ];
};

/**
 * Average precision of one class against the rest: precision summed over the steps of recall, without interpolation, as
 * scikit-learn's average_precision_score; null where no row is of the class.
 */
export const averagePrecision = (scored: Scored, positive: number): number | null => {
  const cuts = cutsOf(scored, positive);
  const positives = positivesOf(cuts);
  if (positives === 0) return null;
  let sum = 0;
  let before = 0;
  for (const { hits, called } of cuts) {
    sum += ((hits - before) / positives) * (hits / called);
    before = hits;
  }
  return sum;
};
