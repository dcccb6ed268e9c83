const rounding = 1e-12; // residuals below it come from the arithmetic, not from the folds

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  return sum / values.length;
};

/** Mean, summed in the order given, so that equal values give equal bits. */
export const mean = (values: readonly number[]): number => meanOf(values);

/** Standard deviation with n - 1 below; null of a single value. */
export const standardDeviation = (values: readonly number[]): number | null => {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0) / (values.length - 1));
};

/** (m - 1)(J - 1) of a two-way layout without repeats. */
export const degreesOfFreedom = (trials: number, splits: number): number => (trials - 1) * (splits - 1);

/**
 * Residual variance of trials × splits as a two-way layout: what is left of a score when the trial's mean and the split's are
 * taken out, pooled over all; 0 where nothing but rounding is left.
 * @param scores [trial][split], at least two of each
 */
export const residualVariance = (scores: readonly (readonly number[])[]): number => {
  const splits = scores[0]?.length as number;
  const ofTrials = scores.map(mean);
  const ofSplits = Array.from({ length: splits }, (_, j) => meanOf(scores.map((row) => row[j] as number)));
  const grand = mean(ofTrials);
  let squares = 0;
  let largest = 0;
  for (const [i, row] of scores.entries()) {
    for (const [j, score] of row.entries()) {
      const residual = score - (ofTrials[i] as number) - (ofSplits[j] as number) + grand;
      squares += residual * residual;
      largest = Math.max(largest, residual < 0 ? -residual : residual);
    }
  }
  return largest < rounding ? 0 : squares / degreesOfFreedom(scores.length, splits);
};
