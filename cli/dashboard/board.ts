import { createPlan } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import { presentRows } from '../../activities/present-rows.ts';
import { paramsOf } from '../../activities/publish.ts';
import { rankSweep } from '../../activities/ranking.ts';
import { leaderboardJson } from '../../scoring/leaderboard-json.ts';
import type { Leaderboard } from '../../scoring/leaderboard.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { createRowReader } from '../../store/rows.ts';
import { readPresentCounts } from '../counts.ts';
import type { Counts } from '../counts.ts';

/** How a sweep stands at one moment, and its ranking as of its last reading. */
export type Board = {
  readonly plan: Plan;
  readonly counts: Counts;
  readonly leaderboard: Leaderboard;
  readonly version: string; // of the leaderboard's JSON
  readonly json: () => string; // the bytes of `leaderboard --json`
};

/** Reading new rows and ranking all of them takes at most this share of the time. */
const rankingShare = 0.2;

/** The bytes, made when they are first asked for. */
const bytesOf = (plan: Plan, state: Counts['state'], leaderboard: Leaderboard): (() => string) => {
  let text: string | null = null;
  return () =>
    (text ??= JSON.stringify(
      leaderboardJson({
        sweep: plan.sweep.name,
        state,
        declaredBy: plan.sweep.grid.rank.by,
        caveats: plan.sweep.prepared.caveats,
        trials: plan.space.trials,
        leaderboard,
        paramsOf: (row) => paramsOf(plan, row),
      }),
    ));
};

/** Reads one sweep again and again, from what is new since. */
export const createBoard = (store: Store, sweep: Sweep): (() => Promise<Board>) => {
  const rows = createRowReader(store, sweep.uid);
  let plan = createPlan(sweep); // another one once the sweep is amended
  let known: { readonly board: Board; readonly nextAt: number } | null = null;
  let reading: Promise<Board> | null = null;

  const rank = async (counts: Counts, version: string): Promise<Board> => {
    const from = performance.now();
    const leaderboard = rankSweep(plan, presentRows(plan, await rows.read(counts.wishes.retry)));
    const board = { plan, counts, leaderboard, version, json: bytesOf(plan, counts.state, leaderboard) };
    known = { board, nextAt: performance.now() + (performance.now() - from) / rankingShare };
    return board;
  };
  const read = async (): Promise<Board> => {
    const present = await readPresentCounts(store, plan);
    ({ plan } = present);
    const { counts } = present;
    const { state, done, failed, wishes } = counts;
    const version = [state, done, failed, wishes.edition, wishes.retry].join(':');
    if (known === null) return await rank(counts, version);
    const soon = state === 'running' && performance.now() < known.nextAt; // what is final is never put off
    if (known.board.version === version || soon) return { ...known.board, counts };
    return await rank(counts, version);
  };
  // One reading at a time, which all who ask meanwhile share.
  return () => (reading ??= read().finally(() => (reading = null)));
};
