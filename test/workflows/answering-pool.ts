import { setTimeout as sleep } from 'node:timers/promises';

import type { TrainerEnd, TrainerHooks, TrainerTask } from '../../activities/trainer.ts';
import type { FoldResult } from '../../core/results.ts';
import type { SlotPool } from '../../worker/slots.ts';

const result: FoldResult = {
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
    if (task.kind === 'embedding') await hooks.onVectors({ bytes: new Uint8Array(8), words: 1, size: 1 });
    else for (const epochs of task.epochs) await hooks.onFold({ epochs, result, seconds: 0.001 });
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
