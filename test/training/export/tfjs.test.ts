import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstWordId, networkGraph } from '../../../training/export/network-graph.ts';
import { tfjsModel } from '../../../training/export/tfjs.ts';
import type { TrainedModel } from '../../../training/export/trained-model.ts';
import { plainProbabilities } from './plain-network.ts';
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

const predict = (model: LayersModel, texts: readonly (readonly number[])[], padding: number): number[][] => {
  const longest = Math.max(...texts.map((text) => text.length)) + padding;
  const ids = texts.map((text) =>
    Array.from({ length: longest }, (_, t) => (text[t] === undefined ? 0 : text[t] + firstWordId - 1)),
  );
  return tf.tidy(() => (model.predict(tf.tensor2d(ids, undefined, 'int32')) as tf.Tensor2D).arraySync());
};

/** All of two layers; of one and of four what differs from them. */
const shapes = everyShape.filter(
  ({ layers, pooling, head, bidirectional }) =>
    (layers === 2 && (head === 'softmax' || pooling === 'last')) ||
    (layers !== 2 && bidirectional && pooling === 'last'),
);

describe('the tfjs model', () => {
  it.each(shapes)(
    'predicts what the formulas say: $cell × $layers, both ways $bidirectional, $pooling, $head',
    async (shape) => {
      const trained = someModel(shape, { maxTokens: 5 });
      const texts = someTexts(trained, 5);
      const model = await load(trained);

      const [close, padded] = [predict(model, texts, 0), predict(model, texts, 2)];

      const expected = texts.map((text) => plainProbabilities(trained, text));
      const worst = Math.max(
        ...expected.flatMap((row, at) => {
          const found = [close[at]!, padded[at]!];
          return found.flatMap((each) =>
            (shape.head === 'sigmoid' ? [each[0]! - row[1]!] : row.map((p, c) => each[c]! - p)).map(Math.abs),
          );
        }),
      );
      expect(worst).toBeLessThan(1e-5);
      model.dispose();
    },
  );
});
