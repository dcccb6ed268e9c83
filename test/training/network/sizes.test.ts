import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStream } from '../../../core/random.ts';
import { readWeights } from '../../../training/network/weights.ts';
import { anySizes } from './any-sizes.ts';
import { type Case, createFixture, partsOf, worst } from './network-fixture.ts';
import { oracleLoss, oracleProbabilities } from './oracle.ts';
import { oracleOf } from './oracle-of.ts';

const mostProducts = 1.5e5; // of the plain implementation, per text pass

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    ...anySizes,
    cell: fc.constantFrom('lstm' as const, 'gru' as const),
    classes: fc.constantFrom(2, 3, 9),
    head: fc.constantFrom('softmax' as const, 'sigmoid' as const),
    classWeights: fc.constantFrom('none' as const, 'balanced' as const),
    recurrentDropout: fc.constantFrom(0, 0.3),
  })
  .map((shape) => ({ ...shape, classes: shape.head === 'sigmoid' ? 2 : shape.classes }))
  .filter(
    ({ size, units, steps, rows, layers, bidirectional }) =>
      units * (size + 2 * units * layers) * steps * rows * (bidirectional ? 2 : 1) < mostProducts,
  );

const parameters = { numRuns: 30, seed: 5 };

test('probabilities of any size are those of the plain implementation', () => {
  fc.assert(
    fc.property(anyCase, (shape) => {
      const fixture = createFixture(shape);
      const probabilities = new Float32Array(shape.rows * shape.classes);

      fixture.network.score(fixture.all, 0, shape.rows, probabilities, fixture.all);

      expect(worst(probabilities, oracleProbabilities(oracleOf(fixture, shape, 0)).flat())).toBeLessThan(5e-6);
    }),
    parameters,
  );
});

test('gradients of any size, along a random direction in all weights, are those of the plain implementation', () => {
  fc.assert(
    fc.property(anyCase, (shape) => {
      const fixture = createFixture(shape);
      const { machine, plan } = fixture.network;
      fixture.network.gradients(fixture.all, 0, shape.rows, 1);
      const gradients = partsOf(readWeights(machine, plan, plan.gradients));
      const oracle = oracleOf(fixture, shape, 1);
      const stream = createStream('direction');
      const signs = gradients.map(([, values]) => Float64Array.from(values, () => (stream.below(2) === 0 ? -1 : 1)));
      const weights = partsOf(oracle.weights).map(([, values]) => values);
      const move = (by: number): void =>
        weights.forEach((values, part) => values.forEach((_, at) => (values[at]! += by * signs[part]![at]!)));
      const lossAt = (by: number): number => {
        move(by);
        const loss = oracleLoss(oracle);
        move(-by);
        return loss;
      };
      const step = 1e-6;

      const expected = (lossAt(step) - lossAt(-step)) / (2 * step);

      let found = 0;
      let squares = 0;
      gradients.forEach(([, values], part) =>
        values.forEach((value, at) => {
          found += value * signs[part]![at]!;
          squares += value ** 2;
        }),
      );
      expect(Math.abs(found - expected) / Math.sqrt(squares)).toBeLessThan(1e-4);
    }),
    parameters,
  );
});
