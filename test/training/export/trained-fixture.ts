import type { ModelOptions, TextOptions } from '../../../core/grid.ts';
import { createStream } from '../../../core/random.ts';
import type { ModelFacts, TrainedModel } from '../../../training/export/trained-model.ts';
import { someCell } from './some-cell.ts';

export type Shape = Pick<ModelOptions, 'cell' | 'layers' | 'units' | 'bidirectional' | 'pooling' | 'head'>;

/** Every cell, direction, pooling and head, with one, two and four layers. */
export const everyShape = (['lstm', 'gru'] as const).flatMap((cell) =>
  [false, true].flatMap((bidirectional) =>
    (['last', 'mean', 'max', 'attention'] as const).flatMap((pooling) =>
      (['softmax', 'sigmoid'] as const).flatMap((head) =>
        [1, 2, 4].map((layers): Shape => ({ cell, bidirectional, pooling, head, layers, units: 3 })),
      ),
    ),
  ),
);

const words = ['bus', 'kampus', 'dosen', "it's", 'naïve', '数', 'food', 'bad', 'good', 'slow', '-', '"'];

/** A model with drawn weights, as if it had been trained. */
export const someModel = (
  shape: Shape,
  {
    size = 5,
    classes = 3,
    seed = 1,
    maxTokens = 9,
  }: { size?: number; classes?: number; seed?: number; maxTokens?: number } = {},
): TrainedModel => {
  const stream = createStream(seed, 'test');
  const draw = (count: number, scale = 1): Float32Array =>
    Float32Array.from({ length: count }, () => (2 * stream.uniform() - 1) * scale);
  const { units, cell } = shape;
  const gates = cell === 'lstm' ? 4 : 3;
  const width = units * (shape.bidirectional ? 2 : 1);
  const labels = shape.head === 'sigmoid' ? ['no', 'yes'] : ['a', 'b', 'c', 'd', 'e'].slice(0, classes);
  const outputs = shape.head === 'sigmoid' ? 1 : labels.length;
  const direction = (inputs: number) => ({
    kernel: draw(inputs * gates * units, 1.5),
    recurrent: draw(units * gates * units),
    bias: draw(gates * units * (cell === 'gru' ? 2 : 1)),
  });
  const layers = Array.from({ length: shape.layers }, (_, at) => {
    const inputs = at === 0 ? size : width;
    return { forward: direction(inputs), backward: shape.bidirectional ? direction(inputs) : null };
  });
  const attention =
    shape.pooling === 'attention' ? { kernel: draw(width * width), bias: draw(width), context: draw(width, 2) } : null;
  const model: ModelOptions = { ...someCell.model, ...shape };
  const text: TextOptions = someCell.text;
  return {
    weights: { layers, attention, head: { kernel: draw(width * outputs, 2), bias: draw(outputs) } },
    table: draw((words.length + 1) * size),
    vocabulary: words,
    size,
    model,
    text: { options: text, lists: { replace: [['gud', ['good']]], stopwords: ['the'] } },
    maxTokens,
    labels,
  };
};

export const someFacts: ModelFacts = {
  sweep: 'paper',
  trial: { id: 't3f9a', name: 'batch=64,units=16' },
  cell: someCell,
  engine: 'wasm',
  numerics: 3,
  program: '0.1.0',
  reading: { text: ['title', 'body'], label: 'topic', delimiter: ';', encoding: 'windows-1252' },
  data: { files: [{ name: 'campus.csv', digest: 'ab'.repeat(32) as never }], rows: 120, classes: [50, 40, 30] },
  scores: {
    by: 'accuracy',
    folds: { count: 5, mean: { accuracy: 0.8123456789, rocAuc: null }, sd: { accuracy: 0.02 } },
    selection: { estimate: 0.8, low: 0.78, high: 0.82 },
    test: { rows: 30, values: { accuracy: 0.79 }, look: 2 },
    baseline: { label: 'a', values: { accuracy: 0.41 } },
  },
  caveats: ['word2vec saw the held-out texts'],
};

/** Token sequences (0 = out of the vocabulary) of many lengths, longest `maxTokens`. */
export const someTexts = (model: TrainedModel, count = 12, seed = 7): readonly (readonly number[])[] => {
  const stream = createStream(seed, 'texts');
  return Array.from({ length: count }, (_, at) => {
    const length = at === 0 ? model.maxTokens : 1 + Math.floor(stream.uniform() * model.maxTokens);
    return Array.from({ length }, () => Math.floor(stream.uniform() * (model.vocabulary.length + 1)));
  });
};
