import { digestOf } from '../../../core/canonical.ts';
import type { FoldKey, FoldResult, TrialHash, TrialRow } from '../../../core/results.ts';
import type { Attempt, EmbeddingKey, RunKey, SweepUid, WorkerDocument } from '../../../store/documents.ts';
import { schemaVersion } from '../../../store/migrations/all.ts';

export const aFoldKey = (seed: number): FoldKey => digestOf({ fold: seed }) as FoldKey;
export const aTrialHash = (seed: number): TrialHash => digestOf({ trial: seed }) as TrialHash;
export const aRunKey = (seed: number): RunKey => digestOf({ run: seed }) as RunKey;
export const anEmbeddingKey = (seed: number): EmbeddingKey => digestOf({ embedding: seed }) as EmbeddingKey;
export const aUid = (name: string): SweepUid => name as SweepUid;
export const aFinder = { sweep: aUid('s1'), worker: 'w1', version: '0.1.0' };

type Scored = Extract<FoldResult, { state: 'scored' }>;

export const aFold = (changes: Partial<Scored> & { readonly rows?: number } = {}): Scored => {
  const { rows = 6, ...rest } = changes;
  return {
    state: 'scored',
    scores: {
      accuracy: 0.1 + 0.2,
      balancedAccuracy: 2 / 3,
      macroF1: 1,
      weightedF1: 0,
      mcc: -1 / 7,
      rocAuc: null,
      logLoss: 36.04365338911715,
    },
    f1ByClass: [1 / 3, 0, 1],
    confusion: [
      [3, 0, 1],
      [0, 2, 0],
      [0, 0, 0],
    ],
    cost: 1.25e13,
    curves: {
      loss: [1.0986122886681098, 0.7],
      accuracy: [0.5, 5 / 6],
      heldOutLoss: [1.1, 0.9],
      heldOutAccuracy: [1 / 3, 0.5],
    },
    predictions: {
      rows: Uint32Array.from({ length: rows }, (_, row) => 7 * row),
      probabilities: Float32Array.from({ length: 3 * rows }, (_, at) => Math.fround((at % 11) / 10)),
    },
    ...rest,
  };
};

export const aDivergedFold = {
  state: 'failed',
  code: 'DIVERGED',
  epoch: 3,
  message: 'the loss is NaN in epoch 3, batch 7',
} as const satisfies FoldResult;

export const aRow = (index: number, splits = 5, classes = 3): Extract<TrialRow, { state: 'scored' }> => {
  const values = Array.from({ length: splits }, (_, split) => 1 / (index + split + 3));
  return {
    state: 'scored',
    trial: aTrialHash(index),
    name: `units=${index}`,
    index,
    values: {
      accuracy: values,
      balancedAccuracy: values,
      macroF1: values,
      weightedF1: values,
      mcc: values.map((value) => -value),
      rocAuc: values.map((value, split) => (split === 1 ? null : value)),
      logLoss: values.map((value) => 1 / value),
    },
    f1ByClass: values.map((value) => Array.from({ length: classes }, (_, at) => value / (at + 1))),
    cost: 3.5e9 + index,
  };
};

export const aFailedRow = (index: number, code: 'DIVERGED' | 'CRASHED', message = 'it did'): TrialRow => ({
  state: 'failed',
  trial: aTrialHash(index),
  name: `units=${index}`,
  index,
  failure: { code, message, fold: 2 },
});

export const anAttempt = (changes: Partial<Attempt> = {}): Attempt => ({
  key: aRunKey(1),
  kind: 'run',
  sweep: aUid('s1'),
  retry: 0,
  worker: 'w1',
  folds: [aFoldKey(1), aFoldKey(2)],
  fromStep: 0,
  startedAt: 1_700_000_000_000,
  ...changes,
});

export const aWorker = (changes: Partial<WorkerDocument>): WorkerDocument => ({
  id: 'w1',
  host: 'here',
  pid: 4242,
  version: '0.1.0',
  schema: schemaVersion,
  orchestrates: true,
  trainQueue: 'train-wasm-1@k7f2a',
  engine: 'wasm',
  slots: [
    {
      state: 'run',
      sweep: aUid('s1'),
      what: 'units=16, fold 3, epoch 12 of 50',
      done: 1,
      total: 2,
      loss: 0.5,
      accuracy: null,
    },
  ],
  lastError: null,
  alone: [],
  seenAt: 0,
  ...changes,
});
