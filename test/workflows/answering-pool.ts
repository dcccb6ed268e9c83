import { setTimeout as sleep } from 'node:timers/promises';

import type { TrainedFit, TrainerEnd, TrainerHooks, TrainerTask } from '../../activities/trainer.ts';
import type { FoldResult } from '../../core/results.ts';
import type { SlotPool } from '../../worker/slots.ts';

const result = {
  state: 'scored',
  scores: { accuracy: 0.8, balancedAccuracy: 0.8, macroF1: 0.8, weightedF1: 0.8, mcc: 0.6, rocAuc: 0.9, logLoss: 0.4 },
  f1ByClass: [0.8, 0.8],
  confusion: [
    [4, 1],
    [1, 4],
  ],
  cost: 1e6,
  curves: { loss: [0.7], accuracy: [0.6], heldOutLoss: [0.7], heldOutAccuracy: [0.6] },
  predictions: { rows: Uint32Array.from({ length: 10 }, (_, at) => at), probabilities: new Float32Array(20).fill(0.5) },
} as const satisfies FoldResult;

const { scores, f1ByClass, confusion, curves, predictions } = result;
const fit: TrainedFit = {
  model: new Uint8Array(8),
  curves,
  cost: 1e6,
  test: { scores, f1ByClass, confusion, probabilities: predictions.probabilities },
  seconds: 0.001,
};

const answer = async (task: TrainerTask, hooks: TrainerHooks): Promise<void> => {
  switch (task.kind) {
    case 'embedding':
      return hooks.onVectors({ bytes: new Uint8Array(8), words: 1, size: 1 });
    case 'run':
      for (const epochs of task.epochs) await hooks.onFold({ epochs, result, seconds: 0.001 });
      return;
    case 'fit':
      if (task.test !== null) await hooks.onTrained();
      return hooks.onFit(task.test === null ? { ...fit, test: null } : fit);
    default:
      return task satisfies never;
  }
};

/** Slots that train nothing: each task is answered after some time, or handed back when it is called off. */
export const createAnsweringPool = (slots: number, taskMs: () => number): SlotPool => {
  const train = async (task: TrainerTask, hooks: TrainerHooks): Promise<TrainerEnd> => {
    const beat = setInterval(hooks.onBeat, 500);
    try {
      await sleep(taskMs(), undefined, { signal: hooks.signal });
    } catch {
      return { state: 'stopped' };
    } finally {
      clearInterval(beat);
    }
    await answer(task, hooks);
    return { state: 'finished' };
  };
  const idle = { state: 'idle', sweep: null, what: '', done: 0, total: 0, loss: null, accuracy: null } as const;
  return {
    train,
    capacity: () => slots,
    grow: () => undefined,
    alone: () => [],
    states: () => Array.from({ length: slots }, () => idle),
    close: () => undefined,
  };
};
