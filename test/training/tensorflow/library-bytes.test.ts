import { expect, it } from 'vitest';
import { libraryBytes } from '../../../training/tensorflow/library-bytes.ts';
import { model } from '../run-fixture.ts';

const shape = {
  model: { ...model, units: 128 },
  size: 300,
  classes: 2,
  vocabulary: 5000,
  trainable: false,
  optimizer: 'adam',
  batch: 64,
  maxTokens: 200,
  rows: 1000,
  tokens: 100_000,
} as const;

it('memory of the library grows with padded positions, layers and directions', () => {
  const one = libraryBytes(shape);
  const positions = 4 * 64 * 200;

  expect(one - positions * (4 * 304 + 16 * 128)).toBe(300 * 2 ** 20);
  expect(libraryBytes({ ...shape, maxTokens: 400 }) - one).toBe(one - 300 * 2 ** 20);
  const bothWays = libraryBytes({ ...shape, model: { ...shape.model, bidirectional: true } });
  expect(bothWays).toBe(2 * one - 300 * 2 ** 20);
});
