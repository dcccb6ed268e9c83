import { createPlan } from '../activities/plan.ts';
import { readPresentRows } from '../activities/present-rows.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readState } from '../activities/state.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { findTrial } from './find-trial.ts';
import { wantsColour } from './leaderboard-table.ts';
import { outputWidth } from './print-leaderboard.ts';
import { readTrial } from './read-trial.ts';
import { readingSession } from './session.ts';
import { showJson } from './show-json.ts';
import { showText } from './show-text.ts';

export type ShowCommand = {
  readonly name: string;
  readonly trial: string;
  readonly json: boolean;
  readonly plain: boolean;
};

/** Prints all that is known of one trial. @returns the exit code */
export const show = async ({ name, trial: wanted, json, plain }: ShowCommand): Promise<number> => {
  await using session = await readingSession();
  const { store } = session;
  const sweep = await findSweep(session, name);
  const plan = createPlan(sweep);
  const now = await readState(store, sweep);
  const leaderboard = rankSweep(plan, await readPresentRows(store, plan, now.wishes.retry));
  const trial = findTrial(plan, leaderboard, wanted);
  const view = await readTrial(store, plan, trial, { leaderboard, now });
  if (json) console.log(JSON.stringify(showJson(view)));
  else process.stdout.write(showText(view, { width: outputWidth(), colour: wantsColour(process.stdout), plain }));
  return finished.done;
};
