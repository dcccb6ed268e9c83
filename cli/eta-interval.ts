/** When a sweep will be done, in seconds from now: nine times in ten between the two. */
export type EtaInterval = { readonly lowSeconds: number; readonly highSeconds: number };

/**
 * How far the rest of recorded sweeps was from what their pace foretold, as natural logarithms: the machine is shared, cells
 * cost more or less than those before them, and few folds tell little. What takes longer than foretold takes much longer.
 */
const sooner = { always: 0.35, ofWhatIsLeft: 0.3, ofFewFolds: 0.5 } as const;
const later = { always: 0.45, ofWhatIsLeft: 0.8, ofFewFolds: 0.8 } as const;

/**
 * A 90 % interval about the time that is left at the pace of late; it narrows as folds are done.
 * @param seconds left at that pace
 * @param left    share of the folds that are still open, 0 to 1
 * @param trained folds that this sweep has trained
 */
export const etaInterval = (seconds: number, left: number, trained: number): EtaInterval => {
  const spread = (of: typeof sooner | typeof later): number =>
    of.always + of.ofWhatIsLeft * Math.sqrt(left) + of.ofFewFolds / Math.sqrt(Math.max(1, trained));
  return { lowSeconds: seconds * Math.exp(-spread(sooner)), highSeconds: seconds * Math.exp(spread(later)) };
};
