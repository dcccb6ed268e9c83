/** When a sweep will be done, in seconds from now: nine times in ten between the two. */
export type EtaInterval = { readonly lowSeconds: number; readonly highSeconds: number };

/** How far an end of the interval lies from the time that the pace foretells, as parts of a natural logarithm. */
export type Spread = {
  readonly always: number; // the machine is shared
  readonly ofWhatIsLeft: number; // at most: cells cost more or less than those before them
  readonly ofFewFolds: number; // after one: few folds tell little
  readonly ofFewLeft: number; // before the last: a single dear one, or one on a single slot, is much of what is left
};

export type Constants = { readonly sooner: Spread; readonly later: Spread };

/**
 * From recorded sweeps, and a little wider than a fit of them: what is asked of them is that they hold for sweeps of other
 * kinds. `npm run bench:eta` has both.
 */
export const constants: Constants = {
  sooner: { always: 0.3, ofWhatIsLeft: 0.9, ofFewFolds: 0.3, ofFewLeft: 2 },
  later: { always: 0.7, ofWhatIsLeft: 0.3, ofFewFolds: 0.4, ofFewLeft: 1.5 },
};

/**
 * A 90 % interval about the time that is left at the pace of late; it narrows as folds are done.
 * @param seconds left at that pace
 * @param open    folds that are still to be trained
 * @param total   folds of the sweep
 * @param trained folds that this sweep has trained
 */
export const etaInterval = (
  seconds: number,
  { open, total, trained }: { readonly open: number; readonly total: number; readonly trained: number },
  { sooner, later } = constants,
): EtaInterval => {
  const spread = (of: Spread): number =>
    of.always +
    of.ofWhatIsLeft * Math.sqrt(open / Math.max(1, total)) +
    of.ofFewFolds / Math.sqrt(Math.max(1, trained)) +
    of.ofFewLeft / Math.sqrt(Math.max(1, open));
  return { lowSeconds: seconds * Math.exp(-spread(sooner)), highSeconds: seconds * Math.exp(spread(later)) };
};
