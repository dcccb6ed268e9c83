import type { ModelOptions, TrainOptions } from '../../../core/grid.ts';
import { createStream } from '../../../core/random.ts';
import { classWeightsOf } from '../../../training/network/class-weights.ts';
import type { MakeDirection } from '../../../training/network/direction.ts';
import { initialWeights } from '../../../training/network/initialisers.ts';
import { createNetwork, type Network } from '../../../training/network/network.ts';
import type { Texts } from '../../../training/network/packing.ts';
import {
  type DirectionWeights,
  type NetworkWeights,
  writeVectors,
  writeWeights,
} from '../../../training/network/weights.ts';

type Training = Pick<TrainOptions, 'optimizer' | 'learningRate' | 'clipNorm' | 'classWeights'>;

export type Case = Partial<ModelOptions> &
  Partial<Training> & {
    readonly size: number;
    readonly units: number;
    readonly layers: number;
    readonly classes: number;
    readonly rows: number;
    readonly steps: number;
    readonly trainable?: boolean;
    readonly vocabulary?: number;
  };

export const modelOf = (shape: Partial<ModelOptions>): ModelOptions => {
  const { cell = 'lstm', layers = 1, units = 5, bidirectional = false, pooling = 'last', head = 'softmax' } = shape;
  const { dropout = 0, inputDropout = 0, recurrentDropout = 0, spatialDropout = 0 } = shape;
  const rates = { dropout, inputDropout, recurrentDropout, spatialDropout };
  return { cell, layers, units, bidirectional, ...rates, pooling, head };
};

export const train: Omit<TrainOptions, 'epochs'> = {
  batch: 8,
  optimizer: 'adam',
  learningRate: 0.01,
  clipNorm: 'none',
  classWeights: 'none',
  seed: 3,
};

export const trainOf = (shape: Case): typeof train => {
  const { optimizer, learningRate, clipNorm, classWeights } = { ...train, ...shape };
  return { ...train, optimizer, learningRate, clipNorm, classWeights };
};

export const run = { seed: 3, repeat: 0, fold: 1 };

export const packTexts = (texts: readonly (readonly number[])[]): Texts => {
  const offsets = new Uint32Array(texts.length + 1);
  texts.forEach((text, at) => (offsets[at + 1] = offsets[at]! + text.length));
  return { tokens: Uint32Array.from(texts.flat()), offsets };
};

export type Fixture = {
  readonly network: Network;
  readonly weights: NetworkWeights;
  readonly vectors: Float32Array;
  readonly texts: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly all: Uint32Array;
};

/** A network of that shape with random weights (biases too) and random texts; the first text has `steps` tokens. */
export const createFixture = (shape: Case, createDirection?: MakeDirection): Fixture => {
  const { size, classes, rows, steps, trainable = false } = shape;
  const model = modelOf(shape);
  const vocabulary = shape.vocabulary ?? 11;
  const stream = createStream('fixture', JSON.stringify(shape));
  const texts = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: row === 0 ? steps : 1 + stream.below(steps) }, () => stream.below(vocabulary)),
  );
  const labels = texts.map(() => stream.below(classes));
  const vectors = Float32Array.from({ length: vocabulary * size }, () => stream.uniform() * 2 - 1);
  const drawn = initialWeights({ model, size, classes }, run);
  const shake = (values: Float32Array): Float32Array => values.map((value) => value + 0.3 * (stream.uniform() - 0.5));
  const shaken = (own: DirectionWeights): DirectionWeights => ({ ...own, bias: shake(own.bias) });
  const weights = {
    ...drawn,
    layers: drawn.layers.map(({ forward, backward }) => ({
      forward: shaken(forward),
      backward: backward === null ? null : shaken(backward),
    })),
    attention: drawn.attention && { ...drawn.attention, bias: shake(drawn.attention.bias) },
    head: { kernel: drawn.head.kernel, bias: shake(drawn.head.bias) },
  };
  const positions = texts.reduce((sum, text) => sum + text.length, 0);
  const all = Uint32Array.from(texts.keys());
  const own = trainOf(shape);
  const network = createNetwork({
    seed: run,
    shape: { model, size, classes, vocabulary, trainable, optimizer: own.optimizer, rows, positions, steps },
    train: own,
    texts: packTexts(texts),
    labels: Uint32Array.from(labels),
    classWeights: classWeightsOf(own.classWeights, Uint32Array.from(labels), all, classes),
    ...(createDirection === undefined ? {} : { createDirection }),
  });
  writeWeights(network.machine, network.plan, weights);
  writeVectors(network.machine, network.plan, vectors);
  return { network, weights, vectors, texts, labels, all };
};

/** All arrays of weights, or of their gradients, by name, in the order in which Keras lists them. */
export const partsOf = ({ layers, attention, head }: NetworkWeights): readonly (readonly [string, Float32Array])[] => [
  ...layers.flatMap((layer, at) =>
    Object.entries(layer).flatMap(([direction, own]) =>
      Object.entries(own ?? {}).map(([name, values]) => [`layer ${at} ${direction} ${name}`, values] as const),
    ),
  ),
  ...Object.entries(attention ?? {}).map(([name, values]) => [`attention ${name}`, values] as const),
  ...Object.entries(head).map(([name, values]) => [`head ${name}`, values] as const),
];

/** Largest difference of two arrays, relative to the largest value of the second. */
export const worst = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number => {
  let scale = 1e-12;
  let most = ours.length === theirs.length ? 0 : Infinity;
  for (let at = 0; at < theirs.length; at++) {
    scale = Math.max(scale, Math.abs(theirs[at]!));
    const gap = Math.abs(ours[at]! - theirs[at]!);
    most = gap >= most || Number.isNaN(gap) ? (Number.isNaN(gap) ? Infinity : gap) : most;
  }
  return most / scale;
};
