import { expect, test } from 'vitest';

import { readModelBytes, writeModelBytes } from '../../../training/export/model-bytes.ts';
import { everyShape, someModel } from './trained-fixture.ts';

test('a model of every shape comes back as it was stored', () => {
  for (const shape of everyShape) {
    const { text: _, ...model } = someModel(shape);

    expect(readModelBytes(writeModelBytes(model), model.model)).toEqual(model);
  }
});

test('equal models are equal bytes', () => {
  const model = someModel({
    cell: 'gru',
    layers: 2,
    units: 3,
    bidirectional: true,
    pooling: 'attention',
    head: 'sigmoid',
  });

  expect(writeModelBytes(model)).toEqual(writeModelBytes(structuredClone(model)));
});

test('other bytes, and weights of another kind of model, are refused', () => {
  const model = someModel({
    cell: 'lstm',
    layers: 1,
    units: 3,
    bidirectional: false,
    pooling: 'last',
    head: 'softmax',
  });
  const other = { ...model.model, bidirectional: true };

  expect(() => readModelBytes(Buffer.from('sweep vectors 1\n'), model.model)).toThrow('not a blob of a model');
  expect(() => readModelBytes(writeModelBytes(model), other)).toThrow('there is no tensor layers.0.backward.kernel');
});
