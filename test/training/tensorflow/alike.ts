import { expect } from 'vitest';
import type { ModelOptions } from '../../../core/grid.ts';
import type { MakeDirection } from '../../../training/network/direction.ts';
import { createRun, type RunInput } from '../../../training/run.ts';
import { createInput, type Delivered, finish, model, train } from '../run-fixture.ts';

const deliveredBy = (input: RunInput, direction?: MakeDirection): readonly Delivered[] => {
  const { epochs, end } = finish(createRun(input, undefined, direction));
  expect(end.state).toBe('done');
  return epochs;
};

/** Trains with our kernels and with others: every loss within 1e-4 of each other, every probability within 1e-4. */
export const expectAlike = (changes: Partial<RunInput>, direction: () => MakeDirection): void => {
  const input = createInput(changes);
  const ours = deliveredBy(input);
  const theirs = deliveredBy(input, direction());
  expect(theirs).toHaveLength(ours.length);
  theirs.forEach(({ curves, probabilities }, at) => {
    const expected = ours[at] as Delivered;
    for (const name of ['loss', 'heldOutLoss'] as const)
      curves[name].forEach((loss, epoch) => {
        expect(Math.abs(loss / (expected.curves[name][epoch] as number) - 1)).toBeLessThan(1e-4);
      });
    const far = probabilities.map((p, place) => Math.abs(p - (expected.probabilities[place] as number)));
    expect(Math.max(...far)).toBeLessThan(1e-4);
  });
};

const vectors = createInput().vectors.map((value) => value * 3);
const deep: Partial<ModelOptions> = { layers: 2, bidirectional: true };
const rates: Partial<ModelOptions> = { dropout: 0.5, inputDropout: 0.2, spatialDropout: 0.1 };

const on = (changes: Partial<ModelOptions>, more: Partial<RunInput> = {}): Partial<RunInput> => ({
  epochs: [3],
  model: { ...model, ...changes },
  ...more,
});

/** What of the format reaches a recurrent layer, for a cell. */
export const casesOf = (cell: ModelOptions['cell']): readonly (readonly [string, Partial<RunInput>])[] => [
  ['frozen vectors, two epochs counts', on({ cell }, { epochs: [1, 4] })],
  ['learnt vectors', on({ cell }, { trainable: true, vectors })],
  ['three layers', on({ cell, layers: 3, units: 11, dropout: 0.5 }, { train: { ...train, batch: 16 } })],
  ['both ways', on({ cell, ...deep }, { trainable: true })],
  ['the same masks', on({ cell, ...deep, ...rates }, { trainable: true })],
  ['the same masks before frozen vectors', on({ cell, ...rates })],
  ['pooling: mean', on({ cell, bidirectional: true, pooling: 'mean' })],
  ['pooling: max', on({ cell, bidirectional: true, pooling: 'max' })],
  ['pooling: attention', on({ cell, bidirectional: true, pooling: 'attention' })],
  ['clipped gradients, sgd', on({ cell, ...deep }, { train: { ...train, optimizer: 'sgd', clipNorm: 0.5 } })],
  ['one text a batch', on({ cell }, { train: { ...train, batch: 1 }, epochs: [1] })],
];
