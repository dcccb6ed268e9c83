import { expect, it } from 'vitest';
import type { RunInput } from '../../../training/run.ts';
import { createRun } from '../../../training/run.ts';
import { createInput, finish, model, train } from '../run-fixture.ts';
import { learnable } from './learnable.ts';
import { library, onLibrary } from './library.ts';

const kinds: readonly (readonly [string, Partial<RunInput>])[] = [
  ['one layer', {}],
  ['two layers both ways, learnt vectors', { trainable: true, model: { ...model, layers: 2, bidirectional: true } }],
  ['inputDropout', { model: { ...model, units: 7, inputDropout: 0.3, dropout: 0.4 } }],
];

const ended = (input: RunInput) => finish(createRun(input, undefined, onLibrary()));

it.each(kinds)('the same run gives the same bits: %s', (_, changes) => {
  const input = learnable(1, { epochs: [1, 2], ...changes });

  expect(ended(input)).toEqual(ended(input));
});

it.each(kinds)('a run goes on from a checkpoint to the same bits: %s', (_, changes) => {
  const input = createInput({ epochs: [3], ...changes });
  const { epochs, steps } = ended(input);
  for (const at of [1, 4, 7, steps - 2]) {
    const first = createRun(input, undefined, onLibrary());
    for (let step = 0; step < at; step++) first.step();

    const resumed = createRun(input, first.checkpoint(), onLibrary());

    expect(finish(resumed).epochs).toEqual(epochs);
  }
});

it('a run that diverges says so as with our kernels, and leaves nothing in the library', () => {
  const input = createInput({ train: { ...train, learningRate: 1e37 }, epochs: [200] });

  const { end } = ended(input);

  expect(end).toMatchObject({ state: 'diverged', message: expect.stringMatching(/^(The loss|A weight) was /) });
  expect(library.binding.getNumOfTensors()).toBe(0);
});

it('a layer that drops states is refused, not trained without', () => {
  const input = createInput({ model: { ...model, recurrentDropout: 0.2 } });

  expect(() => createRun(input, undefined, onLibrary())).toThrow('model.recurrentDropout');
});

it('a GRU is refused where no GPU has a layer for it', () => {
  const run = createRun(createInput({ model: { ...model, cell: 'gru' } }), undefined, onLibrary());

  expect(() => run.step()).toThrow('model.cell');
  expect(library.binding.getNumOfTensors()).toBe(0);
});

it('2,000 steps leave no tensor behind, and no memory', () => {
  const kind = { ...model, layers: 2, bidirectional: true };
  const run = createRun(createInput({ epochs: [1000], model: kind, trainable: true }), undefined, onLibrary());
  const rss = (): number => process.memoryUsage.rss() / 2 ** 20;
  const train1 = (steps: number): void => {
    for (let step = 0; step < steps; step++) run.step();
  };
  train1(500); // buffers, caches and the collector's heap have found their size
  const before = rss();

  train1(2000);

  expect(library.binding.getNumOfTensors()).toBe(0);
  expect(rss() - before).toBeLessThan(40);
});
