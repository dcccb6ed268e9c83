import type { Predictions } from '../core/results.ts';
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
 * The rows of one fold that were most surely wrong, at most `most`.
 * @param classes class index of every row of the corpus
 * @param labels how many classes there are
 */
export const hardestRows = (
  { rows, probabilities }: Predictions,
  {
    classes,
    labels,
    fold,
    most,
  }: {
    readonly classes: ArrayLike<number>;
    readonly labels: number;
    readonly fold: number;
    readonly most: number;
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
  return wrong.toSorted(surestFirst).slice(0, most);
};

/** The surest mistakes of several folds together; a row that repeats hold out again counts once, at its surest. */
export const hardestOf = (folds: readonly (readonly HardRow[])[], most: number): readonly HardRow[] => {
  const found = new Map<number, HardRow>();
  for (const each of folds.flat().toSorted(surestFirst)) if (!found.has(each.row)) found.set(each.row, each);
  return [...found.values()].slice(0, most);
};
