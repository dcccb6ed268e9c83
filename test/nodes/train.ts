/** Trains a little of everything with the built kernels and prints one digest per training: run by each version of Node.js. */
import { digestOfBytes } from '../../core/canonical.ts';
import { createRun } from '../../training/run.ts';
import type { RunInput } from '../../training/run.ts';
import { createWord2vec } from '../../training/word2vec/word2vec.ts';
import { createInput, model, train } from '../training/run-fixture.ts';

type Changes = { readonly model?: Partial<RunInput['model']>; readonly train?: Partial<RunInput['train']> };

const variants: Readonly<Record<string, Changes & Partial<Pick<RunInput, 'trainable'>>>> = {
  'plain LSTM': {},
  'three layers, learnt vectors': { model: { layers: 3, units: 11 }, trainable: true },
  'GRU, both directions, attention': { model: { cell: 'gru', bidirectional: true, pooling: 'attention' } },
  'every dropout, mean, sgd, clipped': {
    model: { pooling: 'mean', inputDropout: 0.2, recurrentDropout: 0.3, spatialDropout: 0.1 },
    train: { optimizer: 'sgd', clipNorm: 1 },
  },
  'max, rmsprop, balanced': { model: { pooling: 'max' }, train: { optimizer: 'rmsprop', classWeights: 'balanced' } },
  adamw: { train: { optimizer: 'adamw' } },
};

const digestOfRun = (changes: (typeof variants)[string]): string => {
  const { model: changedModel, train: changedTrain, ...rest } = changes;
  const input = createInput({ epochs: [3], ...rest });
  const run = createRun({ ...input, model: { ...model, ...changedModel }, train: { ...train, ...changedTrain } });
  for (;;) {
    const step = run.step();
    if (step.state === 'epoch') {
      const curves = new TextEncoder().encode(JSON.stringify(step.curves));
      const { buffer, byteOffset, byteLength } = step.probabilities;
      return digestOfBytes(Buffer.concat([new Uint8Array(buffer, byteOffset, byteLength), curves]));
    }
    if (step.state === 'done' || step.state === 'diverged') throw new Error(`the run ended as ${step.state}`);
  }
};

const digestOfVectors = (): string => {
  const { texts } = createInput();
  const options = { iterations: 5, window: 3, size: 20, minCount: 1, negative: 5, sample: 0.01, seed: 1 };
  const training = createWord2vec(texts, options);
  while (training.step());
  return digestOfBytes(new Uint8Array(training.result().vectors.slice().buffer));
};

const digests = {
  word2vec: digestOfVectors(),
  ...Object.fromEntries(Object.entries(variants).map(([name, changes]) => [name, digestOfRun(changes)])),
};
console.log(JSON.stringify(digests));
