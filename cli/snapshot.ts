import type { Plan } from '../activities/plan.ts';
import { presentRows } from '../activities/present-rows.ts';
import { rankSweep } from '../activities/ranking.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import type { Store } from '../store/open-store.ts';
import { createRowReader } from '../store/rows.ts';
import { readPresentCounts } from './counts.ts';
import type { Counts } from './counts.ts';

/** How a sweep stands at one moment, with its best trials. */
export type Snapshot = Counts & { readonly leaderboard: Leaderboard };

/** Reading new rows and ranking all of them takes at most this share of the time. */
const rankingShare = 0.1;

/** Reads snapshots one after the other. */
export const createSnapshots = (store: Store, first: Plan): (() => Promise<Snapshot>) => {
  const rows = createRowReader(store, first.sweep.uid);
  let plan = first; // another one once the sweep is amended
  let board: { readonly leaderboard: Leaderboard; readonly key: string; readonly nextAt: number } | null = null;

  const readBoard = async ({ state, wishes, done, failed }: Counts): Promise<Leaderboard> => {
    const key = `${state}:${done}:${failed}:${wishes.edition}:${wishes.retry}`;
    const soon = state === 'running' && performance.now() < (board?.nextAt ?? 0); // what is final is never put off
    if (board !== null && (board.key === key || soon)) return board.leaderboard;
    const from = performance.now();
    const leaderboard = rankSweep(plan, presentRows(plan, await rows.read(wishes.retry)));
    board = { leaderboard, key, nextAt: performance.now() + (performance.now() - from) / rankingShare };
    return leaderboard;
  };
  return async () => {
    const present = await readPresentCounts(store, plan);
    ({ plan } = present);
    const { counts } = present;
    return { ...counts, leaderboard: await readBoard(counts) };
  };
};
