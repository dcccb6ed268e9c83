import type { Plan } from '../activities/plan.ts';
import { rankSweep } from '../activities/ranking.ts';
import { readState } from '../activities/state.ts';
import type { StateNow } from '../activities/state.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import type { Store } from '../store/open-store.ts';
import { readProgress } from '../store/progress.ts';
import { readRows } from '../store/rows.ts';

/** How a sweep stands at one moment, for people and for `status --json`. */
export type Snapshot = StateNow & {
  readonly done: number; // folds scored
  readonly failed: number; // folds of failed trials that have no score
  readonly reused: number; // of `done`, known before this sweep needed them
  readonly total: number;
  readonly foldsPerSecond: number | null;
  readonly etaSeconds: number | null;
  readonly leaderboard: Leaderboard;
};

/** The rate is that of the last half minute, or of all that was seen where that is less. */
const rateOverMs = 30_000;
/** Reading all rows takes at most this share of the time. */
const readingShare = 0.1;

/** Reads snapshots one after the other; the rate and the ETA come from those before. */
export const createSnapshots = (store: Store, plan: Plan): (() => Promise<Snapshot>) => {
  const seen: { readonly at: number; readonly trained: number }[] = [];
  let board: { readonly leaderboard: Leaderboard; readonly key: string; readonly nextAt: number } | null = null;

  const readBoard = async (key: string, retry: number): Promise<Leaderboard> => {
    if (board !== null && (board.key === key || performance.now() < board.nextAt)) return board.leaderboard;
    const from = performance.now();
    const leaderboard = rankSweep(plan, await readRows(store, plan.sweep.uid, retry));
    const took = performance.now() - from;
    board = { leaderboard, key, nextAt: performance.now() + took / readingShare };
    return leaderboard;
  };
  const rateOf = (trained: number): number | null => {
    const at = performance.now();
    seen.push({ at, trained });
    while (seen.length > 2 && at - (seen[0]?.at ?? at) > rateOverMs) seen.shift();
    const [first] = seen;
    if (first === undefined || trained <= first.trained || at === first.at) return null;
    return ((trained - first.trained) * 1000) / (at - first.at);
  };
  return async () => {
    const state = await readState(store, plan.sweep);
    const { edition, retry } = state.wishes;
    const progress = (await readProgress(store, plan.sweep.uid)).filter(
      (each) => each.edition === edition && each.retry === retry,
    );
    const sum = (of: 'done' | 'failed' | 'reused'): number => progress.reduce((all, each) => all + each[of], 0);
    const [done, failed, reused] = [sum('done'), sum('failed'), sum('reused')];
    const total = plan.space.trials * plan.space.splits;
    const foldsPerSecond = state.state === 'running' ? rateOf(done - reused) : null;
    const left = total - done - failed;
    return {
      ...state,
      done,
      failed,
      reused,
      total,
      foldsPerSecond,
      etaSeconds: foldsPerSecond === null ? null : left / foldsPerSecond,
      leaderboard: await readBoard(`${state.state}:${done}:${failed}`, retry),
    };
  };
};
