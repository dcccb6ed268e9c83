import { planRun } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import type { Json } from '../../core/canonical.ts';
import { trialAt } from '../../core/space.ts';
import type { RunCell } from '../../core/space.ts';
import type { Leaderboard, ScoredRow } from '../../scoring/leaderboard.ts';
import { readSweepAttempts } from '../../store/attempts.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import type { Store } from '../../store/open-store.ts';
import { readTimings } from '../../store/timings.ts';

/** More folds than this cost too many look-ups for a page that is waited for. */
const mostFolds = 20_000;

const keysOf = (plan: Plan, { index }: ScoredRow) => {
  const cell: RunCell = { embedding: 0, model: 0, trials: [trialAt(plan.space, index)] }; // its place in the grid is in no key
  return Array.from({ length: plan.space.splits }, (_, split) => planRun(plan, cell, split)?.folds[0]?.key).filter(
    (key) => key !== undefined,
  );
};

/** When each scored trial had its last fold, in seconds since the sweep's start; folds known before count from it. */
const readDecided = async (store: Store, plan: Plan, { by, scored }: Leaderboard): Promise<readonly Json[]> => {
  const keys = scored.map((row) => keysOf(plan, row));
  const timings = await readTimings(store, keys.flat());
  let at = 0;
  return scored.flatMap((row, n): readonly Json[] => {
    const count = keys[n]?.length ?? 0;
    const own = timings.slice(at, at + count).flatMap((timing) => (timing === null ? [] : [timing.finishedAt]));
    at += count;
    const mean = row.scores[by]?.mean ?? null;
    if (own.length === 0 || mean === null) return [];
    return [{ id: row.id, mean, seconds: Math.max(0, (Math.max(...own) - plan.sweep.startedAt) / 1000) }];
  });
};

const attemptJson = ({ attempt, end }: AttemptRecord, startedAt: number): Json => ({
  kind: attempt.kind,
  worker: attempt.worker,
  fromStep: attempt.fromStep,
  folds: attempt.folds.length,
  from: (attempt.startedAt - startedAt) / 1000,
  to: end === null ? null : (end.endedAt - startedAt) / 1000,
  outcome: end?.outcome ?? null,
  cause: end?.cause ?? '',
});

/** The object behind history and timeline: `decided` trials and `attempts`, or why there are none. */
export const readTimeline = async (store: Store, plan: Plan, leaderboard: Leaderboard): Promise<Json> => {
  const folds = leaderboard.scored.length * plan.space.splits;
  if (folds > mostFolds)
    return { decided: [], attempts: [], now: 0, reason: `${folds} folds are too many to look up one by one` };
  const { uid, startedAt } = plan.sweep;
  const attempts = await readSweepAttempts(store, uid);
  return {
    decided: await readDecided(store, plan, leaderboard),
    attempts: attempts.map((record) => attemptJson(record, startedAt)),
    now: (Date.now() - startedAt) / 1000,
    reason: null,
  };
};
