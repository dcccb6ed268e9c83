import type { ModelOptions, TrainOptions } from '../../core/grid.ts';
import { createStream } from '../../core/random.ts';
import { createRun, type Run, type RunInput, type RunStep } from '../../training/run.ts';
import { packTexts } from './network/network-fixture.ts';

export const model: ModelOptions = {
  cell: 'lstm',
  layers: 1,
  units: 5,
  bidirectional: false,
  dropout: 0.25,
  inputDropout: 0,
  recurrentDropout: 0,
  spatialDropout: 0,
  pooling: 'last',
  head: 'softmax',
};

export const train: TrainOptions = {
  batch: 8,
  epochs: 1,
  optimizer: 'adam',
  learningRate: 0.01,
  clipNorm: 'none',
  classWeights: 'none',
  seed: 7,
};

/** 50 texts of 1 to 9 tokens in three classes that the tokens tell apart; every fifth text is held out. */
export const createInput = (changes: Partial<RunInput> = {}): RunInput => {
  const stream = createStream('run fixture');
  const labels = Uint32Array.from({ length: 50 }, () => stream.below(3));
  const texts = packTexts(
    Array.from(labels, (label) =>
      Array.from(
        { length: 1 + stream.below(9) },
        () => 1 + (stream.below(3) === 0 ? stream.below(12) : label * 4 + stream.below(4)),
      ),
    ),
  );
  const size = 6;
  const vectors = Float32Array.from({ length: 13 * size }, (_, at) => (at < size ? 0 : stream.uniform() - 0.5));
  const rows = Uint32Array.from(labels.keys());
  return {
    model,
    train,
    trainable: false,
    epochs: [3],
    texts,
    labels,
    classes: 3,
    vectors,
    size,
    repeat: 0,
    fold: 2,
    trainRows: rows.filter((row) => row % 5 !== 0),
    heldOutRows: rows.filter((row) => row % 5 === 0).toReversed(),
    ...changes,
  };
};

export type Delivered = Extract<RunStep, { readonly state: 'epoch' }>;

/** Steps to the end; what was delivered, and the last step. */
export const finish = (
  run: Run,
): { readonly epochs: readonly Delivered[]; readonly end: RunStep; readonly steps: number } => {
  const epochs: Delivered[] = [];
  for (let steps = 0; ; steps++) {
    const step = run.step();
    if (step.state === 'epoch') epochs.push(step);
    if (step.state === 'done' || step.state === 'diverged') return { epochs, end: step, steps };
  }
};

export const trained = (changes: Partial<RunInput> = {}): readonly Delivered[] =>
  finish(createRun(createInput(changes))).epochs;
