import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { createPlan } from '../activities/plan.ts';
import { readPresentRows } from '../activities/present-rows.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readState } from '../activities/state.ts';
import { SweepError } from '../core/errors.ts';
import { isGivenHoldout } from '../core/grid.ts';
import type { Cell } from '../core/grid.ts';
import { trialAt } from '../core/space.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import type { Sweep } from '../store/documents.ts';
import { changesSince } from './changes-since.ts';
import { confirmGrid, confirmText } from './confirm/confirm-grid.ts';
import { confirmName } from './confirm/confirmation.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { isNamedHere } from './named-here.ts';
import { nextCommand } from './status-view.ts';
import { say } from './say.ts';
import { readingSession } from './session.ts';
import type { Session } from './session.ts';
import { start } from './start.ts';

export type ConfirmOptions = {
  readonly name: string;
  readonly top: number | undefined;
  readonly folds: number;
  readonly repeats: number;
  readonly slots: number | undefined;
  readonly detach: boolean;
  readonly dryRun: boolean;
};

const usualTop = 10;

const refuse = (message: string, fix: string): SweepError => new SweepError({ code: 'USAGE', message, fix });

/** What stands against confirming a sweep, looked at before anything is written. */
const refuseUnfit = async (session: Session, sweep: Sweep): Promise<void> => {
  const { state } = await readState(session.store, sweep);
  if (state !== 'done')
    throw refuse(`${sweep.name} is ${state}: its leaders are not known yet.`, nextCommand(sweep.name, state));
  if (isGivenHoldout(sweep.grid.split))
    throw refuse(
      `${sweep.name} holds out the rows of a file, so no fresh splits of them can be drawn.`,
      'name another file of rows as split.holdout in a grid of the leaders',
    );
  if (!isNamedHere(session, sweep))
    throw refuse(
      `${sweep.name} was started from another place, and its data are not known here.`,
      `run sweep confirm where ${sweep.gridFile} lies`,
    );
  const changed = (await changesSince(sweep)).filter((line) => sweep.files.some(({ path }) => line.startsWith(path)));
  if (changed.length > 0)
    throw refuse(
      `The leaders of ${sweep.name} were found on other data: ${changed.join(' ')}`,
      'put the files back as they were, or start the whole grid again on the new ones',
    );
};

/** So many of the best; all there are where nobody said how many. */
const leadersOf = ({ scored }: Leaderboard, sweep: Sweep, top: number | undefined): readonly number[] => {
  const known = `${sweep.name} has ${scored.length} ranked ${scored.length === 1 ? 'trial' : 'trials'}`;
  if (scored.length < 2)
    throw refuse(`${known}: there is nothing to tell apart.`, `sweep leaderboard ${sweep.name} shows them`);
  if (top !== undefined && top > scored.length)
    throw refuse(`${known}, fewer than ${top} leaders.`, `--top ${scored.length}`);
  return scored.slice(0, top ?? usualTop).map(({ index }) => index);
};

/** Writes the grid, never over another content. @returns whether it was not there */
const writeOnce = async (file: string, text: string): Promise<boolean> => {
  if (existsSync(file)) {
    if (readFileSync(file, 'utf8') === text) return false;
    throw refuse(
      `${file} is there already with another content; it was left as it is.`,
      `start it with sweep start ${file}, or rename it and confirm again`,
    );
  }
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    throw refuse(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`, 'make its folder writable');
  }
  return true;
};

type Made = { readonly file: string; readonly text: string };

const makeGrid = async ({ name, top, folds, repeats }: ConfirmOptions): Promise<Made> => {
  await using session = await readingSession();
  const sweep = await findSweep(session, name);
  await refuseUnfit(session, sweep);
  const plan = createPlan(sweep);
  const { wishes } = await readState(session.store, sweep);
  const leaderboard = rankSweep(plan, await readPresentRows(session.store, plan, wishes.retry));
  const cells = leadersOf(leaderboard, sweep, top).map((index): Cell => trialAt(plan.space, index).cell);
  const second = confirmName(sweep.name);
  const file = join(dirname(sweep.gridFile), `${second}.yaml`);
  return { file, text: confirmText(confirmGrid(sweep.grid, second, cells, { folds, repeats }), sweep.name, file) };
};

/** Writes the grid of a sweep's leaders on fresh splits and starts it. @returns the exit code */
export const confirm = async (options: ConfirmOptions): Promise<number> => {
  const { slots, detach, dryRun } = options;
  const { file, text } = await makeGrid(options);
  if (dryRun) {
    process.stdout.write(text);
    return finished.done;
  }
  say((await writeOnce(file, text)) ? `Wrote ${file}.` : `${file} is there, with just these leaders.`);
  return await start({ grid: file, name: undefined, slots, detach });
};
