import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readVectors, readWeights } from '../../../training/network/weights.ts';
import { createFixture, partsOf, worst } from './network-fixture.ts';
import { optionBatch, optionCases, optionSteps } from './option-cases.ts';

type Computed = {
  readonly losses: readonly number[];
  readonly gradients: readonly (readonly number[])[]; // of the first batch: of learnt vectors, then of the weights
  readonly weights: readonly (readonly number[])[]; // after all updates, likewise
};
const computed = JSON.parse(readFileSync(new URL('option-fixtures.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Computed>
>;

test.each(Object.entries(optionCases))('thirty updates equal those of Keras: %s', (name, shape) => {
  const { network, all } = createFixture(shape);
  const { machine, plan } = network;
  const keras = computed[name]!;
  const first = shape.trainable === true ? 1 : 0; // Keras lists the learnt vectors first
  const near = (what: string, ours: ArrayLike<number>, theirs: ArrayLike<number>): void =>
    expect(worst(ours, theirs), what).toBeLessThan(1e-5);

  const losses: number[] = [];
  for (let step = 1; step <= optionSteps; step++) {
    const [from, to] = optionBatch(step);
    losses.push(network.gradients(all, from, to, step).loss / (to - from));
    if (step === 1) {
      const gradients = partsOf(readWeights(machine, plan, plan.gradients));
      gradients.forEach(([part, values], at) => near(`gradient of ${part}`, values, keras.gradients[first + at]!));
    }
    network.update(step);
  }
  network.settle();

  near('losses', losses, keras.losses);
  const parts = partsOf(readWeights(machine, plan, plan.values));
  parts.forEach(([part, values], at) => near(part, values, keras.weights[first + at]!));
  if (first === 1) near('vectors', readVectors(machine, plan), keras.weights[0]!.slice(shape.size));
});
