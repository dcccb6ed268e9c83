import { expect, test } from 'vitest';
import { readWeights } from '../../../training/network/weights.ts';
import { type Case, createFixture, partsOf, worst } from './network-fixture.ts';
import { differences, oracleLoss, oracleProbabilities } from './oracle.ts';
import { oracleOf } from './oracle-of.ts';

const shapes: readonly Case[] = [
  { size: 1, units: 1, layers: 1, classes: 2, rows: 1, steps: 1 },
  { size: 3, units: 1, layers: 2, classes: 3, rows: 7, steps: 3 },
  { size: 7, units: 3, layers: 1, classes: 2, rows: 5, steps: 7, trainable: true },
  { size: 1, units: 7, layers: 1, classes: 9, rows: 3, steps: 4, dropout: 0.5 },
  { size: 5, units: 3, layers: 3, classes: 2, rows: 6, steps: 5, dropout: 0.3, trainable: true },
  { size: 9, units: 8, layers: 2, classes: 4, rows: 2, steps: 3, trainable: true },
];

const rates = { dropout: 0.3, spatialDropout: 0.25, inputDropout: 0.4, recurrentDropout: 0.35 };
const deep = { size: 5, units: 3, layers: 2, classes: 2, rows: 4, steps: 4, trainable: true };
const kinds: readonly Case[] = (['lstm', 'gru'] as const).flatMap((cell) =>
  [false, true].flatMap((bidirectional): readonly Case[] => [
    ...shapes.slice(0, 3).map((shape) => ({ ...shape, cell, bidirectional })),
    { ...deep, cell, bidirectional },
    { ...deep, cell, bidirectional, layers: 4, rows: 3, steps: 3 },
    ...Object.entries(rates)
      .filter(() => bidirectional) // one direction alone is part of it
      .map(([name, rate]) => ({ ...deep, cell, bidirectional, [name]: rate })),
    { ...deep, cell, bidirectional, ...rates },
    { ...deep, cell, bidirectional, ...rates, trainable: false, size: 9, units: 9, layers: 1 },
  ]),
);

const poolings = (['mean', 'max', 'attention'] as const).flatMap((pooling) =>
  [false, true].flatMap((bidirectional): readonly Case[] => [
    { ...deep, pooling, bidirectional, layers: 1, rows: 1, steps: 1, head: 'sigmoid' },
    { ...deep, pooling, bidirectional, rows: 7, steps: 6, classes: 3, dropout: 0.3 },
    { ...deep, pooling, bidirectional, cell: 'gru', units: 9, rows: 6, head: 'sigmoid', classWeights: 'balanced' },
  ]),
);
const heads: readonly Case[] = [
  { ...deep, rows: 7, head: 'sigmoid' },
  { ...deep, rows: 9, classes: 4, classWeights: 'balanced' },
];

test.each([...shapes, ...kinds, ...poolings, ...heads])('gradients equal central differences: %o', (shape) => {
  const fixture = createFixture(shape);
  const oracle = oracleOf(fixture, shape, 1);

  const { loss } = fixture.network.gradients(fixture.all, 0, fixture.all.length, 1);

  const { machine, plan } = fixture.network;
  const ours = readWeights(machine, plan, plan.gradients);
  expect(loss / shape.rows / oracleLoss(oracle)).toBeCloseTo(1, 6);
  const check = (name: string, values: unknown, gradient: Float32Array): void => {
    const { expected, found } = differences(oracle, values as Float64Array, gradient);
    expect(worst(found, expected), name).toBeLessThan(4e-5);
  };
  const values = partsOf(oracle.weights);
  partsOf(ours).forEach(([name, gradient], at) => check(name, values[at]![1], gradient));
  if (shape.trainable !== true) return;
  const got = new Float32Array(fixture.vectors.length);
  const words = machine.words;
  for (let token = 0; token < plan.shape.vocabulary; token++) {
    const mark = words[plan.marks / 4 + token]!;
    const from = plan.dx / 4 + (mark - 1) * plan.vectorWidth;
    if (mark > 0) got.set(machine.floats.subarray(from, from + shape.size), token * shape.size);
  }
  check('vectors', oracle.vectors, got);
});

test.each([
  { size: 33, units: 33, layers: 1, classes: 2, rows: 33, steps: 7 },
  { size: 100, units: 17, layers: 2, classes: 8, rows: 70, steps: 9 },
])('probabilities equal those of the plain implementation: %o', (shape) => {
  const fixture = createFixture(shape);
  const probabilities = new Float32Array(shape.rows * shape.classes);

  fixture.network.score(fixture.all, 0, shape.rows, probabilities, fixture.all);

  const expected = oracleProbabilities(oracleOf(fixture, shape, 0)).flat();
  expect(worst(probabilities, expected)).toBeLessThan(2e-6);
});

const variants = [
  { cell: 'lstm' },
  { cell: 'gru' },
  { cell: 'lstm', bidirectional: true },
  { cell: 'gru', bidirectional: true, spatialDropout: 0.2, inputDropout: 0.2, recurrentDropout: 0.3 },
] as const;

test.each(variants)('a text has the same probabilities, to the bit, alone and in any company: %o', (variant) => {
  const shape = { size: 33, units: 7, layers: 2, classes: 3, rows: 37, steps: 12, ...variant };
  const { network, all } = createFixture(shape);
  const together = new Float32Array(shape.rows * shape.classes);
  const alone = new Float32Array(shape.rows * shape.classes);
  network.score(all, 0, shape.rows, together, all);

  for (let text = 0; text < shape.rows; text++) network.score(all, text, text + 1, alone, all);

  expect(alone).toEqual(together);
});

test.each(variants)('room for longer texts and larger batches changes no bit of the gradients: %o', (variant) => {
  const sizes = { size: 10, units: 5, layers: 2, classes: 3, rows: 21, steps: 9 };
  const shape = { ...sizes, dropout: 0.25, trainable: true, ...variant };
  const { network, all } = createFixture(shape);
  const gradientsOf = (): Float32Array => {
    network.gradients(all, 3, 9, 1);
    const from = network.plan.gradients / 4;
    return network.machine.floats.slice(from, from + network.plan.parameters);
  };
  const first = gradientsOf();
  network.gradients(all, 0, shape.rows, 2); // leaves other values everywhere

  const again = gradientsOf();

  expect(again).toEqual(first);
});

test.each(variants)('what rounds the shapes up stays zero through training: %o', (variant) => {
  const sizes = { size: 9, units: 5, layers: 2, classes: 3, rows: 11, steps: 6 };
  const shape = { ...sizes, dropout: 0.5, trainable: true, ...variant };
  const { network, all } = createFixture(shape);
  for (let step = 1; step <= 5; step++) {
    network.gradients(all, 0, shape.rows, step);
    network.update(step);
  }
  const { plan, machine } = network;

  const own = readWeights(machine, plan, plan.values);

  const count = (values: Float32Array): number => values.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
  const block = machine.floats.subarray(plan.values / 4, plan.values / 4 + plan.parameters);
  expect(count(block)).toBe(partsOf(own).reduce((sum, [, part]) => sum + count(part), 0));
});
