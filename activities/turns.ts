import type { SweepUid } from '../core/messages.ts';

/** A turn on a slot: an activity begins no further run once it is this old, for others wait. */
const shortestMs = 1_000;
/** However long the others' runs are: what is not trained in a turn is given back, and looked at, at least so often. */
const longestMs = 30_000;
/** A sweep counts for so long after its last run here, and for twice as long as that run took. */
const recentMs = 120_000;

type Ended = { readonly ms: number; readonly at: number };

/**
 * Whether a turn may go on to its next run: until its time is over, and for a quarter of it more where that does for the
 * rest, since a small rest would wait in the queue as long as a whole turn.
 */
export const goesOn = (turnMs: number, ms: number, { given, taken }: { given: number; taken: number }): boolean =>
  ms < turnMs || (ms < 1.25 * turnMs && given - taken <= given / 4);

/**
 * How long a sweep's turn on this worker may be: as long as the runs of the other sweeps that train here now, so that a
 * sweep of short runs has as much of the slots as one of long runs. By runs, not by turns: turns as long as others' turns
 * would grow and grow. Times are those of `performance.now()`.
 */
export const createTurns = (now: () => number = () => performance.now()) => {
  const last = new Map<SweepUid, Ended>(); // run of each sweep
  const forget = (): void => {
    for (const [sweep, { ms, at }] of last) if (now() - at > Math.max(recentMs, 2 * ms)) last.delete(sweep);
  };
  return {
    lengthMs: (sweep: SweepUid): number => {
      forget();
      const others = [...last].filter(([other]) => other !== sweep);
      return Math.min(
        longestMs,
        others.reduce((most, [, { ms }]) => Math.max(most, ms), shortestMs),
      );
    },
    /** To be told of every run that was trained. */
    ran: (sweep: SweepUid, ms: number): void => {
      forget();
      last.set(sweep, { ms, at: now() });
    },
  };
};
