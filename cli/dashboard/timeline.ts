import { foldKeysOf } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import { trialAt } from '../../core/space.ts';
import type { Timeline, TimelineAttempt } from '../../dashboard/source.ts';
import type { Leaderboard, ScoredRow } from '../../scoring/leaderboard.ts';
import { readLatestAttempts } from '../../store/attempts.ts';
import type { LatestAttempts } from '../../store/attempts.ts';
import type { AttemptEnd, SweepRequest } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { readRequests } from '../../store/requests.ts';
import { readTimings } from '../../store/timings.ts';
import type { Board } from './board.ts';
import { spreadOut } from './spread-out.ts';

/** More folds than this cost too many look-ups for a page that is waited for. */
const mostFolds = 20_000;
/** More bars than a screen has room for. */
const mostAttempts = 3_000;

/** When trials had their last fold (ms), by id; null: that is not stored. Times of folds never change. */
type Finished = Map<string, number | null>;

const readFinished = async (store: Store, plan: Plan, rows: readonly ScoredRow[], known: Finished): Promise<void> => {
  const open = rows.filter(({ id }) => !known.has(id));
  const keys = open.map(({ index }) => foldKeysOf(plan, trialAt(plan.space, index)));
  const timings = await readTimings(store, keys.flat());
  let at = 0;
  open.forEach(({ id }, n) => {
    const count = keys[n]?.length ?? 0;
    const own = timings.slice(at, at + count).flatMap((timing) => (timing === null ? [] : [timing.finishedAt]));
    at += count;
    known.set(id, own.length === 0 ? null : Math.max(...own));
  });
};

/** When scored trials had their last fold, in seconds since the sweep's start; folds known before count from it. */
const readDecided = async (store: Store, plan: Plan, { by, scored }: Leaderboard, known: Finished) => {
  const rows = spreadOut(scored, Math.max(1, Math.floor(mostFolds / plan.space.splits)));
  await readFinished(store, plan, rows, known);
  const decided = rows.flatMap((row) => {
    const finishedAt = known.get(row.id) ?? null;
    const mean = row.scores[by]?.mean ?? null;
    if (finishedAt === null || mean === null) return [];
    return [{ id: row.id, mean, seconds: Math.max(0, (finishedAt - plan.sweep.startedAt) / 1000) }];
  });
  return { decided, lookedUp: rows.length };
};

/** Attempts with how they ended: one that never said so is lost once another one of its key began, or its worker is gone. */
const attemptsJson = (
  { latest }: LatestAttempts,
  startedAt: number,
  isLive: (worker: string) => boolean,
): readonly TimelineAttempt[] => {
  const seconds = (at: number): number => (at - startedAt) / 1000;
  const next = new Map<string, number>(); // when the next attempt of a key began
  return latest
    .toReversed()
    .map(({ attempt, end }): TimelineAttempt => {
      const { key, kind, worker, fromStep, startedAt: from } = attempt;
      const later = next.get(key);
      next.set(key, from);
      const facts = { kind, worker, fromStep, from: seconds(from) };
      if (end !== null) {
        const { outcome, cause, step, endedAt } = end;
        return { ...facts, to: seconds(endedAt), outcome, cause, step };
      }
      const lost = later !== undefined || !isLive(worker);
      const to = later === undefined ? null : seconds(later);
      return { ...facts, to, outcome: lost ? 'lost' : 'going', cause: '', step: null };
    })
    .toReversed();
};

/** Stretches in which somebody wanted nothing to be trained, from the requests. */
const pausesOf = (requests: readonly SweepRequest[], startedAt: number): Timeline['pauses'] => {
  const found: { from: number; to: number | null; what: 'paused' | 'stopped' }[] = [];
  for (const { kind, at } of requests) {
    const seconds = (at - startedAt) / 1000;
    const open = found.at(-1);
    const rests = open !== undefined && open.to === null;
    if (kind === 'resume' && rests) open.to = seconds;
    if ((kind === 'pause' || kind === 'stop') && !rests)
      found.push({ from: seconds, to: null, what: kind === 'pause' ? 'paused' : 'stopped' });
  }
  return found;
};

type Known = { readonly finished: Finished; readonly ends: Map<string, AttemptEnd> };

/** Reads what is behind history and timeline; what cannot change any more is read once. */
export const createTimeline = (store: Store) => {
  const known = new Map<string, Known>();

  return async ({ plan, counts, view: { leaderboard } }: Board): Promise<Timeline> => {
    const { uid, startedAt } = plan.sweep;
    const own = known.get(uid) ?? { finished: new Map(), ends: new Map() };
    known.set(uid, own);
    const { decided, lookedUp } = await readDecided(store, plan, leaderboard, own.finished);
    const attempts = await readLatestAttempts(store, uid, mostAttempts, own.ends);
    const live = new Set(counts.workers.map(({ id }) => id));
    return {
      decided,
      lookedUp,
      scored: leaderboard.scored.length,
      attempts: attemptsJson(attempts, startedAt, (worker) => live.has(worker)),
      attemptsInAll: attempts.total,
      pauses: pausesOf(await readRequests(store, uid, 1), startedAt),
      now: (counts.now - startedAt) / 1000,
    };
  };
};
