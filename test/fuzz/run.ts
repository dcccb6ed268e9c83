import fc from 'fast-check';

import { SweepError } from '../../core/errors.ts';
import { mutated } from './mutate.ts';
import { hostile, pieces } from './hostile.ts';
import type { Reader } from './reader.ts';

export type Outcome = {
  readonly name: string;
  readonly cases: number;
  readonly refused: number;
  readonly accepted: number;
  readonly worstMs: number;
  readonly seconds: number;
  readonly mostMiB: number; // resident memory of the process at its highest
};

/**
 * Feeds so many hostile inputs to a reader.
 * @throws {Error} with seed and path of fast-check where one ended in anything but an answer or a user's error
 */
export const fuzz = async (
  { name, read, samples, share = 1 }: Reader,
  wanted: number,
  seed: number,
  folder: string,
): Promise<Outcome> => {
  const cases = Math.max(1, Math.round(wanted * share));
  let [refused, accepted, worstMs] = [0, 0, 0];
  const began = performance.now();
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostile, { arbitrary: mutated(samples, pieces), weight: 3 }), async (bytes) => {
      const start = performance.now();
      try {
        await read(folder, bytes);
        accepted++;
      } catch (error) {
        if (!(error instanceof SweepError)) throw error;
        refused++;
      }
      worstMs = Math.max(worstMs, performance.now() - start);
    }),
    { numRuns: cases, seed },
  );
  const seconds = (performance.now() - began) / 1000;
  return { name, cases, refused, accepted, worstMs, seconds, mostMiB: process.resourceUsage().maxRSS / 1024 };
};
