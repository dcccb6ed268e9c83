import type { Cell } from '../../core/grid.ts';
import { directionsOf, gatesOf } from '../../training/network/layer-layout.ts';
import { runCost } from '../../training/run-size.ts';
import type { SeenTexts, TrainedWords } from './text-sizes.ts';

/*
 * Seconds on a core that is taken for the measure of all others; how much faster or slower this machine is, `speed.ts`
 * finds out. Fitted to the times of networks of 8 to 128 units and vectors of 50 to 300 numbers:
 * only the ratios of these numbers matter.
 */
const nanosecondsPerToken = 200; // of each layer, forward and back
const nanosecondsPerUnit = 27; // activations and their gradients
const nanosecondsPerInput = 0.13; // per input and unit of the first layer, whose tokens share their products
const nanosecondsPerOwnInput = 0.4; // the same where dropout makes the inputs of one token differ from text to text
const nanosecondsPerLink = 0.57; // per pair of units, recurrent and between layers
const nanosecondsPerVectorNumber = 3; // moving a learnt vector, per number
const nanosecondsPerVectorLink = 0.1; // and its gradient, per number and unit of the first layer
const nanosecondsPerOutput = 7; // attention, per unit of the last layer's output
const nanosecondsPerOutputLink = 0.09; // and per pair of them
const scoringShare = 0.3; // of training's time, per token
const secondsPerRun = 0.05; // reading, storing, what lies between two runs of a slot

const nanosecondsPerWord = 200; // read, whether or not it is kept
const nanosecondsPerProduct = 0.3; // a vector's number of one (word, neighbour or negative) pair
const secondsPerEmbedding = 0.1;

/** Seconds on the measuring core, and multiply-adds as they are recorded with every fold. */
export type RunWork = { readonly seconds: number; readonly cost: number };

export type RunTexts = {
  readonly rows: number;
  readonly seen: SeenTexts;
  readonly classes: number;
  readonly heldOut: number; // share of the rows
};

const learns = ({ kind, trainable }: Cell['embedding']): boolean => kind === 'random' || trainable;

/** What moving the vectors and attention add. */
const extraNanoseconds = ({ embedding, model }: Cell): number => {
  const outputs = directionsOf(model) * model.units;
  const perNumber = nanosecondsPerVectorNumber + nanosecondsPerVectorLink * outputs;
  const vectors = learns(embedding) ? embedding.size * perNumber : 0;
  const attention = outputs * (nanosecondsPerOutput + nanosecondsPerOutputLink * outputs);
  return vectors + (model.pooling === 'attention' ? attention : 0);
};

/** Nanoseconds of training on one token; a GRU's three gates take three quarters of an LSTM's four. */
const nanosecondsOf = (cell: Cell): number => {
  const { embedding, model } = cell;
  const { units, layers } = model;
  const directions = directionsOf(model);
  const gates = gatesOf(model) / 4;
  const isOwn = model.spatialDropout > 0 || model.inputDropout > 0;
  const perInput = isOwn ? nanosecondsPerOwnInput : nanosecondsPerInput;
  const layer = (perUnit: number): number =>
    directions * (nanosecondsPerToken + gates * units * (nanosecondsPerUnit + perUnit + nanosecondsPerLink * units));
  const first = layer(perInput * embedding.size);
  return first + (layers - 1) * layer(nanosecondsPerLink * directions * units) + extraNanoseconds(cell);
};

/** One run of a cell to `epochs`. */
export const runWork = (cell: Cell, epochs: number, texts: RunTexts): RunWork => {
  const { embedding, model } = cell;
  const { size } = embedding;
  const { rows, seen, classes, heldOut } = texts;
  const tokens = seen.tokens * (1 - heldOut + scoringShare * heldOut);
  const side = (share: number) => ({ rows: Math.round(rows * share), tokens: Math.round(seen.tokens * share) });
  const shape = { model, size, classes, trainable: learns(embedding), epochs };
  const cost = runCost({ ...shape, train: side(1 - heldOut), heldOut: side(heldOut) });
  return { seconds: secondsPerRun + epochs * tokens * nanosecondsOf(cell) * 1e-9, cost };
};

/** Neighbours that word2vec meets around a word, with windows drawn from 1 to `window`, in texts of that length. */
const neighbours = (window: number, length: number): number => {
  let pairs = 0;
  for (let distance = 1; distance <= window && distance < length; distance++)
    pairs += 2 * ((window - distance + 1) / window) * (1 - distance / length);
  return pairs;
};

/** One training of word vectors on that share of the texts. */
export const vectorsSeconds = (
  { iterations, window, size, negative }: Cell['embedding'],
  { words, kept }: TrainedWords,
  rows: number,
  share: number,
): number => {
  const products = kept * neighbours(window, kept / rows) * (1 + negative) * size;
  const pass = words * nanosecondsPerWord + products * nanosecondsPerProduct;
  return secondsPerEmbedding + iterations * share * pass * 1e-9;
};
