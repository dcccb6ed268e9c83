import { SweepError } from '../../core/errors.ts';
import type { Store } from '../../store/open-store.ts';
import { listNames, readSweep } from '../../store/sweeps.ts';
import type { SweepName } from '../../store/sweeps.ts';
import { createBoard } from './board.ts';
import type { Board } from './board.ts';

/** A sweep that rests is looked at this much rarer than one that runs. */
const restingMs = 2_500;

type Opened = { readonly read: () => Promise<Board>; last: Board | null; lookedAt: number };

/** All sweeps of a store, each opened once and read on from where it was. */
export const createOpenSweeps = (store: Store) => {
  const opened = new Map<string, { readonly uid: string; readonly opening: Promise<Opened | null> }>();

  const open = async ({ name, uid }: SweepName): Promise<Opened | null> => {
    const known = opened.get(name);
    if (known?.uid === uid) return await known.opening;
    const opening = readSweep(store, uid).then((sweep) =>
      sweep === null ? null : { read: createBoard(store, sweep), last: null, lookedAt: 0 },
    );
    opened.set(name, { uid, opening }); // at once: who asks meanwhile must not rank it a second time
    const forget = (): void => void (opened.get(name)?.opening === opening && opened.delete(name));
    const made = await opening.catch((error: unknown) => {
      forget();
      throw error;
    });
    if (made === null) forget();
    return made;
  };
  const look = async (each: Opened): Promise<Board> => {
    const now = performance.now();
    if (each.last !== null && each.last.counts.state !== 'running' && now - each.lookedAt < restingMs) return each.last;
    each.lookedAt = now;
    each.last = await each.read();
    return each.last;
  };
  /** How all sweeps stand, the oldest first; without those whose documents are damaged. */
  const all = async (): Promise<readonly Board[]> => {
    const names = await listNames(store);
    for (const name of opened.keys()) if (!names.some((each) => each.name === name)) opened.delete(name);
    const boards: Board[] = [];
    for (const each of names) {
      const found = await open(each).catch((error: unknown) => {
        if (error instanceof SweepError && error.code === 'INVALID_DATA') return null; // doctor names it
        throw error;
      });
      if (found !== null) boards.push(await look(found));
    }
    return boards.toSorted((a, b) => a.plan.sweep.startedAt - b.plan.sweep.startedAt);
  };
  /** One sweep as it stands now. @throws {SweepError} NOT_FOUND */
  const one = async (name: string): Promise<Board> => {
    const named = (await listNames(store)).find((each) => each.name === name);
    const found = named === undefined ? null : await open(named);
    if (found !== null) return await found.read();
    throw new SweepError({
      code: 'NOT_FOUND',
      message: `There is no sweep "${name}".`,
      fix: 'the list of sweeps shows those that are there',
    });
  };
  return { all, one };
};
