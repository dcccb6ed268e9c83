import { createStream } from '../../../core/random.ts';
import { initialWeights } from '../../../training/network/initialisers.ts';
import { createNetwork, type Network } from '../../../training/network/network.ts';
import type { Texts } from '../../../training/network/packing.ts';
import { type NetworkWeights, writeVectors, writeWeights } from '../../../training/network/weights.ts';

export type Case = {
  readonly size: number;
  readonly units: number;
  readonly layers: number;
  readonly classes: number;
  readonly rows: number;
  readonly steps: number;
  readonly dropout?: number;
  readonly trainable?: boolean;
  readonly vocabulary?: number;
  readonly learningRate?: number;
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
export const createFixture = (shape: Case): Fixture => {
  const { size, units, layers, classes, rows, steps, dropout = 0, trainable = false } = shape;
  const vocabulary = shape.vocabulary ?? 11;
  const stream = createStream('fixture', JSON.stringify(shape));
  const texts = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: row === 0 ? steps : 1 + stream.below(steps) }, () => stream.below(vocabulary)),
  );
  const labels = texts.map(() => stream.below(classes));
  const vectors = Float32Array.from({ length: vocabulary * size }, () => stream.uniform() * 2 - 1);
  const drawn = initialWeights({ size, units, layers, classes }, run);
  const shake = (values: Float32Array): Float32Array => values.map((value) => value + 0.3 * (stream.uniform() - 0.5));
  const weights = {
    layers: drawn.layers.map((layer) => ({ ...layer, bias: shake(layer.bias) })),
    head: { kernel: drawn.head.kernel, bias: shake(drawn.head.bias) },
  };
  const positions = texts.reduce((sum, text) => sum + text.length, 0);
  const network = createNetwork({
    ...run,
    shape: { size, units, layers, classes, vocabulary, trainable, rows, positions, steps },
    dropout,
    learningRate: shape.learningRate ?? 0.01,
    texts: packTexts(texts),
    labels: Uint32Array.from(labels),
  });
  writeWeights(network.machine, network.plan, weights);
  writeVectors(network.machine, network.plan, vectors);
  return { network, weights, vectors, texts, labels, all: Uint32Array.from(texts.keys()) };
};

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
