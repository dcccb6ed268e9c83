import { setTimeout as sleep } from 'node:timers/promises';

import { createLogUpdate } from 'log-update';

import { readState } from '../../activities/state.ts';
import type { FitPlan } from '../../activities/plan-fit.ts';
import type { MachineFailure, SlotState, Sweep, WorkerDocument } from '../../store/documents.ts';
import { fitFailureId, readFailure } from '../../store/failures.ts';
import { readFit } from '../../store/fits.ts';
import type { FitResult } from '../../store/fits.ts';
import { isTerminal, say } from '../say.ts';
import type { Session } from '../session.ts';
import { slotText } from '../slot-text.ts';

const lookEveryMs = 300;
/** The store may be away for a while (its server restarts); a view that shows nothing new is not worth an error. */
const storeAwayMs = 60_000;
const sayEveryMs = 10_000;

export type FitEnd = FitResult | ({ readonly state: 'failed' } & MachineFailure);

/** The fit's own slot, or that of the word vectors that it starts from. */
const slotOf = (workers: readonly WorkerDocument[], { uid }: Sweep, { vectors }: FitPlan): SlotState | undefined => {
  const slots = workers.flatMap((worker) => worker.slots).filter((slot) => slot.sweep === uid);
  const find = (state: SlotState['state']): SlotState | undefined => slots.find((slot) => slot.state === state);
  return find('fit') ?? (vectors === null ? undefined : find('embedding'));
};

const waitText = (workers: readonly WorkerDocument[]): string =>
  workers.some(({ slots }) => slots.length > 0)
    ? 'waits for a free slot'
    : 'no worker with a slot lives: start one elsewhere (sweep worker), or begin again with --slots 1';

/** On a terminal a line that changes in place, elsewhere one at every change of state, and every ten seconds. */
const createView = (id: string) => {
  const update = isTerminal() ? createLogUpdate(process.stderr) : null;
  let [last, lastState, saidAt] = ['', '', -Infinity];
  const show = (state: string, what: string): void => {
    const line = `fit of ${id}: ${what}`;
    if (update !== null) return update(line);
    const isSoon = state === lastState && performance.now() - saidAt < sayEveryMs;
    if (line === last || isSoon) return;
    [last, lastState, saidAt] = [line, state, performance.now()];
    say(line);
  };
  return { show, end: (): void => update?.done() };
};

/** Shows a fit until its result or its failure is stored, or `signal` is raised: null. */
export const followFit = async (
  { store }: Session,
  sweep: Sweep,
  { fit, id, retry }: { readonly fit: FitPlan; readonly id: string; readonly retry: number },
  signal: AbortSignal,
): Promise<FitEnd | null> => {
  const view = createView(id);
  const look = async (): Promise<FitEnd | null> => {
    const result = await readFit(store, fit.key);
    if (result !== null) return result;
    const failure = await readFailure(store, fitFailureId(sweep.uid, fit.key, retry));
    if (failure !== null) return { state: 'failed', ...failure };
    const { workers } = await readState(store, sweep);
    const slot = slotOf(workers, sweep, fit);
    if (slot === undefined) view.show('waiting', waitText(workers));
    else view.show(slot.state, slotText(slot, sweep.uid));
    return null;
  };
  let readAt = Date.now();
  try {
    for (;;) {
      try {
        const end = await look();
        if (end !== null) return end;
        readAt = Date.now();
      } catch (error) {
        if (Date.now() - readAt > storeAwayMs) throw error;
      }
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return null;
    }
  } finally {
    view.end();
  }
};
