import { log } from '../core/math.ts';
import type { Scores } from '../core/results.ts';
import { classReports, confusionOf, countMetrics } from './confusion.ts';
import type { Scored } from './roc.ts';
import { rocAuc } from './roc.ts';

export type FoldScore = {
  readonly scores: Scores;
  readonly f1ByClass: readonly number[]; // 0 for a class that is neither there nor predicted
  readonly confusion: readonly (readonly number[])[]; // rows = true class, in the order of the labels
};

export const least = 2 ** -52; // so that one row that was given no chance costs 36 nats, not the whole fold

type Unlabelled = { readonly probabilities: ArrayLike<number>; readonly classes: number }; // [rows, classes]

/** Index of each row's largest probability, the lowest where several are equal. */
export const predictedClasses = ({ probabilities, classes }: Unlabelled): Uint32Array => {
  const predicted = new Uint32Array(probabilities.length / classes);
  for (let row = 0; row < predicted.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++) {
      if ((probabilities[row * classes + c] as number) > (probabilities[row * classes + best] as number)) best = c;
    }
    predicted[row] = best;
  }
  return predicted;
};

/** Mean nats a row: -log of the true class's probability as it stands (rows are not made to sum to 1), clipped. */
const logLoss = ({ probabilities, truth, classes }: Scored): number => {
  let sum = 0;
  for (let row = 0; row < truth.length; row++) {
    const given = probabilities[row * classes + (truth[row] as number)] as number;
    sum -= log(Math.min(Math.max(given, least), 1 - least));
  }
  return sum / truth.length;
};

/**
 * All metrics of one fold's held-out rows, summed in the order of the rows, so that equal predictions give equal bits.
 * @param scored probabilities float32 [rows, classes], truth [rows] as class indexes; at least one row
 * @see scikit-learn's metrics of the same names, to which they are equal within 1e-12 (log_loss: of float64)
 */
export const scoreFold = (scored: Scored): FoldScore => {
  const confusion = confusionOf(scored.truth, predictedClasses(scored), scored.classes);
  return {
    scores: { ...countMetrics(confusion), rocAuc: rocAuc(scored), logLoss: logLoss(scored) },
    f1ByClass: classReports(confusion).map(({ f1 }) => f1),
    confusion,
  };
};
