import { jobWords } from './jobs.ts';
import type { Job } from './jobs.ts';
import type { SkipGramKernel } from './kernel.ts';
import { createLinearGenerator } from './linear-generator.ts';
import type { MersenneTwister } from './mersenne-twister.ts';

/** Fills the kernel's job with what subsampling leaves of the sentences, draws the windows, and trains it. */
export const createTrainJob = (
  offsets: Uint32Array,
  encoded: Int32Array, // rows in place of tokens
  thresholds: Uint32Array | null,
  window: number,
  { job: laidDown, train }: SkipGramKernel,
) => {
  const { words, starts, shrink } = laidDown;
  return ({ from, to }: Job, alpha: number, draws: MersenneTwister): void => {
    const upper = draws.below(0x1000000);
    const generator = createLinearGenerator(upper * 0x1000000 + draws.below(0x1000000));
    let count = 0;
    let sentences = 0;
    for (let sentence = from; sentence < to && count < jobWords; sentence++) {
      const end = offsets[sentence + 1] as number;
      for (let place = offsets[sentence] as number; place < end && count < jobWords; place++) {
        const row = encoded[place] as number;
        if (row < 0 || (thresholds !== null && (thresholds[row] as number) < generator.bits())) continue;
        words[count++] = row;
      }
      if (count > (starts[sentences] as number)) starts[++sentences] = count;
    }
    for (let place = 0; place < count; place++) shrink[place] = draws.below(window);
    train(sentences, alpha, generator.state());
  };
};
