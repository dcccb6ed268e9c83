import type { Plan } from '../../activities/plan.ts';
import { presentRows } from '../../activities/present-rows.ts';
import type { TrialHash, TrialRow } from '../../core/results.ts';
import type { Store } from '../../store/open-store.ts';
import { readRow } from '../../store/rows.ts';
import { streamRows } from '../../store/row-stream.ts';
import { isOfRetry } from './places.ts';

/** Rows that wait for their turn at most. */
const mostWaiting = 4_000;

/**
 * Finds rows of decided trials that are asked for in the order of the grid. Trials are decided in roughly that order, so
 * that most rows are met on the way through the copies, a hundred at a time; the others are looked up one by one.
 */
export const createRowWindow = (store: Store, plan: Plan, retry: number) => {
  const { uid } = plan.sweep;
  const stream = streamRows(store, uid);
  const waiting = new Map<TrialHash, TrialRow>();
  let ended = false;
  let reading: Promise<void> | null = null;
  const readPage = async (): Promise<void> => {
    const { done, value } = await stream.next();
    if (done === true) {
      ended = true;
      return;
    }
    const own = value.filter((each) => isOfRetry(each, retry)).map(({ row }) => row);
    for (const row of presentRows(plan, own)) {
      if (waiting.get(row.trial)?.state !== 'scored') waiting.set(row.trial, row);
    }
  };
  const readOn = async (): Promise<void> => {
    reading ??= readPage().finally(() => {
      reading = null;
    });
    await reading;
  };
  return {
    take: async (trial: TrialHash): Promise<TrialRow> => {
      while (!waiting.has(trial) && !ended && waiting.size < mostWaiting) await readOn();
      const found = waiting.get(trial) ?? (await readRow(store, uid, trial, retry));
      if (found === null) throw new Error(`the row of trial ${trial} was there and is gone`);
      waiting.delete(trial);
      return found;
    },
  };
};
