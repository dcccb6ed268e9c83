import { createStream } from '../../../core/random.ts';
import type { RunInput } from '../../../training/run.ts';
import { packTexts } from '../network/network-fixture.ts';
import { createInput, model, train } from '../run-fixture.ts';

const classes = 3;
const words = 300;
const size = 32;

/** A fold of 900 texts of up to 40 words, of which some tell the class; a trial of five folds. */
export const learnable = (fold: number, changes: Partial<RunInput> = {}): RunInput => {
  const stream = createStream('learnable');
  const labels = Uint32Array.from({ length: 900 }, () => stream.below(classes));
  const drawn = Array.from(labels, (label) =>
    Array.from({ length: 1 + stream.below(40) }, () =>
      stream.below(6) === 0 ? 1 + label * 20 + stream.below(20) : 1 + stream.below(words - 1),
    ),
  );
  const vectors = Float32Array.from({ length: words * size }, () => stream.uniform() - 0.5);
  const rows = Uint32Array.from(labels.keys());
  return createInput({
    texts: packTexts(drawn),
    labels,
    classes,
    vectors,
    size,
    repeat: 0,
    fold,
    model: { ...model, units: 16, dropout: 0.5 },
    train: { ...train, batch: 32, learningRate: 0.005 },
    trainRows: rows.filter((row) => row % 5 !== fold),
    heldOutRows: rows.filter((row) => row % 5 === fold),
    ...changes,
  });
};
