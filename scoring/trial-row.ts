import type { FailureCode, FoldResult, FoldValues, StoredMetric, TrialRow } from '../core/results.ts';
import type { Trial } from '../core/space.ts';

/** What a row needs of a fold: its scores without curves and predictions, or why it has none. */
export type FoldOutcome =
  | Pick<Extract<FoldResult, { readonly state: 'scored' }>, 'state' | 'scores' | 'f1ByClass' | 'cost'>
  | { readonly state: 'failed'; readonly code: FailureCode; readonly message: string };

const metrics = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'weightedF1',
  'mcc',
  'rocAuc',
  'logLoss',
] as const satisfies readonly StoredMetric[];

/**
 * The row of a decided trial, a pure function of its folds.
 * @param folds in the order of the splits: all of them scored, or up to and including at least the first failed one
 */
export const trialRow = (
  { hash, name, index }: Pick<Trial, 'hash' | 'name' | 'index'>,
  folds: readonly FoldOutcome[],
): TrialRow => {
  const scored: Extract<FoldOutcome, { readonly state: 'scored' }>[] = [];
  for (const [at, fold] of folds.entries()) {
    if (fold.state === 'failed') {
      const { code, message } = fold;
      return { state: 'failed', trial: hash, name, index, failure: { code, message, fold: at + 1 } };
    }
    scored.push(fold);
  }
  const values = Object.fromEntries(metrics.map((metric) => [metric, scored.map(({ scores }) => scores[metric])]));
  return {
    state: 'scored',
    trial: hash,
    name,
    index,
    values: values as unknown as FoldValues,
    f1ByClass: scored.map(({ f1ByClass }) => f1ByClass),
    cost: scored.reduce((sum, { cost }) => sum + cost, 0),
  };
};
