import { resolve } from 'node:path';

import { readState } from '../activities/state.ts';
import type { StateNow } from '../activities/state.ts';
import type { Sweep } from '../store/documents.ts';
import { wakeSweep } from '../worker/wake.ts';
import { outlookJson, outlookLines, readOutlook } from './amend/outlook.ts';
import { refuseOtherWork } from './amend/refuse-other-work.ts';
import { amendedSweep, storeAmendment } from './amend/store-amendment.ts';
import { ask } from './ask.ts';
import { detach } from './detach.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { readGrid } from './grid/parse-grid.ts';
import { refuseUntrainable } from './plan/plan-line.ts';
import { prepareSweep, sweepDocument } from './prepare-sweep.ts';
import { say } from './say.ts';
import { serve } from './serve.ts';
import { openSession, readingSession } from './session.ts';
import type { Session } from './session.ts';
import { slotWish } from './slot-wish.ts';
import { refuseOtherNumerics } from './take-up.ts';
import { withTemporal } from './temporal-client.ts';

export type AmendOptions = {
  readonly name: string;
  readonly grid: string;
  readonly reason: string | undefined;
  readonly dryRun: boolean;
  readonly detach: boolean;
  readonly slots: number | undefined;
  readonly json: boolean;
};

/** Goes on as before: what rests stays at rest, anything else works on what is missing now. */
const goOn = async (
  session: Session,
  now: Sweep,
  { state, wishes }: StateNow,
  options: AmendOptions,
): Promise<number> => {
  if (state === 'paused' || state === 'stopped') {
    say(`${now.name} is ${state} and stays so. Go on: sweep resume ${now.name}`);
    return finished.done;
  }
  if (wishes.wish !== 'run') await ask(session, now, 'resume'); // it was done before a pause or stop was heard
  if (options.detach) return detach(session, now, options.slots);
  return options.json ? finished.done : await serve(session, now);
};

/** Gives a sweep another grid of the same data and splits, and trains what it lacks. @returns the exit code */
export const amend = async (options: AmendOptions): Promise<number> => {
  const grid = await readGrid(options.grid);
  const wish = slotWish(options.slots);
  await using session = await (options.dryRun ? readingSession() : openSession({ create: false, slots: wish }));
  const { store } = session;
  const sweep = await findSweep(session, options.name);
  refuseOtherNumerics(sweep);
  const made = await prepareSweep(grid);
  await refuseOtherWork(sweep, made, options.grid);
  await refuseUntrainable(made, options.grid, wish.wanted);
  const amended = amendedSweep(sweep, sweepDocument(sweep.name, resolve(options.grid), made));
  if (amended.gridDigest === sweep.gridDigest) {
    say(`This is the grid that ${sweep.name} has: nothing is amended.`);
    return finished.done;
  }
  const outlook = await readOutlook(session, sweep, amended, made);
  if (options.json) console.log(JSON.stringify(outlookJson(sweep, outlook)));
  else for (const line of outlookLines(sweep, outlook)) say(line);
  if (options.dryRun) return finished.done;
  const before = await readState(store, sweep);
  const now = await storeAmendment(store, amended, made, options.reason ?? null);
  await withTemporal(session, (client) => wakeSweep(client, store, now));
  return await goOn(session, now, before, options);
};
