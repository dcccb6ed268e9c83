import fc from 'fast-check';

import { SweepError } from '../../core/errors.ts';
import { mutated } from './mutate.ts';
import { hostile, pieces } from './readers.ts';
import type { Reader } from './readers.ts';

export type Outcome = {
  readonly name: string;
  readonly cases: number;
  readonly refused: number;
  readonly accepted: number;
  readonly worstMs: number;
  readonly worstMiB: number; // growth of the process beyond its size before, at the end of any case
};

/**
 * Feeds so many hostile inputs to a reader.
 * @throws {Error} with seed and path of fast-check where one ended in anything but an answer or a user's error
 */
export const fuzz = async (
  { name, read, samples }: Reader,
  cases: number,
  seed: number,
  folder: string,
): Promise<Outcome> => {
  let [refused, accepted, worstMs, most] = [0, 0, 0, 0];
  const before = process.memoryUsage.rss();
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
      most = Math.max(most, process.memoryUsage.rss() - before);
    }),
    { numRuns: cases, seed },
  );
  return { name, cases, refused, accepted, worstMs, worstMiB: most / 2 ** 20 };
};
