import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreFold } from '../../../scoring/score-fold.ts';
import type { MakeDirection } from '../../../training/network/direction.ts';
import { readWeights } from '../../../training/network/weights.ts';
import { createRun, type RunInput } from '../../../training/run.ts';
import { createTraining } from '../../../training/run-epoch.ts';
import { beginRun, createRunParts } from '../../../training/run-parts.ts';
import { anySizes } from '../network/any-sizes.ts';
import { type Case, createFixture, partsOf, worst } from '../network/network-fixture.ts';
import { finish } from '../run-fixture.ts';
import { casesOf, expectAlike } from './alike.ts';
import { learnable } from './learnable.ts';
import { library, onLibrary } from './library.ts';

/** Losses of the first batches, each summed over its texts. */
const lossesOf = (input: RunInput, count: number, direction?: MakeDirection): readonly number[] => {
  const parts = createRunParts(input, direction);
  const train = createTraining(parts);
  let progress = beginRun(parts, undefined);
  return Array.from({ length: count }, () => {
    if (progress.batch === parts.batches) progress = { ...progress, epoch: progress.epoch + 1, batch: 0, loss: 0 };
    const next = train(progress);
    if ('state' in next) throw new Error(next.message);
    const loss = next.loss - progress.loss;
    progress = next;
    return loss;
  });
};

const scoresOf = (input: RunInput, direction?: MakeDirection) => {
  const { epochs } = finish(createRun(input, undefined, direction));
  const truth = Uint32Array.from(input.heldOutRows, (row) => input.labels[row] as number);
  return scoreFold({ probabilities: epochs[0]?.probabilities as Float32Array, truth, classes: input.classes }).scores;
};

describe('the library and our kernels', () => {
  it.each(casesOf('lstm'))('learn alike: %s', (_, changes) => {
    expectAlike(changes, onLibrary);
    expect(library.binding.getNumOfTensors()).toBe(0);
  });

  it('have the same loss in each of the first 50 batches, to 1e-4 of it', () => {
    const ours = lossesOf(learnable(0), 50);
    const theirs = lossesOf(learnable(0), 50, onLibrary());

    const far = theirs.map((loss, batch) => Math.abs(loss / (ours[batch] as number) - 1));
    expect(Math.max(...far)).toBeLessThan(1e-4);
    expect(ours[49]).toBeLessThan((ours[0] as number) * 0.95); // something was learnt meanwhile
  });

  it('give the scores of a trial of five folds to 0.01', () => {
    for (let fold = 0; fold < 5; fold++) {
      const input = learnable(fold, { epochs: [6] });
      const ours = scoresOf(input);
      const theirs = scoresOf(input, onLibrary());

      for (const name of ['accuracy', 'macroF1', 'logLoss', 'rocAuc'] as const)
        expect(Math.abs((theirs[name] as number) - (ours[name] as number)), name).toBeLessThan(0.01);
      expect(ours.accuracy).toBeGreaterThan(0.5);
    }
  });
});

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    ...anySizes,
    classes: fc.constantFrom(2, 3),
    trainable: fc.boolean(),
    dropout: fc.constantFrom(0, 0.5),
  })
  .filter(({ size, units, steps, rows }) => units * (size + units) * steps * rows < 2e7);

it('gradients and probabilities of any size are those of our kernels', () => {
  fc.assert(
    fc.property(anyCase, (shape) => {
      const found = [undefined, onLibrary()].map((direction) => {
        const { network, all } = createFixture(shape, direction);
        const { machine, plan } = network;
        const { loss } = network.gradients(all, 0, shape.rows, 1);
        const distinct = new Set(createFixture(shape).texts.flat()).size;
        const dx = plan.dx / 4;
        const learnt = shape.trainable === true ? machine.floats.slice(dx, dx + distinct * plan.vectorWidth) : [];
        const gradients = partsOf(readWeights(machine, plan, plan.gradients));
        const probabilities = new Float32Array(shape.rows * shape.classes);
        network.score(all, 0, shape.rows, probabilities, all);
        return { loss, learnt, gradients, probabilities };
      });
      const [ours, theirs] = found as [(typeof found)[number], (typeof found)[number]];

      expect(Math.abs(theirs.loss / ours.loss - 1)).toBeLessThan(1e-5);
      expect(worst(theirs.probabilities, ours.probabilities)).toBeLessThan(1e-5);
      expect(worst(theirs.learnt, ours.learnt)).toBeLessThan(1e-4);
      theirs.gradients.forEach(([name, values], at) =>
        expect(worst(values, ours.gradients[at]?.[1] ?? []), name).toBeLessThan(1e-4),
      );
    }),
    { numRuns: 40, seed: 11 },
  );
  expect(library.binding.getNumOfTensors()).toBe(0);
});
