import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers as tfLayers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { readVectors, readWeights } from '../../../training/network/weights.ts';
import { type Case, createFixture, type Fixture, partsOf, worst } from './network-fixture.ts';

beforeAll(async () => {
  tf.enableProdMode(); // no advice on the console
  await tf.setBackend('cpu');
});

/** The stock layers with our weights; token 0 is masked there, so every token is moved up by one. */
const createStock = ({ weights, vectors, texts }: Fixture, shape: Case): Sequential => {
  const vocabulary = vectors.length / shape.size;
  const longest = Math.max(...texts.map((text) => text.length));
  const model = sequential();
  const embedding = { inputDim: vocabulary + 1, outputDim: shape.size, inputLength: longest, maskZero: true };
  model.add(tfLayers.embedding(embedding));
  for (let layer = 0; layer < shape.layers; layer++) {
    const returnSequences = layer + 1 < shape.layers;
    model.add(
      tfLayers.lstm({
        units: shape.units,
        recurrentActivation: 'sigmoid',
        recurrentInitializer: 'zeros',
        returnSequences,
      }),
    );
  }
  model.add(tfLayers.dense({ units: shape.classes, activation: 'softmax' }));
  const { size, units, classes } = shape;
  model.setWeights([
    tf.tensor2d([...new Float32Array(size), ...vectors], [vocabulary + 1, size]),
    ...weights.layers.flatMap(({ forward: { kernel, recurrent, bias } }, layer) => [
      tf.tensor2d(kernel, [layer === 0 ? size : units, 4 * units]),
      tf.tensor2d(recurrent, [units, 4 * units]),
      tf.tensor1d(bias),
    ]),
    tf.tensor2d(weights.head.kernel, [units, classes]),
    tf.tensor1d(weights.head.bias),
  ]);
  return model;
};

type Gradients = { readonly loss: number; readonly byWeight: readonly Float32Array[] };

const stockGradients = (
  model: Sequential,
  { texts, labels }: Fixture,
  rows: Uint32Array,
  classes: number,
): Gradients => {
  const longest = Math.max(...texts.map((text) => text.length));
  const padded = Array.from(rows, (row) => Array.from({ length: longest }, (_, t) => (texts[row]![t] ?? -1) + 1));
  return tf.tidy(() => {
    const hot = tf.oneHot(
      tf.tensor1d(
        Array.from(rows, (row) => labels[row]!),
        'int32',
      ),
      classes,
    );
    const { value, grads } = tf.variableGrads(() => {
      const probabilities = model.apply(tf.tensor2d(padded), { training: true }) as tf.Tensor;
      return tf.neg(tf.mean(tf.sum(tf.mul(tf.log(probabilities), hot), -1))) as tf.Scalar;
    });
    const names = Object.keys(grads);
    return { loss: value.dataSync()[0]!, byWeight: names.map((name) => grads[name]!.dataSync() as Float32Array) };
  });
};

const ourGradients = ({ network }: Fixture): readonly Float32Array[] =>
  partsOf(readWeights(network.machine, network.plan, network.plan.gradients)).map(([, values]) => values);

const shapes: readonly Case[] = [
  { size: 1, units: 1, layers: 1, classes: 2, rows: 1, steps: 2 },
  { size: 3, units: 7, layers: 1, classes: 3, rows: 3, steps: 3, trainable: true },
  { size: 33, units: 3, layers: 1, classes: 2, rows: 7, steps: 7 },
  { size: 7, units: 33, layers: 1, classes: 9, rows: 3, steps: 3 },
  { size: 7, units: 3, layers: 2, classes: 3, rows: 9, steps: 7, trainable: true },
  { size: 3, units: 7, layers: 3, classes: 2, rows: 9, steps: 3 },
  { size: 16, units: 16, layers: 2, classes: 8, rows: 33, steps: 3 },
];

test.each(shapes)('loss and gradients equal those of stock layers: %o', (shape) => {
  const fixture = createFixture(shape);
  const stock = stockGradients(createStock(fixture, shape), fixture, fixture.all, shape.classes);

  const { loss } = fixture.network.gradients(fixture.all, 0, shape.rows, 1);

  expect(Math.abs(loss / shape.rows / stock.loss - 1)).toBeLessThan(1e-5);
  ourGradients(fixture).forEach((ours, at) => expect(worst(ours, stock.byWeight[at + 1]!), `${at}`).toBeLessThan(1e-5));
});

/** Keras' Adam in doubles. */
const createPlainAdam = (learningRate: number) => {
  const first = new Map<number, Float64Array>();
  const second = new Map<number, Float64Array>();
  return (step: number, at: number, values: Float32Array, gradient: Float32Array): Float32Array => {
    const m = first.get(at) ?? new Float64Array(values.length);
    const v = second.get(at) ?? new Float64Array(values.length);
    first.set(at, m);
    second.set(at, v);
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
    return values.map((value, i) => {
      m[i]! += (gradient[i]! - m[i]!) * 0.1;
      v[i]! += (gradient[i]! ** 2 - v[i]!) * 0.001;
      return value - (rate * m[i]!) / (Math.sqrt(v[i]!) + 1e-7);
    });
  };
};

test.each([
  { size: 5, units: 7, layers: 1, classes: 3, rows: 24, steps: 6, vocabulary: 40 },
  { size: 3, units: 5, layers: 2, classes: 2, rows: 24, steps: 5, vocabulary: 40, trainable: true },
])('an epoch of updates equals that of stock layers under Adam: %o', (shape) => {
  const fixture = createFixture(shape);
  const { network } = fixture;
  const model = createStock(fixture, shape);
  const adam = createPlainAdam(0.01);
  for (let step = 1; step <= 4; step++) {
    const rows = fixture.all.subarray((step - 1) * 6, step * 6);
    const { byWeight } = stockGradients(model, fixture, rows, shape.classes);
    const moved = model.getWeights().map((weight, at) => {
      const values = weight.dataSync() as Float32Array;
      return tf.tensor(
        at === 0 && shape.trainable !== true ? values : adam(step, at, values, byWeight[at]!),
        weight.shape,
      );
    });
    model.setWeights(moved);

    network.gradients(fixture.all, (step - 1) * 6, step * 6, step);
    network.update(step);
  }

  network.settle();

  const stock = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
  const ours = partsOf(readWeights(network.machine, network.plan, network.plan.values));
  ours.forEach(([name, values], at) => expect(worst(values, stock[at + 1]!), name).toBeLessThan(1e-5));
  expect(worst(readVectors(network.machine, network.plan), stock[0]!.subarray(shape.size))).toBeLessThan(1e-5);
});
