import { expect, test } from 'vitest';
import { createStream } from '../../../core/random.ts';
import { initialWeights, orthogonal, randomVectors } from '../../../training/network/initialisers.ts';
import { modelOf } from './network-fixture.ts';

const seed = { seed: 1, repeat: 0, fold: 2 };

test('an orthogonal kernel has rows of length one at right angles', () => {
  const [rows, columns] = [17, 68];

  const values = orthogonal(rows, columns, createStream('orthogonal'));

  for (let a = 0; a < rows; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let at = 0; at < columns; at++) dot += values[a * columns + at]! * values[b * columns + at]!;
      expect(dot).toBeCloseTo(a === b ? 1 : 0, 6);
    }
  }
});

test('first weights have the limits, forms and forget bias of Keras', () => {
  const { layers, head } = initialWeights({ model: modelOf({ units: 16, layers: 2 }), size: 100, classes: 3 }, seed);

  const [first, second] = layers.map(({ forward }) => forward);
  const most = (values: Float32Array): number => values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  expect([first!.kernel.length, second!.kernel.length, first!.recurrent.length]).toEqual([6400, 1024, 1024]);
  expect(most(first!.kernel) / Math.sqrt(6 / 164)).toBeCloseTo(1, 2);
  expect(most(second!.kernel) / Math.sqrt(6 / 80)).toBeCloseTo(1, 2);
  expect(most(head.kernel)).toBeLessThanOrEqual(Math.sqrt(6 / 19));
  expect([...first!.bias]).toEqual(Array.from({ length: 64 }, (_, at) => (at >= 16 && at < 32 ? 1 : 0)));
  expect([...head.bias]).toEqual([0, 0, 0]);
});

test('a layer draws the same weights whatever lies above or below it', () => {
  const one = initialWeights({ model: modelOf({ units: 4, layers: 1 }), size: 10, classes: 2 }, seed);

  const three = initialWeights({ model: modelOf({ units: 4, layers: 3 }), size: 10, classes: 2 }, seed);

  expect(three.layers[0]).toEqual(one.layers[0]);
  expect(three.head).toEqual(one.head);
});

test('learnt vectors start within 0.05, and more words change no earlier one', () => {
  const few = randomVectors(50, 8, seed);

  const many = randomVectors(80, 8, seed);

  expect(many.subarray(0, few.length)).toEqual(few);
  expect(Math.max(...many.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.05));
});
