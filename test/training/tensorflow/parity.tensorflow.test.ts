import { expect, test } from 'vitest';
import type { MakeDirection } from '../../../training/network/direction.ts';
import { createRun } from '../../../training/run.ts';
import type { RunInput } from '../../../training/run-input.ts';
import { createInput, model, train } from '../run-fixture.ts';
import { library, onLibrary } from './library.ts';

const all = (input: RunInput, direction?: MakeDirection) => {
  const run = createRun(input, undefined, direction);
  const found = [];
  for (;;) {
    const step = run.step();
    if (step.state === 'done') return found;
    if (step.state === 'diverged') throw new Error(step.message);
    if (step.state === 'epoch') found.push(step);
  }
};

const vectors = createInput().vectors.map((value) => value * 3);
const cases: readonly (readonly [string, Partial<RunInput>])[] = [
  ['frozen', { epochs: [1, 4] }],
  ['learnt', { epochs: [3], trainable: true, vectors }],
  ['deep', { epochs: [3], model: { ...model, layers: 3, units: 11, dropout: 0.5 }, train: { ...train, batch: 16 } }],
  ['both ways', { epochs: [3], trainable: true, model: { ...model, layers: 2, bidirectional: true, dropout: 0.5 } }],
  [
    'dropped',
    {
      epochs: [3],
      trainable: true,
      model: { ...model, layers: 2, bidirectional: true, inputDropout: 0.2, spatialDropout: 0.1 },
    },
  ],
  ['mean', { epochs: [3], model: { ...model, bidirectional: true, pooling: 'mean' } }],
  ['max', { epochs: [3], model: { ...model, bidirectional: true, pooling: 'max' } }],
  ['attention', { epochs: [3], model: { ...model, bidirectional: true, pooling: 'attention' } }],
];

test.each(cases)('%s: the library and our kernels learn alike', (_, changes) => {
  const input = createInput(changes);
  const ours = all(input);
  const theirs = all(input, onLibrary());
  theirs.forEach(({ curves, probabilities }, at) => {
    const expected = ours[at] as (typeof ours)[number];
    curves.loss.forEach((loss, epoch) =>
      expect(Math.abs(loss / (expected.curves.loss[epoch] as number) - 1)).toBeLessThan(1e-4),
    );
    const most = Math.max(...probabilities.map((p, place) => Math.abs(p - (expected.probabilities[place] as number))));
    expect(most).toBeLessThan(1e-4);
  });
  expect(library.binding.getNumOfTensors()).toBe(0);
});
