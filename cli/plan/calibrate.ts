import type { Cell, GridPart } from '../../core/grid.ts';
import { createStream } from '../../core/random.ts';
import { createRun } from '../../training/run.ts';
import type { RunInput } from '../../training/run.ts';
import { createWord2vec } from '../../training/word2vec/word2vec.ts';
import { parseGrid } from '../grid/parse-grid.ts';
import { runWork, vectorsSeconds } from './cost-model.ts';
import { seenTexts, textSizes, trainedWords } from './text-sizes.ts';

/** How many times the measuring core's seconds this core needs: for networks of several shapes, and for word vectors. */
export type Calibration = { readonly networks: readonly number[]; readonly vectors: readonly number[] };

const words = 2000;
const rows = 400;
const length = 20;
const heldOutEvery = 5;
const sliceMs = 330;

/** What a grid that says nothing trains, with word vectors that never end. */
const { model, train, embedding } = ((): Cell => {
  const { base } = parseGrid('name: calibration\ndata: { file: none.csv }', 'calibration.yaml').parts[0] as GridPart;
  return { ...base, embedding: { ...base.embedding, iterations: 1_000_000 } };
})();

/** Made-up texts whose words are as unevenly frequent as a language's. */
const makeTexts = () => {
  const stream = createStream('calibration');
  const draw = (): number => Math.min(words, Math.floor(words ** stream.uniform()));
  const tokens = Uint32Array.from({ length: rows * length }, draw);
  const offsets = Uint32Array.from({ length: rows + 1 }, (_, row) => row * length);
  const classes = Uint32Array.from({ length: rows }, (_, row) => row % 2);
  const corpus = { words: Array.from({ length: words + 1 }, String), labels: ['a', 'b'], tokens, offsets, classes };
  return { tokens, offsets, classes, sizes: textSizes(corpus) };
};

type Texts = ReturnType<typeof makeTexts>;

const runInput = ({ tokens, offsets, classes }: Texts, units: number, epochs: number): RunInput => {
  const stream = createStream('calibration', 'vectors');
  const all = Uint32Array.from(classes.keys());
  return {
    model: { ...model, units },
    train,
    trainable: false,
    epochs: [epochs],
    texts: { tokens, offsets },
    labels: classes,
    classes: 2,
    trainRows: all.filter((row) => row % heldOutEvery > 0),
    heldOutRows: all.filter((row) => row % heldOutEvery === 0),
    vectors: Float32Array.from({ length: (words + 1) * embedding.size }, () => stream.uniform() - 0.5),
    size: embedding.size,
    repeat: 0,
    fold: 0,
  };
};

/** Seconds of the processor, which other programs on a busy machine do not lengthen. */
const busySeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

const endless = 1_000_000;

/** Trains whole epochs for a while, after two that compile. */
const timeNetwork = (texts: Texts, units: number): number => {
  const run = createRun(runInput(texts, units, endless));
  const epochsUntil = (isEnough: () => boolean): void => {
    for (let epoch = run.latest().epoch; ; epoch = run.latest().epoch) {
      while (run.latest().epoch === epoch) run.step();
      if (isEnough()) return;
    }
  };
  epochsUntil(() => run.latest().epoch >= 2);
  const before = { epoch: run.latest().epoch, at: performance.now(), used: process.cpuUsage() };
  epochsUntil(() => performance.now() - before.at > sliceMs);
  const seconds = busySeconds(before.used);
  const epochs = run.latest().epoch - before.epoch;
  run.dispose();
  const facts = { rows, seen: seenTexts(texts.sizes, endless), classes: 2, heldOut: 1 / heldOutEvery };
  const cell = { model: { ...model, units }, train, embedding } as Cell;
  const expected = runWork(cell, epochs, facts).seconds - runWork(cell, 0, facts).seconds;
  return seconds / expected;
};

const timeVectors = ({ tokens, offsets, sizes }: Texts, size: number): number => {
  const options = { ...embedding, size };
  const training = createWord2vec({ tokens, offsets }, options);
  training.step();
  const before = { words: training.doneWords, at: performance.now(), used: process.cpuUsage() };
  while (performance.now() - before.at < sliceMs) training.step();
  const passes = (training.doneWords - before.words) / tokens.length;
  const seconds = busySeconds(before.used);
  training.dispose();
  const trained = trainedWords(sizes, options.minCount, options.sample);
  const time = (iterations: number): number => vectorsSeconds({ ...options, iterations }, trained, rows, 1);
  return seconds / (time(passes) - time(0));
};

/** Trains networks and word vectors for two seconds in all. */
export const calibrate = (): Calibration => {
  const texts = makeTexts();
  return {
    networks: [16, 32, 96].map((units) => timeNetwork(texts, units)),
    vectors: [50, 100, 200].map((size) => timeVectors(texts, size)),
  };
};
