import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { kerasModel } from '../../../training/export/keras.ts';
import { networkGraph } from '../../../training/export/network-graph.ts';
import { everyShape, someModel, type Shape } from './trained-fixture.ts';

const modelOf = (shape: Shape): Uint8Array => kerasModel(networkGraph(someModel(shape), 'keras'));

const layersOf = (bytes: Uint8Array): readonly string[] => {
  const text = Buffer.from(bytes).toString('latin1');
  const config = text.slice(
    text.indexOf('{', text.indexOf('config.json')),
    text.indexOf('PK', text.indexOf('config.json')),
  );
  const { config: model } = JSON.parse(config) as { config: { layers: { class_name: string; name: string }[] } };
  return model.layers.map(({ class_name: kind, name }) => `${kind} ${name}`);
};

describe('the Keras file', () => {
  it('is to the byte what Keras 3.15.1 was seen to load and to predict alike (check_keras.py)', () => {
    const hash = createHash('sha256');
    for (const shape of everyShape) hash.update(modelOf(shape));

    expect(hash.digest('hex')).toMatchInlineSnapshot(
      `"12df5b641c4c5457586d437bb42457d11d6957f57f3cf64d540e04a25ef7f246"`,
    );
  });

  it('lists its layers as Keras orders them, so that their weights are found by class and number', () => {
    const shape = {
      cell: 'gru',
      layers: 2,
      units: 3,
      bidirectional: true,
      pooling: 'attention',
      head: 'softmax',
    } as const;

    expect(layersOf(modelOf(shape))).toMatchInlineSnapshot(`
      [
        "InputLayer ids",
        "Embedding vectors",
        "Bidirectional gru_1",
        "Bidirectional gru_2",
        "Dense attention_hidden",
        "Dense attention_scores",
        "Embedding padding",
        "Add own_scores",
        "Reshape scores",
        "Activation weights",
        "Dot pooled",
        "Dense probabilities",
      ]
    `);
    expect(layersOf(modelOf({ ...shape, pooling: 'mean' })).slice(0, 3)).toEqual([
      'InputLayer ids',
      'Embedding padding', // as far from the output as the vectors, and met first
      'Embedding vectors',
    ]);
  });
});
