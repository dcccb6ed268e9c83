import { loadKernel } from '../load-kernel.ts';
import { seedPcg64 } from './initial-vectors.ts';
import { jobWords } from './jobs.ts';
import type { Tables } from './tables.ts';

/** What stays the same over a training. */
export type KernelOptions = {
  readonly rows: number;
  readonly size: number;
  readonly window: number;
  readonly negative: number;
  readonly tables: Tables;
};

/** A job after subsampling: sentence s is words[starts[s] .. starts[s + 1]). */
export type KernelJob = {
  readonly words: Uint32Array; // [10000] rows
  readonly starts: Uint32Array; // [10001]
  readonly shrink: Uint32Array; // [10000] by how much the window of each word is smaller than `window`
};

/** Both matrices and the loop over the pairs of a job. */
export type SkipGramKernel = {
  readonly stride: number; // floats from row to row: size, rounded up to a multiple of 4; what is behind `size` stays 0
  readonly syn0: Float32Array; // [rows * stride] input rows: the word vectors
  readonly syn1: Float32Array; // [rows * stride] output rows
  readonly job: KernelJob; // to be filled before `train`
  /** Draws the input rows; the output rows are 0. */
  readonly initialise: (seed: number) => void;
  /**
   * @param sentences how many sentences `job` holds
   * @param alpha learning rate
   * @param state of the linear generator that draws the negatives, an integer in [0, 2⁴⁸)
   */
  readonly train: (sentences: number, alpha: number, state: number) => void;
};

/** Memory that the kernel needs; the first 64 KiB are left to what AssemblyScript places itself. */
const layOut = ({ rows, size, negative, tables }: KernelOptions) => {
  let bytes = 0x10000;
  const take = (count: number): number => {
    const at = bytes;
    bytes += Math.ceil(count / 16) * 64; // cache lines
    return at;
  };
  const stride = Math.ceil(size / 4) * 4;
  const slots = Math.ceil((1 + negative) / 6) * 6;
  const places = {
    syn0: take(rows * stride),
    syn1: take(rows * stride),
    cumulative: take(rows),
    guide: take(tables.guide.length),
    sigmoid: take(tables.sigmoid.length),
    words: take(jobWords),
    starts: take(jobWords + 1),
    shrink: take(jobWords),
    scratch: take(stride + 2 * slots),
  };
  return { ...places, stride, pages: Math.ceil(bytes / 0x10000) };
};

const mask64 = (1n << 64n) - 1n;

type Exports = {
  readonly setUp: (...places: readonly number[]) => void;
  readonly initialise: (rows: number, size: number, ...generator: readonly bigint[]) => void;
  readonly train: (sentences: number, alpha: number, state: number) => void;
};

const allocate = ({ rows, size }: KernelOptions, pages: number): WebAssembly.Memory => {
  if (pages <= 0x10000) return new WebAssembly.Memory({ initial: pages, maximum: pages });
  throw new RangeError(`${rows} words of ${size} numbers need ${pages * 64} KiB; 4 GiB is the limit.`);
};

/**
 * The SIMD kernel with memory of its own, freed with the object.
 * @throws {RangeError} if the matrices do not fit the 4 GiB of one WebAssembly memory, or the machine
 */
export const createSimdKernel = (options: KernelOptions): SkipGramKernel => {
  const { rows, size, tables, window, negative } = options;
  const place = layOut(options);
  const memory = allocate(options, place.pages);
  const kernel = new WebAssembly.Instance(loadKernel('skip-gram'), { env: { memory } }).exports as unknown as Exports;
  const words = (at: number, length: number): Uint32Array => new Uint32Array(memory.buffer, at, length);
  const floats = (at: number, length: number): Float32Array => new Float32Array(memory.buffer, at, length);
  words(place.cumulative, rows).set(tables.cumulative);
  words(place.guide, tables.guide.length).set(tables.guide);
  floats(place.sigmoid, tables.sigmoid.length).set(tables.sigmoid);
  kernel.setUp(
    place.syn0,
    place.syn1,
    place.stride * 4,
    place.cumulative,
    place.guide,
    place.sigmoid,
    place.words,
    place.starts,
    place.shrink,
    place.scratch,
    window,
    negative,
  );
  return {
    stride: place.stride,
    syn0: floats(place.syn0, rows * place.stride),
    syn1: floats(place.syn1, rows * place.stride),
    job: {
      words: words(place.words, jobWords),
      starts: words(place.starts, jobWords + 1),
      shrink: words(place.shrink, jobWords),
    },
    initialise: (seed) => {
      const { state, increment } = seedPcg64(seed);
      kernel.initialise(rows, size, state >> 64n, state & mask64, increment >> 64n, increment & mask64);
    },
    train: kernel.train,
  };
};
