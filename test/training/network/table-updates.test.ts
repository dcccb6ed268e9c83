import { expect, test } from 'vitest';
import type { TrainOptions } from '../../../core/grid.ts';
import { createStream } from '../../../core/random.ts';
import { createMachine, type Machine } from '../../../training/network/kernel.ts';
import { type NetworkPlan, planNetwork } from '../../../training/network/layout.ts';
import { createOptimiser, type OptimiserOptions } from '../../../training/network/optimiser.ts';
import { readVectors, writeVectors } from '../../../training/network/weights.ts';
import { modelOf } from './network-fixture.ts';
import { plainRules } from './plain-rules.ts';

const vocabulary = 30;
const size = 5;
const learningRate = 0.01;

const planOf = (optimizer: TrainOptions['optimizer']): NetworkPlan =>
  planNetwork({
    model: modelOf({ units: 2 }),
    size,
    classes: 2,
    vocabulary,
    trainable: true,
    optimizer,
    rows: 4,
    positions: vocabulary,
    steps: vocabulary,
  });

type Row = { readonly token: number; readonly gradient: readonly number[] };

/** Some tokens with gradients of all sizes; a low token comes up often, a high one hardly ever. */
const drawRows = (step: number): readonly Row[] => {
  const stream = createStream('table', step);
  const tokens = Array.from({ length: vocabulary }, (_, token) => token);
  return tokens
    .filter((token) => stream.uniform() < 0.8 ** token || step % 307 === token)
    .map((token) => ({
      token,
      gradient: Array.from({ length: size }, () => (stream.uniform() - 0.5) * 10 ** -stream.below(8)),
    }));
};

const steps = 700; // beyond the longest that a row falls behind
const drawn = Array.from({ length: steps + 1 }, (_, step) => drawRows(step));

const batchOf = (distinct: number) => ({
  order: new Uint32Array(4),
  texts: 1,
  steps: 1,
  positions: distinct,
  distinct,
});

const write = ({ floats, words }: Machine, plan: NetworkPlan, rows: readonly Row[]): void =>
  rows.forEach(({ token, gradient }, at) => {
    words[plan.tokens / 4 + at] = token;
    floats.set(gradient, plan.dx / 4 + at * plan.vectorWidth);
  });

const start = Float32Array.from({ length: vocabulary * size }, (_, at) => Math.sin(at));

/** The vectors after so many steps, however the table was kept. */
const train = (options: OptimiserOptions): Float32Array => {
  const plan = planOf(options.optimizer);
  const machine = createMachine(plan.bytes);
  const optimiser = createOptimiser(machine, plan, options);
  writeVectors(machine, plan, start);
  for (let step = 1; step <= steps; step++) {
    const rows = drawn[step]!;
    const batch = batchOf(rows.length);
    write(machine, plan, rows);
    optimiser.prepare(batch);
    optimiser.update(batch, step);
  }
  optimiser.settle();
  return readVectors(machine, plan);
};

/** The same with every row moved in every step, in doubles. */
const trainPlainly = (optimizer: TrainOptions['optimizer']): Float64Array => {
  const weights = Array.from(start, (w) => ({ w, first: 0, second: 0 }));
  for (let step = 1; step <= steps; step++) {
    const gradients = new Map(drawn[step]!.map(({ token, gradient }) => [token, gradient]));
    weights.forEach((weight, at) => {
      const gradient = Math.fround(gradients.get(Math.floor(at / size))?.[at % size] ?? 0);
      plainRules[optimizer](weight, gradient, learningRate, step);
    });
  }
  return Float64Array.from(weights, ({ w }) => w);
};

const optimizers = ['adam', 'adamw', 'sgd', 'rmsprop'] as const;

test.each(optimizers)('rows that catch up end where steps over the whole table lead: %s', (optimizer) => {
  const ours = train({ optimizer, learningRate, clipNorm: 'none' });

  const plain = trainPlainly(optimizer);
  const moved = plain.map((value, at) => Math.abs(value - start[at]!));
  const gaps = plain.map((value, at) => Math.abs(value - ours[at]!));
  expect(Math.min(...moved)).toBeGreaterThan(0);
  gaps.forEach((gap, at) => expect(gap).toBeLessThan(1e-5 * moved[at]! + 1e-6));
});

test.each(optimizers)('what a row misses is what the formula says, to a millionth: %s', (optimizer) => {
  const plan = planOf(optimizer);
  const machine = createMachine(plan.bytes);
  const optimiser = createOptimiser(machine, plan, { optimizer, learningRate, clipNorm: 'none' });
  const gradients = [1, 1e-3, -1e-5, 1e-6, 1e-8];
  const weights = gradients.map(() => ({ w: 0, first: 0, second: 0 }));
  write(machine, plan, [{ token: 3, gradient: gradients }]);
  optimiser.update(batchOf(1), 1);
  const afterOne = readVectors(machine, plan).slice(3 * size, 4 * size);
  for (let step = 2; step <= 200; step++) optimiser.update(batchOf(0), step);

  optimiser.settle();

  const ours = readVectors(machine, plan).subarray(3 * size, 4 * size);
  for (let step = 1; step <= 200; step++) {
    weights.forEach((weight, at) =>
      plainRules[optimizer](weight, step === 1 ? Math.fround(gradients[at]!) : 0, learningRate, step),
    );
  }
  weights.forEach(({ w }, at) => {
    if (optimizer === 'rmsprop') expect(ours[at]).toBe(afterOne[at]);
    else expect(ours[at]! / w).toBeCloseTo(1, 5);
  });
});
