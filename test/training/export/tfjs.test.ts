import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstWordId, networkGraph } from '../../../training/export/network-graph.ts';
import { createPredictor } from '../../../training/export/predictor.ts';
import { tfjsModel } from '../../../training/export/tfjs.ts';
import type { TrainedModel } from '../../../training/export/trained-model.ts';
import { everyShape, someModel, someTexts } from './trained-fixture.ts';

beforeAll(async () => {
  tf.enableProdMode(); // no advice on the console
  await tf.setBackend('cpu');
});

const load = async (trained: TrainedModel): Promise<LayersModel> => {
  const { model, weights } = tfjsModel(networkGraph(trained, 'tfjs'), '0.0.0');
  const { modelTopology, weightsManifest } = JSON.parse(model) as {
    modelTopology: object;
    weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
  };
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  return loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: new Uint8Array(weights).buffer }));
};

const predict = (model: LayersModel, texts: readonly (readonly number[])[]): number[][] => {
  const longest = Math.max(...texts.map((text) => text.length)) + 1;
  const ids = texts.map((text) =>
    Array.from({ length: longest }, (_, t) => (text[t] === undefined ? 0 : text[t] + firstWordId - 1)),
  );
  return tf.tidy(() => (model.predict(tf.tensor2d(ids, undefined, 'int32')) as tf.Tensor2D).arraySync());
};

/** Every cell, direction and pooling; both heads; one layer and two. */
const shapes = everyShape.filter(({ layers, pooling, head }) =>
  head === 'softmax' ? layers === 2 : layers === 1 && pooling === 'last',
);

/** The largest difference between the probabilities of stock tfjs and ours, all texts padded. */
const worst = async (trained: TrainedModel): Promise<number> => {
  const texts = someTexts(trained, 5);
  const own = createPredictor(trained).predict(texts.map((text) => Uint32Array.from(text)));
  const model = await load(trained);
  const classes = trained.labels.length;
  const differences = predict(model, texts).flatMap((found, at) => {
    const expected = own.subarray(at * classes, (at + 1) * classes);
    return trained.model.head === 'sigmoid'
      ? Math.abs((found[0] as number) - (expected[1] as number))
      : found.map((p, label) => Math.abs(p - (expected[label] as number)));
  });
  model.dispose();
  return Math.max(...differences);
};

describe('the tfjs model', () => {
  it.each(shapes)(
    'predicts as our network does: $cell × $layers, both ways $bidirectional, $pooling, $head',
    async (shape) => {
      expect(await worst(someModel(shape, { maxTokens: 4 }))).toBeLessThan(1e-5);
    },
  );

  it.each(['lstm', 'gru'] as const)('predicts as our network does at an awkward size: %s', async (cell) => {
    const shape = { cell, layers: 2, units: 7, bidirectional: true, pooling: 'attention', head: 'softmax' } as const;

    expect(await worst(someModel(shape, { size: 13, classes: 5, maxTokens: 20 }))).toBeLessThan(1e-5);
  });
});
