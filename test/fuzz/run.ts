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
  readonly worstMs: number; // on the clock: a busy machine shows here
  readonly worstCpuMs: number; // of the processor
  readonly seconds: number;
  readonly mostMiB: number; // resident memory of the process at its highest
};

/** Is told of each case that took so long. */
type Slow = {
  readonly slowMs?: number;
  readonly onSlow?: (bytes: Buffer, ms: number, cpuMs: number) => void;
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
  { slowMs = Infinity, onSlow = () => {} }: Slow = {},
): Promise<Outcome> => {
  const cases = Math.max(1, Math.round(wanted * share));
  let [refused, accepted, worstMs, worstCpuMs] = [0, 0, 0, 0];
  const began = performance.now();
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostile, { arbitrary: mutated(samples, pieces), weight: 3 }), async (bytes) => {
      const start = performance.now();
      const cpu = process.cpuUsage();
      try {
        await read(folder, bytes);
        accepted++;
      } catch (error) {
        if (!(error instanceof SweepError)) throw error;
        refused++;
      }
      const { user, system } = process.cpuUsage(cpu);
      const [ms, cpuMs] = [performance.now() - start, (user + system) / 1000];
      worstMs = Math.max(worstMs, ms);
      worstCpuMs = Math.max(worstCpuMs, cpuMs);
      if (ms >= slowMs) onSlow(bytes, ms, cpuMs);
    }),
    { numRuns: cases, seed },
  );
  const seconds = (performance.now() - began) / 1000;
  return {
    name,
    cases,
    refused,
    accepted,
    worstMs,
    worstCpuMs,
    seconds,
    mostMiB: process.resourceUsage().maxRSS / 1024,
  };
};
