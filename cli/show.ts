import { createPlan } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { readPresentRows } from '../activities/present-rows.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readState } from '../activities/state.ts';
import { SweepError } from '../core/errors.ts';
import type { Trial } from '../core/space.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import type { Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { takenOutBy } from '../activities/amendment-history.ts';
import { moment } from './amounts.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { findTrial } from './find-trial.ts';
import { wantsColour } from './leaderboard-table.ts';
import { outputWidth } from './print-leaderboard.ts';
import { readTrial } from '../activities/read-trial.ts';
import { readingSession } from './session.ts';
import { trialJson } from '../activities/trial-json.ts';
import { showText } from './show-text.ts';

export type ShowCommand = {
  readonly name: string;
  readonly trial: string;
  readonly json: boolean;
  readonly plain: boolean;
};

type Asked = { readonly plan: Plan; readonly wanted: string; readonly leaderboard: Leaderboard };

/** Says of a trial that an amendment took out when and why that was; whatever else is wrong is thrown as it was. */
const explain = async (error: unknown, store: Store, sweep: Sweep, { plan, wanted, leaderboard }: Asked) => {
  if (!(error instanceof SweepError) || error.code !== 'NOT_FOUND' || plan.sweep.edition === 0) return error;
  const has = (earlier: Sweep): boolean => {
    try {
      findTrial(createPlan(earlier), { ...leaderboard, scored: [], failed: [] }, wanted);
      return true;
    } catch {
      return false; // not in that grid, or several: nothing to be told
    }
  };
  const out = await takenOutBy(store, sweep, has);
  if (out === null) return error;
  const why = out.reason === null ? '' : ` (${out.reason})`;
  const message = `"${wanted}" is no trial of ${sweep.name} any more: it was taken out ${moment(out.at)}${why}.`;
  const fix = `its folds are kept: a grid that has it brings it back, sweep amend ${sweep.name} <grid>`;
  return new SweepError({ code: 'NOT_FOUND', message, fix });
};

/** Prints all that is known of one trial. @returns the exit code */
export const show = async ({ name, trial: wanted, json, plain }: ShowCommand): Promise<number> => {
  await using session = await readingSession();
  const { store } = session;
  const sweep = await findSweep(session, name);
  const plan = createPlan(sweep);
  const now = await readState(store, sweep);
  const leaderboard = rankSweep(plan, await readPresentRows(store, plan, now.wishes.retry));
  const find = async (): Promise<Trial> => {
    try {
      return findTrial(plan, leaderboard, wanted);
    } catch (error) {
      throw await explain(error, store, sweep, { plan, wanted, leaderboard });
    }
  };
  const trial = await find();
  const view = await readTrial(store, plan, trial, { leaderboard, now });
  if (json) console.log(JSON.stringify(trialJson(view)));
  else process.stdout.write(showText(view, { width: outputWidth(), colour: wantsColour(process.stdout), plain }));
  return finished.done;
};
