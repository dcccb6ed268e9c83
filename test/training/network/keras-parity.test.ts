import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readVectors, readWeights } from '../../../training/network/weights.ts';
import { kerasCases, kerasSteps } from './keras-cases.ts';
import { type Case, createFixture, type Fixture, partsOf, worst } from './network-fixture.ts';

type Computed = {
  readonly losses: readonly number[];
  readonly gradients: readonly (readonly number[])[]; // of the first batch, in the order of the weights; then of learnt vectors
  readonly weights: readonly (readonly number[])[]; // after all updates
};
const computed = JSON.parse(readFileSync(new URL('keras-fixtures.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Computed>
>;

/** Gradients of the learnt vectors, [vocabulary, size]. */
const vectorGradients = ({ network: { machine, plan }, vectors }: Fixture, { size }: Case): Float32Array => {
  const gradients = new Float32Array(vectors.length);
  for (let token = 0; token < plan.shape.vocabulary; token++) {
    const mark = machine.words[plan.marks / 4 + token]!;
    const from = plan.dx / 4 + (mark - 1) * plan.vectorWidth;
    if (mark > 0) gradients.set(machine.floats.subarray(from, from + size), token * size);
  }
  return gradients;
};

test.each(Object.entries(kerasCases))('loss, gradients and updates equal those of Keras: %s', (name, shape) => {
  const fixture = createFixture(shape);
  const { network, all } = fixture;
  const { machine, plan } = network;
  const keras = computed[name]!;
  const near = (what: string, ours: ArrayLike<number>, theirs: ArrayLike<number>): void =>
    expect(worst(ours, theirs), what).toBeLessThan(1e-5);

  for (let step = 1; step <= kerasSteps; step++) {
    const { loss } = network.gradients(all, 0, shape.rows, step);
    near(`loss ${step}`, [loss / shape.rows], [keras.losses[step - 1]!]);
    if (step === 1) {
      const parts = partsOf(readWeights(machine, plan, plan.gradients));
      parts.forEach(([part, values], at) => near(`gradient of ${part}`, values, keras.gradients[at]!));
      if (shape.trainable === true) near('vectors', vectorGradients(fixture, shape), keras.gradients[parts.length]!);
    }
    network.update(step);
  }

  const parts = partsOf(readWeights(machine, plan, plan.values));
  parts.forEach(([part, values], at) => near(part, values, keras.weights[at]!));
  if (shape.trainable === true) near('vectors', readVectors(machine, plan), keras.weights[parts.length]!);
});
