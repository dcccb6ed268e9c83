import { createPlan, planRun } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { paramsOf } from '../activities/publish.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readState } from '../activities/state.ts';
import type { Metric } from '../core/grid.ts';
import { trialAt } from '../core/space.ts';
import type { RunCell } from '../core/space.ts';
import { leaderboardJson } from '../scoring/leaderboard-json.ts';
import type { Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { readRows } from '../store/rows.ts';
import { readTimings } from '../store/timings.ts';
import { leaderboardTable, wantsColour } from './leaderboard-table.ts';
import type { TableOptions } from './leaderboard-table.ts';
import type { LeaderboardRow, LeaderboardView } from './leaderboard-view.ts';
import type { Session } from './session.ts';

/** Trials whose seconds are looked up: those that a table shows; each costs a look-up per fold. */
const timedRows = 200;

/** Seconds of training of some rows, all folds together, by trial index. */
const readSeconds = async (
  store: Store,
  plan: Plan,
  rows: readonly LeaderboardRow[],
): Promise<ReadonlyMap<number, number>> => {
  const seconds = new Map<number, number>();
  for (const { index } of rows) {
    const trial = trialAt(plan.space, index);
    const cell: RunCell = { embedding: 0, model: 0, trials: [trial] }; // its place in the grid is in no key
    const keys = Array.from(
      { length: plan.space.splits },
      (_, split) => planRun(plan, cell, split)?.folds[0]?.key,
    ).filter((key) => key !== undefined);
    const timings = (await readTimings(store, keys)).flatMap((timing) => (timing === null ? [] : [timing.seconds]));
    if (timings.length > 0)
      seconds.set(
        index,
        timings.reduce((sum, each) => sum + each, 0),
      );
  }
  return seconds;
};

/** What every form of the leaderboard shows, made from the rows that are decided now. */
export const readLeaderboard = async (
  { store }: Session,
  sweep: Sweep,
  options: { readonly by?: Metric | undefined; readonly timed?: 'shown' | 'all' | 'none' } = {},
): Promise<LeaderboardView> => {
  const plan = createPlan(sweep);
  const { state, wishes } = await readState(store, sweep);
  const leaderboard = rankSweep(plan, await readRows(store, sweep.uid, wishes.retry), options.by);
  const rows = [...leaderboard.scored, ...leaderboard.failed];
  const { timed = 'none' } = options;
  const wanted = timed === 'all' ? rows : timed === 'shown' ? rows.slice(0, timedRows) : [];
  const seconds = await readSeconds(store, plan, wanted);
  return {
    sweep: sweep.name,
    state,
    declaredBy: sweep.grid.rank.by,
    caveats: sweep.prepared.caveats,
    trials: plan.space.trials,
    split: sweep.grid.split,
    axes: plan.space.varying,
    leaderboard,
    paramsOf: (row) => paramsOf(plan, row),
    secondsOf: ({ index }) => seconds.get(index) ?? null,
  };
};

/** The bytes of `leaderboard --json`. */
export const leaderboardJsonText = (view: LeaderboardView): string => JSON.stringify(leaderboardJson(view));

/** Width of stdout, also where it is no terminal. */
export const outputWidth = (): number => process.stdout.columns ?? 80;

const usualTop = 20;

export const tableOptions = (more: Partial<TableOptions> = {}): TableOptions => ({
  width: outputWidth(),
  colour: wantsColour(process.stdout),
  plain: false,
  top: usualTop,
  columns: null,
  where: () => true,
  ...more,
});

export const printLeaderboard = async (session: Session, sweep: Sweep): Promise<LeaderboardView> => {
  const view = await readLeaderboard(session, sweep, { timed: 'shown' });
  console.log(leaderboardTable(view, tableOptions()));
  return view;
};
