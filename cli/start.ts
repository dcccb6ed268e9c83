import { resolve } from 'node:path';

import type { Grid } from '../core/grid.ts';
import { describeGrid } from './grid/describe-grid.ts';
import { readGrid } from './grid/parse-grid.ts';
import type { EngineId } from '../core/engine.ts';
import type { Store } from '../store/open-store.ts';
import { readName, readSweep } from '../store/sweeps.ts';
import { chooseEngine } from './engine/choose.ts';
import { ask } from './ask.ts';
import { detach } from './detach.ts';
import { inSession } from './in-session.ts';
import type { Next } from './in-session.ts';
import { rememberNamed } from './named-here.ts';
import { planLine, refuseUntrainable } from './plan/plan-line.ts';
import { prepareSweep, storeSweep, sweepDocument } from './prepare-sweep.ts';
import type { PreparedSweep } from './prepare-sweep.ts';
import { refuseOtherGrid } from './refuse-other-grid.ts';
import { say } from './say.ts';
import { serve } from './serve.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { slotWish } from './slot-wish.ts';
import { takeUp } from './take-up.ts';

export type StartOptions = {
  readonly grid: string;
  readonly name: string | undefined;
  readonly slots: number | undefined;
  readonly detach: boolean;
};

const prepareTrainable = async (grid: Grid, file: string, slots: number): Promise<PreparedSweep> => {
  const made = await prepareSweep(grid);
  await refuseUntrainable(made, file, slots);
  return made;
};

/** The engine of the sweep that has this name; null: none has. */
const engineOf = async (store: Store, name: string): Promise<EngineId | null> => {
  const uid = await readName(store, name);
  return uid === null ? null : ((await readSweep(store, uid))?.engine ?? null);
};

/** Stores the sweep and asks for it, or attaches to it where it is there. */
const begin = async (session: Session, made: PreparedSweep, name: string, options: StartOptions): Promise<Next> => {
  const known = await engineOf(session.store, name);
  const engine = known ?? (await chooseEngine(session.store, made.grid.engine));
  const sweep = sweepDocument(name, resolve(options.grid), made, engine);
  await rememberNamed(session, sweep);
  const inserted = await storeSweep(session.store, sweep, made);
  if (inserted.state === 'taken') {
    await refuseOtherGrid(session.store, inserted.sweep, made, options.grid);
    return await takeUp(session, inserted.sweep, { ...options, retry: false });
  }
  say(await planLine(made, session.store, session.services.slots, engine));
  await ask(session, sweep, 'start');
  return async () => (options.detach ? detach(session, sweep, options.slots) : serve(session, sweep));
};

/** Starts a sweep, or attaches to it; works on it and shows it until it is done. @returns the exit code */
export const start = async (options: StartOptions): Promise<number> => {
  const grid = await readGrid(options.grid);
  const wish = slotWish(options.slots);
  const preparing = prepareTrainable(grid, options.grid, wish.wanted);
  preparing.catch(() => undefined); // awaited below; the servers start meanwhile
  let isDescribed = false;
  const open = (): Promise<Session> =>
    openSession({ create: true, slots: wish }).catch(async (error: unknown) => {
      await preparing; // a fault in the grid's data is told first
      throw error;
    });
  return await inSession(open, async (session) => {
    const made = await preparing;
    if (!isDescribed) say(describeGrid(made.grid, made.summary, made));
    isDescribed = true;
    return await begin(session, made, options.name ?? grid.name, options);
  });
};
