import { setTimeout as sleep } from 'node:timers/promises';
import { drawId } from './draw-id.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, findById, onceMore } from './stored.ts';
import { databaseNow } from './workers.ts';

/** That somebody deletes what no sweep reaches, right now: inserted before it looks, removed when it has deleted. */
type FreeingFields = { readonly by: string; readonly at: number }; // ms, the database's clock

const freeingOf = (store: Store) => collection<FreeingFields>(store, 'meta');
const freeingId = 'freeing';

/** Whoever frees says so for at most this long at a time, and deletes nothing after it. */
const freeingMs = 2_000;
/** A mark that has stood for so long was left by somebody who is dead: the rest of the time is for the stopped. */
const abandonedMs = 10_000;
const askAgainMs = 50;

/** The right to delete for two seconds; whoever is about to lead to something waits for its end. */
export type Freeing = { readonly by: string; readonly isOver: () => boolean };

/** By both clocks of this process: one may stand still while the machine sleeps, the other may be set back. */
const lasting = (ms: number): (() => boolean) => {
  const [until, untilWall] = [performance.now() + ms, Date.now() + ms];
  return () => performance.now() >= until || Date.now() >= untilWall;
};

const removeMark = async (store: Store, by: string): Promise<void> => {
  await onceMore(async () => await freeingOf(store).deleteOne({ _id: freeingId, by }));
};

/** Waits until nobody deletes. A mark that was left by a killed process is removed after ten seconds. */
export const noneFreeing = async (store: Store): Promise<void> => {
  let seen = { by: '', from: 0 };
  for (;;) {
    const mark = await findById(freeingOf(store), freeingId);
    if (mark === null) return;
    if (seen.by !== mark.by) seen = { by: mark.by, from: performance.now() };
    const isOld = Math.abs((await databaseNow(store)) - mark.at) > 2 * abandonedMs; // of yesterday: nobody waits for it
    if (isOld || performance.now() - seen.from > abandonedMs) await removeMark(store, mark.by);
    else await sleep(askAgainMs);
  }
};

/** Says that this process deletes for the next seconds; waits while another one does. */
export const beginFreeing = async (store: Store): Promise<Freeing> => {
  for (;;) {
    await noneFreeing(store);
    const by = drawId(12);
    const at = await databaseNow(store);
    const isOver = lasting(freeingMs); // from before anybody can see the mark
    if ((await insertOnce(freeingOf(store), { _id: freeingId, v: 1, by, at })) === 'inserted') return { by, isOver };
  }
};

/** Whether it may go on deleting: its time is not over, and nobody took it for dead. */
export const mayFree = async (store: Store, { by, isOver }: Freeing): Promise<boolean> =>
  !isOver() && (await findById(freeingOf(store), freeingId))?.by === by;

export const endFreeing = async (store: Store, { by }: Freeing): Promise<void> => await removeMark(store, by);
