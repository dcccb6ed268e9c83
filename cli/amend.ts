import { resolve } from 'node:path';

import { readState } from '../activities/state.ts';
import type { StateNow } from '../activities/state.ts';
import type { Grid } from '../core/grid.ts';
import type { Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { wakeSweep } from '../worker/wake.ts';
import { outlookJson, outlookLines, readOutlook } from './amend/outlook.ts';
import type { Proposal } from './amend/outlook.ts';
import { refuseOtherWork } from './amend/refuse-other-work.ts';
import { amendedSweep, storeAmendment } from './amend/store-amendment.ts';
import { ask } from './ask.ts';
import { detach } from './detach.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { readGrid } from './grid/parse-grid.ts';
import { rememberNamed } from './named-here.ts';
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

/** @throws {SweepError} INVALID_GRID where the grid is of other data or splits */
const propose = async (session: Session, grid: Grid, options: AmendOptions): Promise<Proposal> => {
  const sweep = await findSweep(session, options.name);
  refuseOtherNumerics(sweep);
  const made = await prepareSweep(grid);
  await refuseOtherWork(sweep, made, options.grid);
  const amended = amendedSweep(sweep, sweepDocument(sweep.name, resolve(options.grid), made, sweep.engine));
  return { sweep, made, amended: amended.gridDigest === sweep.gridDigest ? sweep : amended };
};

const print = async (store: Store, proposal: Proposal, slots: number, json: boolean): Promise<void> => {
  const { sweep, amended } = proposal;
  const isSame = amended === sweep;
  if (isSame) say(`This is the grid that ${sweep.name} has: nothing is amended.`);
  if (isSame && !json) return;
  const outlook = await readOutlook(store, proposal, slots);
  if (json) console.log(JSON.stringify(outlookJson(amended, outlook)));
  else for (const line of outlookLines(sweep, outlook)) say(line);
};

/** Stores the amendment. Of a sweep that has the grid already there is nothing to store. */
const make = async (session: Session, { sweep, amended, made }: Proposal, reason: string): Promise<Sweep> => {
  if (amended === sweep) return sweep;
  await rememberNamed(session, amended);
  return await storeAmendment(session.store, amended, made, reason === '' ? null : reason);
};

/**
 * Gives a sweep another grid of the same data and splits, and trains what it lacks; what an `amend` left that was killed
 * is done the same way. @returns the exit code
 */
export const amend = async (options: AmendOptions): Promise<number> => {
  const grid = await readGrid(options.grid);
  const wish = slotWish(options.slots);
  await using session = await (options.dryRun ? readingSession() : openSession({ create: false, slots: wish }));
  const proposal = await propose(session, grid, options);
  await refuseUntrainable(proposal.made, options.grid, wish.wanted);
  await print(session.store, proposal, options.dryRun ? wish.wanted : session.services.slots, options.json);
  if (options.dryRun) return finished.done;
  const before = await readState(session.store, proposal.sweep);
  const now = await make(session, proposal, options.reason?.trim() ?? '');
  if (now === proposal.sweep && before.state === 'done') return finished.done;
  await withTemporal(session, (client) => wakeSweep(client, session.store, now));
  return await goOn(session, now, before, options);
};
