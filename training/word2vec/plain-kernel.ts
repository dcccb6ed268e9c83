import { initialVectors } from './initial-vectors.ts';
import { jobWords } from './jobs.ts';
import type { KernelJob, KernelOptions, SkipGramKernel } from './kernel.ts';
import { createLinearGenerator } from './linear-generator.ts';
import type { LinearGenerator } from './linear-generator.ts';
import { writeRows } from './padded-rows.ts';

const { fround } = Math;

/** Dot product in four float32 lanes: lane l sums the products at l, l + 4, …; (0 + 2) + (1 + 3) at the end. */
const dotOf = (one: Float32Array, other: Float32Array): number => {
  const product = (i: number): number => fround((one[i] as number) * (other[i] as number));
  let lane0 = 0;
  let lane1 = 0;
  let lane2 = 0;
  let lane3 = 0;
  for (let i = 0; i < one.length; i += 4) {
    lane0 = fround(lane0 + product(i));
    lane1 = fround(lane1 + product(i + 1));
    lane2 = fround(lane2 + product(i + 2));
    lane3 = fround(lane3 + product(i + 3));
  }
  return fround(fround(lane0 + lane2) + fround(lane1 + lane3));
};

/** target += factor * source, each product rounded to float32 before it is added. */
const addScaled = (target: Float32Array, factor: number, source: Float32Array): void => {
  for (let i = 0; i < target.length; i++) {
    target[i] = (target[i] as number) + fround(factor * (source[i] as number));
  }
};

/** First row whose cumulative share reaches `share`. */
const rowAt = (cumulative: Uint32Array, share: number): number => {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) < share) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * What kernels/skip-gram.kernel.ts computes, bit for bit, without WebAssembly: slow, for comparison.
 * @see Mikolov et al. 2013, arXiv:1310.4546, eq. 4
 */
export const createPlainKernel = ({ rows, size, window, negative, tables }: KernelOptions): SkipGramKernel => {
  const stride = Math.ceil(size / 4) * 4;
  const syn0 = new Float32Array(rows * stride);
  const syn1 = new Float32Array(rows * stride);
  const job: KernelJob = {
    words: new Uint32Array(jobWords),
    starts: new Uint32Array(jobWords + 1),
    shrink: new Uint32Array(jobWords),
  };
  const rowsOf = (matrix: Float32Array): readonly Float32Array[] =>
    Array.from({ length: rows }, (_, row) => matrix.subarray(row * stride, (row + 1) * stride));
  const inputs = rowsOf(syn0);
  const outputs = rowsOf(syn1);

  const trainTarget = (input: Float32Array, output: Float32Array, label: number, alpha: number, work: Float32Array) => {
    const dot = dotOf(input, output);
    if (!(dot > -6 && dot < 6)) return;
    const probability = tables.sigmoid[Math.floor((dot + 6) * 83)] as number;
    const gradient = fround(fround(label - probability) * alpha);
    addScaled(work, gradient, output);
    addScaled(output, gradient, input);
  };

  const trainPair = (context: number, centre: number, alpha: number, generator: LinearGenerator): void => {
    const input = inputs[context] as Float32Array;
    const work = new Float32Array(stride);
    trainTarget(input, outputs[centre] as Float32Array, 1, alpha, work);
    for (let drawn = 0; drawn < negative; drawn++) {
      const row = rowAt(tables.cumulative, generator.bits() % 0x7fffffff);
      if (row !== centre) trainTarget(input, outputs[row] as Float32Array, 0, alpha, work);
    }
    addScaled(input, 1, work);
  };

  const trainSentence = (start: number, end: number, alpha: number, generator: LinearGenerator): void => {
    for (let i = start; i < end; i++) {
      const reach = window - (job.shrink[i] as number);
      for (let j = Math.max(start, i - reach); j < Math.min(end, i + reach + 1); j++) {
        if (j !== i) trainPair(job.words[j] as number, job.words[i] as number, alpha, generator);
      }
    }
  };

  const train = (sentences: number, alpha: number, state: number): void => {
    const generator = createLinearGenerator(state);
    for (let sentence = 0; sentence < sentences; sentence++) {
      trainSentence(job.starts[sentence] as number, job.starts[sentence + 1] as number, fround(alpha), generator);
    }
  };
  const initialise = (seed: number): void => writeRows(initialVectors(rows, size, seed), size, syn0, stride);
  return { stride, syn0, syn1, job, initialise, train };
};
