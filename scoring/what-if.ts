import { createStudentizedRange } from './distributions.ts';
import { degreesOfFreedom } from './residual-variance.ts';
import { sixDigits } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { correctedFactor, heldOutShare, splitsOf } from './split-facts.ts';

/** What another grid could tell apart: so many trials, split so. */
export type Alternative = {
  readonly kind: 'this' | 'moreFolds' | 'moreRepeats' | 'confirm';
  readonly trials: number;
  readonly split: SplitFacts;
  readonly leastDifference: number;
};

/** Leaders that `confirm` trains again. */
export const leaders = 10;
/** The splits that `confirm` gives them. */
export const confirmSplit: SplitFacts = { folds: 10, repeats: 5, holdout: 'none' };

/**
 * The least difference that so many trials can be told apart by, from the residual variance of one split's scores.
 * Null for a single trial or a single split.
 */
export const leastDifference = (trials: number, split: SplitFacts, variance: number): number | null => {
  const factor = correctedFactor(split);
  if (factor === null || trials < 2) return null;
  const range = createStudentizedRange(trials, degreesOfFreedom(trials, splitsOf(split)));
  return sixDigits(range.quantile(0.05) * Math.sqrt(variance * factor));
};

/**
 * Residual variance under another split: a score over fewer held-out rows is noisier, in inverse proportion to their number.
 * That takes all of it for the luck of the held-out rows; what comes from seeds alone does not grow, so it errs to caution.
 */
const rescaled = (variance: number, from: SplitFacts, to: SplitFacts): number =>
  (variance * (heldOutShare(from) ?? 1)) / (heldOutShare(to) ?? 1);

const alternatives = (
  trials: number,
  split: SplitFacts,
  leadersAlone: boolean,
): readonly Omit<Alternative, 'leastDifference'>[] => {
  const found: Omit<Alternative, 'leastDifference'>[] = [{ kind: 'this', trials, split }];
  if (split.holdout === 'none' && split.folds < 10)
    found.push({ kind: 'moreFolds', trials, split: { ...split, folds: 10 } });
  if ((split.holdout === 'none' || typeof split.holdout === 'number') && split.repeats < 5)
    found.push({ kind: 'moreRepeats', trials, split: { ...split, repeats: 5 } });
  if (trials > leaders && !leadersAlone) found.push({ kind: 'confirm', trials: leaders, split: confirmSplit });
  return found;
};

/**
 * The least difference of this grid (left out where it has a single split), of 10 folds, of 5 repeats, and of `confirm` with
 * the ten leaders: each only where it is more than the grid has, and tells apart what this grid does not.
 * @param variance     residual variance of one split's scores under `split`, measured or expected; its share is then known
 * @param leadersAlone whether the grid is one that `confirm` wrote
 */
export const whatIf = (
  trials: number,
  split: SplitFacts,
  variance: number,
  leadersAlone = false,
): readonly Alternative[] => {
  const own = leastDifference(trials, split, variance) ?? Infinity;
  return alternatives(trials, split, leadersAlone).flatMap((each) => {
    const least = leastDifference(each.trials, each.split, rescaled(variance, split, each.split));
    return least === null || (each.kind !== 'this' && least >= own) ? [] : [{ ...each, leastDifference: least }];
  });
};

/** So many that a hundred times as many would show no other least difference. */
const endless = 10_000;

/** The least difference that no number of repeats of these splits would bring down further: they share training rows. */
export const leastOfAll = (trials: number, split: SplitFacts, variance: number): number | null =>
  leastDifference(trials, { ...split, repeats: endless }, variance);

/**
 * The least difference that a second grid of so many leaders alone would tell apart, on the splits that `confirm` draws.
 * @param variance residual variance of one split's scores under `split`
 */
export const confirmed = (trials: number, split: SplitFacts, variance: number): Alternative | null => {
  const least = leastDifference(trials, confirmSplit, rescaled(variance, split, confirmSplit));
  return least === null ? null : { kind: 'confirm', trials, split: confirmSplit, leastDifference: least };
};

/** Share of their errors that two configurations are guessed to have in common before any fold has run. */
const sharedLuck = 0.5;

/**
 * A guess of the residual variance before any fold has run, from counting alone: binomial over the held-out rows, half of it
 * taken to be luck that all trials share. To be called a guess wherever it is shown.
 * @param accuracy guessed, e.g. 0.8; 0.5 is the most cautious
 * @param rows all rows that are split
 */
export const guessedVariance = (rows: number, split: SplitFacts, accuracy: number): number => {
  const heldOut = Math.max(1, rows * (heldOutShare(split) ?? 1));
  return (accuracy * (1 - accuracy) * (1 - sharedLuck)) / heldOut;
};
