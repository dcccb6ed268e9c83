import type { Stream } from '../core/random.ts';
import type { FoldValues, TrialRow } from '../core/results.ts';
import type { Trial } from '../core/space.ts';

const someValues = (stream: Stream, folds: number): FoldValues => {
  const best = 0.7 + 0.2 * stream.uniform();
  const of = (): readonly number[] => Array.from({ length: folds }, () => best + 0.05 * stream.uniform());
  const [accuracy, balancedAccuracy, macroF1, weightedF1] = [of(), of(), of(), of()];
  return { accuracy, balancedAccuracy, macroF1, weightedF1, mcc: of(), rocAuc: of(), logLoss: of() };
};

/** A row of two classes with drawn scores, for benches of what reads many of them. */
export const randomRow = ({ hash, name, index }: Trial, stream: Stream, folds: number): TrialRow => {
  const f1ByClass = Array.from({ length: folds }, () => [stream.uniform(), stream.uniform()]);
  return {
    state: 'scored',
    trial: hash,
    name,
    index,
    values: someValues(stream, folds),
    f1ByClass,
    cost: 1e9 + index,
  };
};
