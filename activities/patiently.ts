import { setTimeout as sleep } from 'node:timers/promises';

/** A store that is away for longer than this ends the training; its last checkpoint is where it goes on. */
const storeAwayMs = 60_000;
const againAfterMs = 1_000;

/**
 * Does something that may be done twice, and again each second while it fails: a database that restarts must not cost
 * the training of the minutes since the last checkpoint.
 */
export const patiently = async <Result>(work: (tries: number) => Promise<Result>): Promise<Result> => {
  const from = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      return await work(tries);
    } catch (error) {
      if (performance.now() - from > storeAwayMs) throw error;
      await sleep(againAfterMs);
    }
  }
};
