import type { Predictions } from '../core/results.ts';
import type { SameText } from './one-per-text.ts';
import { onePerText } from './one-per-text.ts';
import { predictedClasses } from './score-fold.ts';

/** A held-out row that was given another class than its own. */
export type HardRow = {
  readonly row: number; // of the corpus
  readonly fold: number; // from 1, through all repeats
  readonly truth: number; // class index
  readonly predicted: number; // class index
  readonly probability: number; // of the predicted class
  readonly probabilityOfTruth: number;
};

/** The surest mistake first; ties by row, then by fold. */
const surestFirst = (a: HardRow, b: HardRow): number =>
  b.probability - a.probability || a.row - b.row || a.fold - b.fold;

/**
 * The rows of one fold that were wrong, in the order of the fold.
 * @param classes class index of every row of the corpus
 * @param labels how many classes there are
 */
export const hardestRows = (
  { rows, probabilities }: Predictions,
  {
    classes,
    labels,
    fold,
  }: {
    readonly classes: ArrayLike<number>;
    readonly labels: number;
    readonly fold: number;
  },
): readonly HardRow[] => {
  const predicted = predictedClasses({ probabilities, classes: labels });
  const wrong: HardRow[] = [];
  rows.forEach((row, at) => {
    const [truth, given] = [classes[row] as number, predicted[at] as number];
    if (truth === given) return;
    const [probability, probabilityOfTruth] = [given, truth].map((c) => probabilities[at * labels + c] as number);
    wrong.push({ row, fold, truth, predicted: given, probability, probabilityOfTruth } as HardRow);
  });
  return wrong;
};

/**
 * The surest mistakes of several folds together, at most `most`. A row that repeats hold out again counts once, at its surest,
 * and rows with the same text and class that were given the same class are told as one.
 * @param textOf number of each row's text; equal for equal texts
 */
export const hardestOf = (
  folds: readonly (readonly HardRow[])[],
  textOf: ArrayLike<number>,
  most: number,
): readonly (HardRow & SameText)[] =>
  onePerText(folds.flat().toSorted(surestFirst), textOf, ({ truth, predicted }) => [truth, predicted]).slice(0, most);
