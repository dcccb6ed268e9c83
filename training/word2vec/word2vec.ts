import { decodeCheckpoint, encodeCheckpoint, identityOf } from './checkpoint.ts';
import type { Origin } from './checkpoint.ts';
import { alphaOf, packJobs } from './jobs.ts';
import type { Job } from './jobs.ts';
import { createSimdKernel } from './kernel.ts';
import type { SkipGramKernel } from './kernel.ts';
import { createMersenneTwister, resumeMersenneTwister } from './mersenne-twister.ts';
import type { MersenneTwister } from './mersenne-twister.ts';
import { checkOptions } from './options.ts';
import type { Word2vecOptions } from './options.ts';
import { readRows, writeRows } from './padded-rows.ts';
import { createPlainKernel } from './plain-kernel.ts';
import { createTables } from './tables.ts';
import { createTrainJob } from './train-job.ts';
import { createVocabulary, keepThresholds } from './vocabulary.ts';
import type { TokenTexts, Vocabulary } from './vocabulary.ts';

export type { TokenTexts, Word2vecOptions };

/** `plain` computes the bits of `simd` without WebAssembly: slow, for comparison. */
export type KernelName = 'simd' | 'plain';

/** Word vectors. */
export type Word2vec = {
  readonly words: Uint32Array; // [rows] token ids, count descending; of equal counts the one seen last comes first
  readonly size: number;
  readonly vectors: Float32Array; // [rows * size]
};

/** A training that goes forward job by job, so that its caller can report, save and stop in between. */
export type Training = {
  readonly totalWords: number; // of all iterations; 0 where no word reaches minCount
  readonly doneWords: number;
  /** Trains the next job (about 10,000 words); false when there is none. */
  readonly step: () => boolean;
  /** All that another process needs to go on to the same bits; about 8 bytes per number. */
  readonly checkpoint: () => Uint8Array;
  /** A copy of the vectors as they are now. */
  readonly result: () => Word2vec;
  /** Frees both matrices; nothing but `doneWords` and `totalWords` may be used afterwards. */
  readonly dispose: () => void;
};

const originOf = (texts: TokenTexts, options: Word2vecOptions, rows: number): Origin => {
  const { iterations, window, size, minCount, negative, sample, seed } = options;
  const numbers = new Float64Array([iterations, window, size, minCount, negative, sample, seed]);
  const identity = identityOf(new Uint32Array(numbers.buffer), texts.offsets, texts.tokens);
  return { rows, size, identity };
};

/** The learning-rate schedule and both matrices at the start, or as a checkpoint left them. */
const begin = (kernel: SkipGramKernel, origin: Origin, seed: number, checkpoint: Uint8Array | undefined) => {
  if (checkpoint === undefined) {
    kernel.initialise(seed);
    return { epoch: 0, job: 0, draws: createMersenneTwister(seed) };
  }
  const { position, matrices } = decodeCheckpoint(origin, checkpoint);
  writeRows(matrices[0], origin.size, kernel.syn0, kernel.stride);
  writeRows(matrices[1], origin.size, kernel.syn1, kernel.stride);
  return { ...position, draws: resumeMersenneTwister(position.draws) };
};

/** What a training holds until it is disposed of. */
type Engine = {
  readonly kernel: SkipGramKernel;
  readonly trainJob: (job: Job, alpha: number, draws: MersenneTwister) => void;
  readonly matrices: () => readonly [Float32Array, Float32Array]; // copies without padding, [rows * size] each
};

const createEngine = (
  texts: TokenTexts,
  { size, window, negative, sample }: Word2vecOptions,
  { counts, rowOf }: Vocabulary,
  kernelName: KernelName,
): Engine => {
  const create = kernelName === 'simd' ? createSimdKernel : createPlainKernel;
  const kernel = create({ rows: counts.length, size, window, negative, tables: createTables(counts) });
  const encoded = Int32Array.from(texts.tokens, (token) => rowOf[token] as number);
  const trainJob = createTrainJob(texts.offsets, encoded, keepThresholds(counts, sample), window, kernel);
  const copy = (padded: Float32Array): Float32Array => readRows(padded, kernel.stride, size);
  return { kernel, trainJob, matrices: () => [copy(kernel.syn0), copy(kernel.syn1)] };
};

/**
 * Skip-gram with negative sampling (Mikolov et al. 2013, arXiv:1310.4546) with gensim 4.4's random draws, learning rate
 * and order, so that its vectors differ from gensim's (sg=1, workers=1) by rounding alone; the same bits on every machine.
 * @param checkpoint of a training of the same texts and options, which this one goes on from
 * @throws {RangeError} if an option is out of range or the matrices do not fit the memory
 * @throws {Error} if the checkpoint belongs to another training
 */
export const createWord2vec = (
  texts: TokenTexts,
  options: Word2vecOptions,
  checkpoint?: Uint8Array,
  kernelName: KernelName = 'simd',
): Training => {
  checkOptions(options);
  const { words, counts, rowOf } = createVocabulary(texts, options.minCount);
  const origin = originOf(texts, options, words.length);
  let engine: Engine | null = createEngine(texts, options, { words, counts, rowOf }, kernelName);
  const live = (): Engine => {
    if (engine === null) throw new Error('This training was disposed of.');
    return engine;
  };
  const { draws, ...position } = begin(live().kernel, origin, options.seed, checkpoint);
  let { epoch, job: next } = position;
  const sentences = texts.offsets.length - 1;
  const jobs = words.length === 0 ? [] : packJobs(texts.offsets);
  const wordsOf = (some: readonly Job[]): number => some.reduce((sum, job) => sum + job.words, 0);
  let done = epoch * wordsOf(jobs) + wordsOf(jobs.slice(0, next));

  const step = (): boolean => {
    const { trainJob } = live();
    const job = jobs[next];
    if (job === undefined || epoch === options.iterations) return false;
    trainJob(job, alphaOf(job, sentences, epoch, options.iterations), draws);
    done += job.words;
    next = (next + 1) % jobs.length;
    if (next === 0) epoch += 1;
    return true;
  };
  return {
    totalWords: wordsOf(jobs) * options.iterations,
    get doneWords() {
      return done;
    },
    step,
    checkpoint: () => encodeCheckpoint(origin, { epoch, job: next, draws: draws.state() }, live().matrices()),
    result: () => ({ words, size: options.size, vectors: live().matrices()[0] }),
    dispose: () => {
      engine = null;
    },
  };
};
