import { trainerSilentMs } from '../core/timeouts.ts';

/** How late a look may be before it says that the one who looks was away: stopped, frozen, or busy with something else. */
const lateMs = 1_000;

/**
 * Tells a trainer's silence from its parent's own absence: while the parent did not run it could not hear, and a trainer
 * that was stopped from outside is given its time again. Times are those of `performance.now()`.
 */
export const createSilence = (lookEveryMs: number) => {
  let until = Infinity; // after which silence is a death
  let lookedAt = 0;
  /** The trainer has said something, or has been given work: it may be quiet for so long. */
  const allow = (now: number, ms: number): void => {
    until = now + ms;
  };
  /** To be asked every `lookEveryMs`. */
  const look = (now: number, isStopped: () => boolean): 'heard' | 'phase' | 'stopped' | 'silent' => {
    const away = now - lookedAt - lookEveryMs;
    lookedAt = now;
    if (away > lateMs) until = Math.max(until, now + trainerSilentMs);
    if (now < until) return until - now > trainerSilentMs ? 'phase' : 'heard';
    if (!isStopped()) return 'silent';
    until = now + trainerSilentMs;
    return 'stopped';
  };
  return { allow, look };
};
