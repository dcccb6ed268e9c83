import { readFileSync } from 'node:fs';
import type { ModelOptions, TrainOptions } from '../core/grid.ts';
import { log } from '../core/math.ts';
import { createStream, shuffle } from '../core/random.ts';
import { aCell } from '../test/core/grids.ts';
import type { RunInput } from '../training/run.ts';

/** What is trained: sizes, rows of the corpus, and whether its texts are joined into documents. */
export type Shape = {
  readonly size: number;
  readonly units: number;
  readonly longest: number; // tokens
  readonly rows: number;
  readonly join: boolean;
};

export const shapes: Readonly<Record<string, Shape>> = {
  paper: { size: 100, units: 16, longest: 40, rows: 1633, join: false },
  middle: { size: 100, units: 64, longest: 100, rows: 1633, join: false },
  large: { size: 300, units: 128, longest: 200, rows: 400, join: true },
};

/** What differs from one layer of LSTM with frozen vectors. */
export const variants: Readonly<Record<string, Partial<ModelOptions>>> = {
  lstm: {},
  gru: { cell: 'gru' },
  bidirectional: { bidirectional: true },
  layers2: { layers: 2 },
  attention: { pooling: 'attention' },
  learnt: {}, // an embedding of 20,000 words that learns
};
const learntWords = 20_000;

/** How all benches of one network train it. */
export const train: Omit<TrainOptions, 'epochs'> = {
  batch: 64,
  optimizer: 'adam',
  learningRate: 0.001,
  clipNorm: 'none',
  classWeights: 'none',
  seed: 0,
};

type Text = { readonly words: readonly string[]; readonly label: string };

/** Rows of a CSV (text, label) in a fixed random order. */
const readTexts = (file: string): Text[] => {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).slice(1).filter(Boolean);
  const order = Uint32Array.from(lines.keys());
  shuffle(order, createStream('bench'));
  return Array.from(order, (at) => {
    const line = lines[at] as string;
    const comma = line.lastIndexOf(',');
    const words = line
      .slice(0, comma)
      .toLowerCase()
      .match(/[\p{L}\p{N}']+/gu);
    return { words: words ?? ['x'], label: line.slice(comma + 1) };
  });
};

/** Lengths of film reviews on IMDB, about: log-normal, median 174 words, mean 234. */
export const reviewLengths = { median: 174, sigma: 0.77 };

/** Texts of one class one after the other, until a length drawn from `reviewLengths` is reached, which ends the document. */
const joined = (texts: readonly Text[], count: number): Text[] => {
  const stream = createStream('bench', 'lengths');
  const length = (): number => {
    const normal = Math.sqrt(-2 * log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());
    return Math.max(10, Math.round(reviewLengths.median * Math.exp(reviewLengths.sigma * normal)));
  };
  const labels = [...new Set(texts.map(({ label }) => label))];
  const rests = labels.map((label) => texts.filter((text) => text.label === label).flatMap(({ words }) => words));
  const taken = labels.map(() => 0);
  return Array.from({ length: count }, (_, at) => {
    const which = at % labels.length;
    const from = taken[which] as number;
    const rest = rests[which] as readonly string[];
    const words = Array.from({ length: length() }, (__, i) => rest[(from + i) % rest.length] as string);
    taken[which] = from + words.length;
    return { words, label: labels[which] as string };
  });
};

/** Words numbered as they come up, from 1; 0 is <oov>. */
const numbered = (texts: readonly Text[], longest: number) => {
  const words = new Map<string, number>();
  const tokens = texts.map((text) =>
    text.words.slice(0, longest).map((word) => {
      if (!words.has(word)) words.set(word, words.size + 1);
      return words.get(word) as number;
    }),
  );
  const offsets = new Uint32Array(texts.length + 1);
  tokens.forEach((text, at) => (offsets[at + 1] = (offsets[at] as number) + text.length));
  return { tokens: Uint32Array.from(tokens.flat()), offsets, vocabulary: words.size + 1 };
};

/** The first of five folds of a corpus, with vectors drawn at random: speed asks for no meaning. */
export const readFold = (file: string, shape: Shape, variant: string, epochs: number): RunInput => {
  const all = readTexts(file);
  const texts = shape.join ? joined(all, shape.rows) : all.slice(0, shape.rows);
  const { tokens, offsets, vocabulary } = numbered(texts, shape.longest);
  const classes = [...new Set(texts.map(({ label }) => label))].toSorted();
  const rows = Uint32Array.from(texts.keys());
  const learnt = variant === 'learnt';
  const stream = createStream('bench', 'vectors');
  const vectors = Float32Array.from(
    { length: Math.max(vocabulary, learnt ? learntWords : 0) * shape.size },
    () => stream.uniform() - 0.5,
  );
  return {
    model: { ...aCell().model, units: shape.units, ...variants[variant] },
    train: { ...train, epochs },
    trainable: learnt,
    epochs: Array.from({ length: epochs }, (_, epoch) => epoch + 1),
    texts: { tokens, offsets },
    labels: Uint32Array.from(texts, ({ label }) => classes.indexOf(label)),
    classes: classes.length,
    trainRows: rows.filter((row) => row % 5 !== 0),
    heldOutRows: rows.filter((row) => row % 5 === 0),
    vectors,
    size: shape.size,
    repeat: 0,
    fold: 0,
  };
};
