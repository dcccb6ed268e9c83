/** How a sweep's rows were split, as far as statistics read it; a grid's `split` is one. */
export type SplitFacts = {
  readonly folds: number; // k
  readonly repeats: number;
  readonly holdout: string | number; // none, a share, or a file of rows
};

/** J: how many different held-out sides each trial is scored on; one where a file gives them, whatever the repeats. */
export const splitsOf = ({ folds, repeats, holdout }: SplitFacts): number => {
  if (holdout === 'none') return folds * repeats;
  return typeof holdout === 'string' ? 1 : repeats;
};

/** Share of the rows that one split holds out; null where only the file knows. */
export const heldOutShare = ({ folds, holdout }: SplitFacts): number | null => {
  if (holdout === 'none') return 1 / folds;
  return typeof holdout === 'string' ? null : holdout;
};

/**
 * What the residual variance is multiplied by to give the variance of a difference's half: 1/J for the mean over the splits
 * plus v = held-out rows / training rows, because the splits share training rows. Null for a single split.
 * Takes for granted that splits correlate by the held-out share, which no data can verify.
 * @see Nadeau & Bengio 2003, "Inference for the generalization error", section 3
 */
export const correctedFactor = (split: SplitFacts): number | null => {
  const share = heldOutShare(split);
  const splits = splitsOf(split);
  return share === null || splits < 2 ? null : 1 / splits + share / (1 - share);
};
