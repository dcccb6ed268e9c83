import { createPlan } from '../activities/plan.ts';
import { paramsOf } from '../activities/publish.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readState } from '../activities/state.ts';
import type { Metric } from '../core/grid.ts';
import { leaderboardJson } from '../scoring/leaderboard-json.ts';
import type { Sweep } from '../store/documents.ts';
import { readRows } from '../store/rows.ts';
import type { Session } from './session.ts';

/** The object of `leaderboard --json`, made from the rows that are decided now. */
export const leaderboardObject = async ({ store }: Session, sweep: Sweep, by?: Metric) => {
  const plan = createPlan(sweep);
  const { state, wishes } = await readState(store, sweep);
  const leaderboard = rankSweep(plan, await readRows(store, sweep.uid, wishes.retry), by);
  return leaderboardJson({
    sweep: sweep.name,
    state,
    declaredBy: sweep.grid.rank.by,
    caveats: sweep.prepared.caveats,
    trials: plan.space.trials,
    leaderboard,
    paramsOf: (row) => paramsOf(plan, row),
  });
};

export const printLeaderboard = async (session: Session, sweep: Sweep): Promise<void> => {
  console.log(JSON.stringify(await leaderboardObject(session, sweep)));
};
