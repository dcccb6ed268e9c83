import { digestOf } from '../../core/canonical.ts';
import type { TrialHash, TrialRow } from '../../core/results.ts';

const hashes = new Map<string, TrialHash>(); // simulations ask for the same few names thousands of times

const hashOf = (name: string): TrialHash => {
  const hash = hashes.get(name) ?? (digestOf(name) as TrialHash);
  hashes.set(name, hash);
  return hash;
};

/** A scored row with these accuracies; the other metrics follow from them. */
export const scoredRow = (name: string, accuracy: readonly number[], cost = 100): TrialRow => ({
  state: 'scored',
  trial: hashOf(name),
  name,
  index: 0,
  values: {
    accuracy,
    balancedAccuracy: accuracy,
    macroF1: accuracy.map((value) => value - 0.1),
    weightedF1: accuracy,
    mcc: accuracy.map((value) => 2 * value - 1),
    rocAuc: accuracy.map((value, at) => (at === 1 ? null : value)),
    logLoss: accuracy.map((value) => 1 - value),
  },
  f1ByClass: accuracy.map((value) => [value - 0.3, value - 0.2]),
  cost,
});

export const failedRow = (name: string, fold = 3): TrialRow => ({
  state: 'failed',
  trial: hashOf(name),
  name,
  index: 0,
  failure: { code: 'DIVERGED', message: 'the loss is NaN in epoch 2', fold },
});
