import { expect, test } from 'vitest';
import type { TrialHash } from '../../core/results.ts';
import type { FoldOutcome } from '../../scoring/trial-row.ts';
import { trialRow } from '../../scoring/trial-row.ts';

const trial = { hash: 'ab'.repeat(32) as TrialHash, name: 'units=16', index: 3 };

const fold = (accuracy: number, rocAuc: number | null = 0.5): FoldOutcome => ({
  state: 'scored',
  scores: { accuracy, balancedAccuracy: 0.1, macroF1: 0.2, weightedF1: 0.3, mcc: 0.4, rocAuc, logLoss: 0.6 },
  f1ByClass: [accuracy, 1 - accuracy],
  cost: 10,
});

test('a row holds the values of each fold in the order of the splits, and what they cost together', () => {
  const row = trialRow(trial, [fold(0.8), fold(0.7, null)]);

  expect(row).toEqual({
    state: 'scored',
    trial: trial.hash,
    name: 'units=16',
    index: 3,
    values: {
      accuracy: [0.8, 0.7],
      balancedAccuracy: [0.1, 0.1],
      macroF1: [0.2, 0.2],
      weightedF1: [0.3, 0.3],
      mcc: [0.4, 0.4],
      rocAuc: [0.5, null],
      logLoss: [0.6, 0.6],
    },
    f1ByClass: [
      [0.8, 1 - 0.8],
      [0.7, 1 - 0.7],
    ],
    cost: 20,
  });
});

test('a trial fails by its lowest failing fold, whatever failed above it', () => {
  const diverged: FoldOutcome = { state: 'failed', code: 'DIVERGED', message: 'loss is NaN in epoch 2' };
  const crashed: FoldOutcome = { state: 'failed', code: 'CRASHED', message: 'three deaths' };

  const row = trialRow(trial, [fold(0.8), diverged, crashed]);

  const failure = { code: 'DIVERGED', message: 'loss is NaN in epoch 2', fold: 2 };
  expect(row).toEqual({ state: 'failed', trial: trial.hash, name: 'units=16', index: 3, failure });
});
