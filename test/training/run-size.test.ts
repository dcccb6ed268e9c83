import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelOptions } from '../../core/grid.ts';
import { createRunParts } from '../../training/run-parts.ts';
import { estimateRunBytes, runCost } from '../../training/run-size.ts';
import { anyModel, anyOptimizer } from './any-model.ts';
import { createInput, model, train, trained } from './run-fixture.ts';

test('cost counts the multiply-adds of the matrix products, token by token', () => {
  const shape = { model: { ...model, units: 16 }, size: 100, classes: 2, trainable: false };
  const sides = { train: { rows: 10, tokens: 200 }, heldOut: { rows: 3, tokens: 50 } };

  const cost = runCost({ ...shape, ...sides, epochs: 1 });

  // forward x·W and h·U; back dW, dU and dh
  const training = 200 * (6400 + 1024 + 6400 + 1024 + 1024) + 10 * 3 * 32;
  expect(cost).toBe(training + 50 * 7424 + 3 * 32);
  expect(runCost({ ...shape, ...sides, trainable: true, epochs: 1 }) - cost).toBe(200 * 6400);
});

test('each direction of each layer has three gates in a GRU and four in an LSTM', () => {
  const sides = { train: { rows: 0, tokens: 1 }, heldOut: { rows: 0, tokens: 0 } };
  const costOf = (changes: Partial<ModelOptions>): number =>
    runCost({
      model: { ...model, units: 16, ...changes },
      size: 100,
      classes: 2,
      trainable: true,
      ...sides,
      epochs: 1,
    });

  expect(costOf({ cell: 'gru' })).toBe(3 * (3 * 16 * (100 + 16)));
  expect(costOf({ bidirectional: true, layers: 2 })).toBe(3 * (2 * 64 * (100 + 16) + 2 * 64 * (32 + 16)));
});

test('attention adds its own products to every token, the sigmoid has one output', () => {
  const shape = { model: { ...model, units: 16 }, size: 100, classes: 2, trainable: true, epochs: 1 };
  const none = { rows: 0, tokens: 0 };
  const ofTokens = (changes: Partial<ModelOptions>, tokens: number): number =>
    runCost({ ...shape, model: { ...shape.model, ...changes }, train: none, heldOut: { rows: 1, tokens } });

  expect(ofTokens({ pooling: 'attention' }, 10) - ofTokens({}, 10)).toBe(10 * (16 * 16 + 2 * 16));
  expect(ofTokens({ head: 'sigmoid' }, 0)).toBe(16);
});

test('the cost that an epoch is delivered with is that of training to it alone', () => {
  const [first, second] = trained({ epochs: [2, 5] });

  expect(second!.cost / first!.cost).toBe(2.5);
});

test('the estimate of memory covers what a run reserves, whatever its shape', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      anyModel,
      anyOptimizer,
      (batch, units, trainable, options, optimizer) => {
        const own = { ...train, batch, optimizer };
        const input = createInput({ trainable, model: { ...options, units }, train: own });
        const { size, classes, texts } = input;
        const vocabulary = input.vectors.length / size;
        const sizes = { model: input.model, size, classes, trainable, optimizer, batch, vocabulary };
        const estimate = estimateRunBytes({ ...sizes, maxTokens: 9, rows: 50, tokens: texts.tokens.length });

        const { plan } = createRunParts(input).network;

        expect(estimate).toBeGreaterThan(plan.bytes);
        expect(estimate).toBeLessThan(4 * plan.bytes);
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

test('what no machine can train shows in the estimate', () => {
  const deep = { ...model, units: 4096, layers: 3 };
  const huge = { model: deep, size: 300, classes: 2, vocabulary: 1e5, trainable: true, optimizer: 'adam' as const };

  expect(estimateRunBytes({ ...huge, batch: 512, maxTokens: 400, rows: 1e5, tokens: 1e7 })).toBeGreaterThan(2 ** 32);
});
