import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { RunTask, TrainerEnd, TrainerHooks, TrainerTask } from '../../activities/trainer.ts';
import type { FoldResult } from '../../core/results.ts';
import type { SlotPool } from '../../worker/slots.ts';

const resultOf = (accuracy: number): FoldResult => ({
  state: 'scored',
  scores: { accuracy, balancedAccuracy: 0.5, macroF1: 0.5, weightedF1: 0.5, mcc: 0, rocAuc: 0.5, logLoss: 0.7 },
  f1ByClass: [0.5, 0.5],
  confusion: [
    [1, 1],
    [1, 1],
  ],
  cost: 1,
  curves: { loss: [0.7], accuracy: [0.5], heldOutLoss: [0.7], heldOutAccuracy: [0.5] },
  predictions: { rows: Uint32Array.of(0, 1), probabilities: new Float32Array(4).fill(0.5) },
});

const idle = { state: 'idle', sweep: null, what: '', done: 0, total: 0, loss: null, accuracy: null } as const;

type Options = { readonly slots: number; readonly seconds: number; readonly log: string };

/** Slots that sleep for each fold, and write a line into `log` when one begins and when it ends. */
export const createSleepingPool = ({ slots, seconds, log }: Options): SlotPool => {
  let busy = 0;
  const waiting: (() => void)[] = [];
  const note = (what: 'begin' | 'end', { cell, split }: RunTask): void =>
    appendFileSync(log, `${what} ${cell.model.units}:${split} ${Date.now()}\n`);
  const run = async (task: RunTask, hooks: TrainerHooks): Promise<TrainerEnd> => {
    for (const epochs of task.epochs) {
      note('begin', task);
      for (let rest = seconds; rest > 0; rest--) {
        hooks.onBeat();
        await sleep(Math.min(1, rest) * 1000);
        if (hooks.signal.aborted) return { state: 'stopped' };
      }
      note('end', task);
      const accuracy = (((task.cell.model.units as number) * 7 + task.split) % 100) / 100;
      await hooks.onFold({ epochs, result: resultOf(accuracy), seconds });
    }
    return { state: 'finished' };
  };
  const train = async (task: TrainerTask, hooks: TrainerHooks): Promise<TrainerEnd> => {
    if (task.kind !== 'run') throw new Error('slots that sleep train no word vectors');
    while (busy >= slots) await new Promise<void>((resolve) => waiting.push(resolve));
    busy++;
    try {
      return await run(task, hooks);
    } finally {
      busy--;
      waiting.shift()?.();
    }
  };
  return {
    train,
    capacity: () => slots,
    grow: () => undefined,
    alone: () => [],
    states: () => Array.from({ length: slots }, () => idle),
    close: () => undefined,
  };
};
