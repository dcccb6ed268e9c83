import type { Counts } from '../../cli/counts.ts';
import type { StatusView } from '../../cli/status-view.ts';
import type { SlotState, SweepUid, WorkerDocument } from '../../store/documents.ts';

export const uid = 's1' as SweepUid;
export const startedAt = Date.UTC(2026, 7, 2, 14, 3);
export const now = startedAt + 185_000;

export const slot = (more: Partial<SlotState> = {}): SlotState => ({
  state: 'run',
  sweep: uid,
  what: 'epochs=25,iterations=60,units=8, fold 3, epoch 12',
  done: 480,
  total: 1000,
  loss: 0.41234,
  accuracy: 0.8125,
  ...more,
});

export const idle = slot({ state: 'idle', sweep: null, what: '', done: 0, total: 0, loss: null, accuracy: null });

export const worker = (more: Partial<WorkerDocument> = {}): WorkerDocument => ({
  id: 'ada:4711:x',
  host: 'ada',
  pid: 4711,
  version: '0.1.0',
  schema: 2,
  orchestrates: true,
  trainQueue: 'train-wasm-3@k7f2',
  engine: 'wasm',
  slots: [slot(), idle],
  lastError: null,
  alone: [],
  seenAt: now - 400,
  ...more,
});

export const counts = (more: Partial<Counts> = {}): Counts => ({
  state: 'running',
  wishes: { wish: 'run', edition: 0, retry: 0, seen: 1 },
  workers: [worker()],
  now,
  done: 22,
  failed: 2,
  reused: 10,
  total: 40,
  foldsPerSecond: 0.64,
  etaSeconds: 25,
  etaRange: { lowSeconds: 12, highSeconds: 80 },
  finishedAt: null,
  ...more,
});

export const statusView = (more: Partial<StatusView> = {}): StatusView => ({
  sweep: { uid, name: 'tour', startedAt, engine: 'wasm' },
  caveats: ['NO_TEST_ROWS'],
  trials: 8,
  splits: 5,
  counts: counts(),
  history: [],
  failures: [
    {
      id: 't3f9a',
      name: 'epochs=25,iterations=5,units=32',
      failure: { code: 'DIVERGED', message: 'The loss was NaN in epoch 2, batch 13 of 19.', fold: 3 },
    },
  ],
  mismatches: [],
  ...more,
});
