import { createPlan } from '../activities/plan.ts';
import { readPresentRows } from '../activities/present-rows.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readState } from '../activities/state.ts';
import { SweepError } from '../core/errors.ts';
import { compareJson } from './compare-json.ts';
import { compareText } from './compare-text.ts';
import { readComparison, scoredRowOf } from './compare-view.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { findTrial } from './find-trial.ts';
import { wantsColour } from './leaderboard-table.ts';
import { metricOf } from './leaderboard.ts';
import { outputWidth } from './print-leaderboard.ts';
import { readingSession } from './session.ts';

export type CompareCommand = {
  readonly name: string;
  readonly first: string;
  readonly second: string;
  readonly by: string | undefined;
  readonly texts: number;
  readonly json: boolean;
  readonly plain: boolean;
};

/** Prints how two trials of a sweep differ. @returns the exit code */
export const compare = async ({ name, first, second, by, texts, json, plain }: CompareCommand): Promise<number> => {
  const metric = metricOf(by);
  await using session = await readingSession();
  const { store } = session;
  const plan = createPlan(await findSweep(session, name));
  const now = await readState(store, plan.sweep);
  const leaderboard = rankSweep(plan, await readPresentRows(store, plan, now.wishes.retry), metric);
  const rowOf = (wanted: string) => scoredRowOf(leaderboard, findTrial(plan, leaderboard, wanted).index, wanted);
  const rows = [rowOf(first), rowOf(second)] as const;
  if (rows[0].index === rows[1].index) {
    throw new SweepError({
      code: 'USAGE',
      message: `"${first}" and "${second}" are one trial, ${rows[0].id}.`,
      fix: `name two: sweep leaderboard ${plan.sweep.name} shows ranks and ids`,
    });
  }
  const view = await readComparison(store, plan, leaderboard, rows);
  const options = { width: outputWidth(), colour: wantsColour(process.stdout), plain, texts };
  if (json) console.log(JSON.stringify(compareJson(view)));
  else process.stdout.write(compareText(view, options));
  return finished.done;
};
