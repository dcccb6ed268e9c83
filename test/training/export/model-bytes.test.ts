import { expect, test } from 'vitest';

import { readModelBytes, writeModelBytes } from '../../../training/export/model-bytes.ts';
import type { LearntModel } from '../../../training/export/model-bytes.ts';
import type { DirectionWeights } from '../../../training/network/weights.ts';

const direction = (seed: number): DirectionWeights => ({
  kernel: Float32Array.of(seed, 0.1, -0),
  recurrent: Float32Array.of(seed + 1),
  bias: Float32Array.of(seed + 2, 1e-40),
});

const plain: LearntModel = {
  vocabulary: ['naïve', 'a "b"', '猫'],
  size: 2,
  maxTokens: 7,
  table: Float32Array.of(0, 0, 1, 2, 3, 4, 5, 6),
  weights: {
    layers: [{ forward: direction(1), backward: null }],
    attention: null,
    head: { kernel: Float32Array.of(1, 2), bias: Float32Array.of(3) },
  },
};

const full: LearntModel = {
  ...plain,
  weights: {
    ...plain.weights,
    layers: [
      { forward: direction(1), backward: direction(2) },
      { forward: direction(3), backward: direction(4) },
    ],
    attention: { kernel: Float32Array.of(1), bias: Float32Array.of(2), context: Float32Array.of(3) },
  },
};

test.each([
  ['one layer', plain],
  ['layers of two directions, with attention', full],
])('a model comes back as it was stored: %s', (_, model) => {
  expect(readModelBytes(writeModelBytes(model))).toEqual(model);
});

test('equal models are equal bytes', () => {
  expect(writeModelBytes(full)).toEqual(writeModelBytes(structuredClone(full)));
});

test('other bytes are refused', () => {
  expect(() => readModelBytes(Buffer.from('sweep vectors 1\n'))).toThrow('not a blob of a model');
});
