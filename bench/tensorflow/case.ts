import type { ModelOptions } from '../../core/grid.ts';
import { createStream } from '../../core/random.ts';
import { classWeightsOf } from '../../training/network/class-weights.ts';
import type { MakeDirection } from '../../training/network/direction.ts';
import { initialWeights } from '../../training/network/initialisers.ts';
import { createNetwork } from '../../training/network/network.ts';
import { train } from '../fold-input.ts';
import { writeVectors, writeWeights } from '../../training/network/weights.ts';

/** Sizes of one batch: vectors, units, texts, tokens of a text. */
export type Sizes = { readonly size: number; readonly units: number; readonly texts: number; readonly steps: number };

export const vocabulary = 5000;

const model = (units: number, cell: ModelOptions['cell']): ModelOptions => ({
  cell,
  layers: 1,
  units,
  bidirectional: false,
  dropout: 0,
  inputDropout: 0,
  recurrentDropout: 0,
  spatialDropout: 0,
  pooling: 'last',
  head: 'softmax',
});

const seed = { seed: 1, repeat: 0, fold: 0 };

/** Texts of random words: all of one length, or of any length up to it. */
const textsOf = ({ texts, steps }: Sizes, ragged: boolean) => {
  const stream = createStream('bench tensorflow', texts, steps);
  const lengths = Array.from({ length: texts }, () => (ragged ? 1 + stream.below(steps) : steps));
  const offsets = new Uint32Array(texts + 1);
  lengths.forEach((length, at) => (offsets[at + 1] = (offsets[at] as number) + length));
  const tokens = Uint32Array.from({ length: offsets[texts] as number }, () => stream.below(vocabulary));
  return { tokens, offsets };
};

/** Trains one batch over and over: frozen vectors, one layer, softmax over two classes, Adam. */
export const createBatch = (sizes: Sizes, ragged: boolean, cell: ModelOptions['cell'], how?: MakeDirection) => {
  const { size, units, texts: count, steps } = sizes;
  const texts = textsOf(sizes, ragged);
  const labels = Uint32Array.from({ length: count }, (_, at) => at % 2);
  const rows = Uint32Array.from(labels.keys());
  const shape = {
    model: model(units, cell),
    size,
    optimizer: train.optimizer,
    classes: 2,
    vocabulary,
    trainable: false,
    rows: count,
    positions: texts.tokens.length,
    steps,
  };
  const classWeights = classWeightsOf('none', labels, rows, 2);
  const network = createNetwork({ shape, seed, train, texts, labels, classWeights, createDirection: how });
  const stream = createStream('bench tensorflow vectors');
  const vectors = Float32Array.from({ length: vocabulary * size }, () => stream.uniform() - 0.5);
  writeVectors(network.machine, network.plan, vectors);
  writeWeights(network.machine, network.plan, initialWeights(shape, seed));
  let step = 0;
  return (): void => {
    step++;
    network.gradients(rows, 0, count, step);
    network.update(step);
  };
};
