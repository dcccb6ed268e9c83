import type { ModelOptions, TrainOptions } from '../core/grid.ts';
import { lengthOf, type Texts } from './network/packing.ts';

/** One fold of all trials that differ only in epochs: plain data. */
export type RunInput = {
  readonly model: ModelOptions;
  readonly train: TrainOptions; // but its epochs, which stand below
  readonly trainable: boolean; // whether the vectors learn
  readonly epochs: readonly number[]; // ascending; the held-out rows are delivered at each
  readonly texts: Texts; // indexes into `vectors`, truncated, at least one token each
  readonly labels: Uint32Array; // class of each text
  readonly classes: number;
  readonly trainRows: Uint32Array; // indexes into texts
  readonly heldOutRows: Uint32Array; // may be none with `heldOutScored: 'atTheEnd'`
  readonly heldOutScored?: 'everyEpoch' | 'atTheEnd'; // at the end: after the largest epochs alone, and in no curve
  readonly vectors: Float32Array; // [vocabulary, size]; row 0 is <oov>
  readonly size: number;
  readonly repeat: number; // from 0
  readonly fold: number; // from 0
};

const isCount = (value: number, least = 1): boolean => Number.isInteger(value) && value >= least;

const refuse = (name: string, value: unknown, expected: string): never => {
  throw new RangeError(`${name} is ${String(value)}, expected ${expected}`);
};

const rates = ['dropout', 'inputDropout', 'recurrentDropout', 'spatialDropout'] as const;

const checkOptions = ({ model, train, epochs, classes, size, vectors }: RunInput): void => {
  if (!isCount(model.layers) || model.layers > 4) refuse('model.layers', model.layers, '1 to 4');
  if (!isCount(model.units)) refuse('model.units', model.units, 'a whole number from 1');
  for (const name of rates) {
    if (!(model[name] >= 0 && model[name] < 1)) refuse(`model.${name}`, model[name], 'at least 0 and below 1');
  }
  if (!isCount(train.batch)) refuse('train.batch', train.batch, 'a whole number from 1');
  if (!(train.learningRate > 0)) refuse('train.learningRate', train.learningRate, 'a number above 0');
  if (train.clipNorm !== 'none' && !(train.clipNorm > 0)) refuse('train.clipNorm', train.clipNorm, 'a number above 0');
  const ascending = epochs.every((epoch, at) => isCount(epoch, at === 0 ? 1 : (epochs[at - 1] as number) + 1));
  if (epochs.length === 0 || !ascending) refuse('epochs', epochs, 'ascending whole numbers from 1');
  if (!isCount(classes, 2)) refuse('classes', classes, 'a whole number from 2');
  if (model.head === 'sigmoid' && classes !== 2) refuse('classes', classes, '2 with model.head: sigmoid');
  if (!isCount(size)) refuse('size', size, 'a whole number from 1');
  if (vectors.length === 0 || vectors.length % size !== 0) refuse('vectors', vectors.length, `multiples of ${size}`);
};

const checkRows = (name: string, rows: Uint32Array, { texts, labels, classes }: RunInput): void => {
  if (rows.length === 0) refuse(name, 'empty', 'at least one row');
  for (const row of rows) {
    if (row >= labels.length) refuse(`a row of ${name}`, row, `below ${labels.length}`);
    if ((labels[row] as number) >= classes) refuse(`the class of text ${row}`, labels[row], `below ${classes}`);
    if (lengthOf(texts, row) < 1) refuse(`the length of text ${row}`, lengthOf(texts, row), 'at least one token');
  }
};

/** @throws {RangeError} on what this trainer cannot do and on data that contradict each other (bugs of the caller's) */
export const checkRunInput = (input: RunInput): void => {
  const { texts, labels, vectors, size } = input;
  checkOptions(input);
  if (texts.offsets.length !== labels.length + 1) refuse('labels', labels.length, `${texts.offsets.length - 1} texts`);
  checkRows('trainRows', input.trainRows, input);
  const mayBeNone = input.heldOutScored === 'atTheEnd' && input.heldOutRows.length === 0;
  if (!mayBeNone) checkRows('heldOutRows', input.heldOutRows, input);
  const vocabulary = vectors.length / size;
  for (const token of texts.tokens) if (token >= vocabulary) refuse('a token', token, `below ${vocabulary}`);
};
