import type { SweepUid } from '../core/messages.ts';

/** A turn on a slot: an activity begins no further run once it is this old, for others wait. */
const shortestMs = 1_000;
/** However long the others' runs are: one's own folds are handed back, and looked at, at least so often. */
const longestMs = 30_000;
/** Turns of other sweeps that are looked at, and for how long they count. */
const remembered = 32;
const recentMs = 120_000;

type Turn = { readonly sweep: SweepUid; readonly ms: number; readonly endedAt: number };

/**
 * How long a sweep's turn on this worker may be: as long as those of the other sweeps that train here now, so that a sweep
 * of short runs has as much of the slots as one of long runs. Times are those of `performance.now()`.
 */
export const createTurns = (now: () => number = () => performance.now()) => {
  let turns: readonly Turn[] = [];
  const lengthMs = (sweep: SweepUid): number => {
    const others = turns.filter((turn) => turn.sweep !== sweep && now() - turn.endedAt < recentMs);
    const longest = others.reduce((most, { ms }) => Math.max(most, ms), 0);
    return Math.min(longestMs, Math.max(shortestMs, longest));
  };
  const end = (sweep: SweepUid, ms: number): void => {
    turns = [...turns, { sweep, ms, endedAt: now() }].slice(-remembered);
  };
  return { lengthMs, end };
};
