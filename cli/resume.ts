import { createPlan } from '../activities/plan.ts';
import { readPresentRows } from '../activities/present-rows.ts';
import { readState } from '../activities/state.ts';
import { SweepError } from '../core/errors.ts';
import type { Sweep } from '../store/documents.ts';
import { readProgress } from '../store/progress.ts';
import { listSweeps } from '../store/sweeps.ts';
import { changesSince } from './changes-since.ts';
import { isNamedHere } from './named-here.ts';
import { findSweep } from './find-sweep.ts';
import { inSession } from './in-session.ts';
import type { Next } from './in-session.ts';
import { say } from './say.ts';
import { serve } from './serve.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { slotWish } from './slot-wish.ts';
import { takeUp } from './take-up.ts';

export type ResumeOptions = {
  readonly name: string | undefined;
  readonly slots: number | undefined;
  readonly failed: boolean;
  readonly detach: boolean;
  readonly background: boolean; // works as others have asked, and asks for nothing itself
};

/** The only sweep that is not done. @throws {SweepError} USAGE with the list where there are several, or none */
const onlyUnfinished = async ({ store }: Session): Promise<Sweep> => {
  const open: Sweep[] = [];
  for (const sweep of await listSweeps(store)) if ((await readState(store, sweep)).state !== 'done') open.push(sweep);
  const [only] = open;
  if (only !== undefined && open.length === 1) return only;
  const names = open.map(({ name }) => name).join(', ');
  throw new SweepError({
    code: 'USAGE',
    message: open.length === 0 ? 'No sweep is unfinished.' : `${open.length} sweeps are unfinished: ${names}.`,
    fix: open.length === 0 ? 'sweep list shows all of them' : 'name one: sweep resume <name>',
  });
};

/** e.g. "96 done, 3 failed, 21 to run" */
const countTrials = async ({ store }: Session, sweep: Sweep): Promise<string> => {
  const { wishes } = await readState(store, sweep);
  const plan = createPlan(sweep);
  const { space } = plan;
  const rows = await readPresentRows(store, plan, wishes.retry);
  const failed = rows.filter(({ state }) => state === 'failed').length;
  const progress = (await readProgress(store, sweep.uid)).filter(({ edition }) => edition === sweep.edition);
  const counted = progress.reduce((sum, { done }) => sum + done, 0);
  const folds = Math.max(counted, (rows.length - failed) * space.splits); // a run that was handed back is not counted yet
  const trials = `${rows.length - failed} done, ${failed} failed, ${space.trials - rows.length} to run`;
  return `${sweep.name}: ${trials} (${folds} of ${space.trials * space.splits} folds are stored)`;
};

/** Says which failures `--failed` tries again, and which it does not. */
const sayRetries = async ({ store }: Session, sweep: Sweep): Promise<boolean> => {
  const { wishes } = await readState(store, sweep);
  const failed = (await readPresentRows(store, createPlan(sweep), wishes.retry)).flatMap((row) =>
    row.state === 'failed' ? [row.failure.code] : [],
  );
  const diverged = failed.filter((code) => code === 'DIVERGED').length;
  const again = failed.length - diverged;
  if (diverged === 1) say('1 trial DIVERGED: that follows from its configuration, it is not tried again.');
  if (diverged > 1)
    say(`${diverged} trials DIVERGED: that follows from their configuration, they are not tried again.`);
  say(
    again > 0
      ? `${again} ${again === 1 ? 'trial is' : 'trials are'} tried again.`
      : 'No trial failed for a reason of the machine: nothing to try again.',
  );
  return again > 0;
};

const begin = async (session: Session, options: ResumeOptions): Promise<Next> => {
  const sweep = options.name === undefined ? await onlyUnfinished(session) : await findSweep(session, options.name);
  if (options.background) return () => serve(session, sweep);
  if (isNamedHere(session, sweep)) for (const line of await changesSince(sweep)) say(line);
  say(await countTrials(session, sweep));
  const retry = options.failed && (await sayRetries(session, sweep));
  return await takeUp(session, sweep, { ...options, retry });
};

/** Makes whatever is missing of a sweep. @returns the exit code */
export const resume = (options: ResumeOptions): Promise<number> =>
  inSession(
    () => openSession({ create: false, slots: slotWish(options.slots) }),
    (session) => begin(session, options),
  );
