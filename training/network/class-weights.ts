import type { TrainOptions } from '../../core/grid.ts';

/**
 * What a text of each class counts in the loss: 1, or, balanced, n / (classes · n of the class), over the classes that come up.
 * @see scikit-learn's compute_class_weight; King & Zeng 2001
 */
export const classWeightsOf = (
  kind: TrainOptions['classWeights'],
  labels: Uint32Array,
  rows: Uint32Array,
  classes: number,
): Float64Array => {
  const weights = new Float64Array(classes).fill(1);
  if (kind === 'none') return weights;
  const counts = new Uint32Array(classes);
  for (const row of rows) counts[labels[row] as number]! += 1;
  const present = counts.filter((count) => count > 0).length;
  return weights.map((_, at) => (counts[at] === 0 ? 0 : rows.length / (present * (counts[at] as number))));
};
