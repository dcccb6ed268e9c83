import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelOptions } from '../../core/grid.ts';
import { nats } from '../../training/network/head.ts';
import { createRun } from '../../training/run.ts';
import { anyModel, anyOptimizer } from './any-model.ts';
import { createInput, finish, model, train, trained } from './run-fixture.ts';

const everything: ModelOptions = {
  ...model,
  cell: 'gru',
  layers: 4,
  bidirectional: true,
  inputDropout: 0.1,
  recurrentDropout: 0.2,
  spatialDropout: 0.3,
};

const kinds = [
  ['frozen vectors', { trainable: false }],
  ['learnt vectors', { trainable: true }],
  ['two layers', { trainable: false, model: { ...model, layers: 2 } }],
  ['gru', { trainable: false, model: { ...model, cell: 'gru' } }],
  ['bidirectional', { trainable: true, model: { ...model, layers: 2, bidirectional: true } }],
  ['dropout of inputs', { trainable: true, model: { ...model, inputDropout: 0.3, spatialDropout: 0.2 } }],
  ['dropout of states', { trainable: false, model: { ...model, bidirectional: true, recurrentDropout: 0.3 } }],
  ['all of it', { trainable: true, model: everything }],
  ['adamw', { trainable: true, train: { ...train, optimizer: 'adamw' } }],
  ['sgd', { trainable: true, train: { ...train, optimizer: 'sgd', clipNorm: 0.1 } }],
  ['rmsprop', { trainable: true, train: { ...train, optimizer: 'rmsprop', classWeights: 'balanced' } }],
  ['mean', { trainable: false, model: { ...model, pooling: 'mean' } }],
  ['max', { trainable: false, model: { ...model, pooling: 'max' } }],
  ['attention', { trainable: true, model: { ...model, bidirectional: true, pooling: 'attention' } }],
] as const;

test.each(kinds)('each delivered epoch has the bits of training to it alone: %s', (_, changes) => {
  const together = trained({ ...changes, epochs: [1, 2, 4] });

  const alone = [1, 2, 4].flatMap((epochs) => trained({ ...changes, epochs: [epochs] }));

  expect(together).toEqual(alone);
});

test.each(kinds)('a run goes on from a checkpoint at any step to the same bits: %s', (_, changes) => {
  const input = createInput({ ...changes, epochs: [3] });
  const expected = trained({ ...changes, epochs: [3] });
  const first = createRun(input);

  while (first.step().state === 'batch') {
    const resumed = createRun(input, first.checkpoint());
    expect(resumed.latest()).toEqual(first.latest());
    if (first.doneSteps % 3 === 0) expect(finish(resumed).epochs).toEqual(expected);
  }
});

test('a run of any model and optimizer that is killed anywhere goes on to the same bits', () => {
  const anyWhere = fc.integer({ min: 0, max: 11 });
  fc.assert(
    fc.property(anyModel, anyOptimizer, fc.boolean(), anyWhere, (options, optimizer, trainable, steps) => {
      const input = createInput({ model: options, train: { ...train, optimizer }, trainable, epochs: [2] });
      const killed = createRun(input);
      for (let step = 0; step < steps; step++) killed.step();

      const resumed = createRun(input, killed.checkpoint());

      expect(finish(resumed).epochs).toEqual(finish(createRun(input)).epochs);
    }),
    { numRuns: 20, seed: 1 },
  );
});

test('doneSteps counts every step up to totalSteps, from a checkpoint too', () => {
  const input = createInput({ epochs: [2, 3] });
  const run = createRun(input);
  for (let step = 0; step < 8; step++) {
    expect(run.doneSteps).toBe(step);
    run.step();
  }

  const resumed = createRun(input, run.checkpoint());

  const left = finish(resumed).steps;
  expect(run.totalSteps).toBe(3 * (5 + 1));
  expect(left).toBe(run.totalSteps - 8);
  expect(resumed.doneSteps).toBe(run.totalSteps);
});

test('the delivered curves are those of the delivered predictions', () => {
  const input = createInput({ epochs: [2] });
  const [delivered] = finish(createRun(input)).epochs;
  const { probabilities, curves } = delivered!;

  const losses = Array.from(input.heldOutRows, (row, at) => nats(probabilities[at * 3 + input.labels[row]!]!));

  expect(curves.heldOutLoss).toHaveLength(2);
  expect(curves.heldOutLoss[1]).toBe(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
  expect(curves.loss[1]).toBeLessThan(curves.loss[0]!);
});

test('a run learns what the tokens tell', () => {
  const epochs = trained({ epochs: [30] });

  expect(epochs[0]!.curves.heldOutAccuracy.at(-1)).toBeGreaterThan(0.6);
  expect(epochs[0]!.curves.accuracy.at(-1)).toBeGreaterThan(0.8);
});

test('the first weights, the order and the dropout differ between folds and repeats', () => {
  const losses = [{}, { fold: 3 }, { repeat: 1 }, { train: { ...train, seed: 8 } }].map(
    (changes) => trained({ ...changes, epochs: [1] })[0]!.curves.loss[0],
  );

  expect(new Set(losses).size).toBe(4);
});

test('epochs before a divergence are delivered as ever, the one that diverged is named, and that stays so', () => {
  const diverging = { train: { ...train, learningRate: 1e37 } };
  const run = createRun(createInput({ ...diverging, epochs: [1, 2, 200] }));

  const { epochs, end } = finish(run);

  expect(epochs).toEqual(trained({ ...diverging, epochs: [1, 2] }));
  expect(end).toMatchObject({ state: 'diverged', epoch: expect.any(Number) });
  expect(end).toHaveProperty('message', expect.stringMatching(/^The loss was NaN in epoch \d+, batch \d of 5\./));
  expect(run.step()).toEqual(end);
});

test.each(
  (['adam', 'adamw', 'sgd', 'rmsprop'] as const).flatMap((optimizer) =>
    [false, true].map((trainable) => [optimizer, trainable] as const),
  ),
)('a learning rate of 1e9 diverges: %s, learnt vectors %s', (optimizer, trainable) => {
  const own = { ...train, optimizer, learningRate: 1e9 };

  const { epochs, end } = finish(createRun(createInput({ trainable, train: own, epochs: [1, 5] })));

  expect(epochs).toEqual([]);
  expect(end).toMatchObject({
    state: 'diverged',
    epoch: 1,
    message: expect.stringMatching(/^(The loss|A weight) was /),
  });
});

test('a sigmoid learns, and gives both classes their probability', () => {
  const input = createInput({ epochs: [30], classes: 2, model: { ...model, head: 'sigmoid' } });
  const labels = input.labels.map((label) => Math.min(label, 1));

  const [delivered] = finish(createRun({ ...input, labels })).epochs;

  const { probabilities, curves } = delivered!;
  expect(curves.accuracy.at(-1)).toBeGreaterThan(0.85);
  for (let row = 0; row < 10; row++) expect(probabilities[row * 2]! + probabilities[row * 2 + 1]!).toBeCloseTo(1, 6);
});

test('vectors that stay frozen and texts that no side uses change nothing', () => {
  const input = createInput();
  const vectors = new Float32Array(input.vectors.length + input.size);
  vectors.set(input.vectors);

  const epochs = finish(createRun({ ...input, vectors })).epochs;

  expect(epochs).toEqual(finish(createRun(input)).epochs);
});

test('a checkpoint that is cut, changed or of another run is refused, one behind a wanted epoch is not used', () => {
  const input = createInput({ epochs: [3] });
  const run = createRun(input);
  for (let step = 0; step < 8; step++) run.step();
  const bytes = run.checkpoint();
  const changed = bytes.slice();
  changed[changed.length >> 1]! ^= 1;

  expect(() => createRun(input, bytes.subarray(0, bytes.length - 1))).toThrow('damaged');
  expect(() => createRun(input, changed)).toThrow('damaged');
  expect(() => createRun(input, new Uint8Array(10))).toThrow('no checkpoint of a run: 10 bytes');
  expect(() => createRun({ ...input, fold: 3 }, bytes)).toThrow('of another run');
  expect(createRun({ ...input, epochs: [1, 3] }, bytes).doneSteps).toBe(0);
  expect(createRun({ ...input, epochs: [2, 3] }, bytes).doneSteps).toBe(8);
});

test('what cannot be trained is refused by name, value and what can be', () => {
  const refused = (changes: Parameters<typeof createInput>[0]) => () => createRun(createInput(changes));

  expect(refused({ model: { ...model, layers: 5 } })).toThrow('model.layers is 5, expected 1 to 4');
  expect(refused({ model: { ...model, spatialDropout: 1 } })).toThrow('model.spatialDropout is 1, expected at least 0');
  expect(refused({ train: { ...train, clipNorm: 0 } })).toThrow('train.clipNorm is 0, expected a number above 0');
  expect(refused({ model: { ...model, head: 'sigmoid' } })).toThrow(
    'classes is 3, expected 2 with model.head: sigmoid',
  );
  expect(refused({ model: { ...model, dropout: 1 } })).toThrow('model.dropout is 1, expected at least 0 and below 1');
  expect(refused({ epochs: [5, 5] })).toThrow('epochs is 5,5, expected ascending whole numbers from 1');
  expect(refused({ trainRows: Uint32Array.of(50) })).toThrow('a row of trainRows is 50, expected below 50');
  expect(refused({ vectors: new Float32Array(6) })).toThrow('expected below 1');
});

test('a disposed run says so', () => {
  const run = createRun(createInput());

  run.dispose();

  expect(() => run.step()).toThrow('disposed');
});

test('any batch size, unit count and dropout trains, whatever the lengths', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.integer({ min: 1, max: 3 }),
      (batch, units, dropout, layers) => {
        const [delivered] = trained({
          epochs: [1],
          train: { ...train, batch },
          model: { ...model, units, dropout, layers },
        });
        const sums = Array.from({ length: 10 }, (_, row) =>
          delivered!.probabilities.subarray(row * 3, row * 3 + 3).reduce((sum, p) => sum + p),
        );
        for (const sum of sums) expect(sum).toBeCloseTo(1, 6);
      },
    ),
    { numRuns: 25, seed: 1 },
  );
});
