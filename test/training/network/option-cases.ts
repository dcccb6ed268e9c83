import { type Case, createFixture, modelOf, partsOf, trainOf } from './network-fixture.ts';

const small = { size: 4, classes: 3, rows: 24, steps: 6, vocabulary: 40, units: 3, layers: 1 };
const learnt = { ...small, trainable: true, learningRate: 0.01 };
const both = { bidirectional: true, cell: 'gru' } as const;

/** Networks that Keras has trained too, texts by texts; see make-option-fixtures.py. */
export const optionCases: Readonly<Record<string, Case>> = {
  adam: { ...learnt, optimizer: 'adam' },
  adamw: { ...learnt, optimizer: 'adamw' },
  sgd: { ...learnt, optimizer: 'sgd', learningRate: 0.1 },
  rmsprop: { ...learnt, optimizer: 'rmsprop' },
  'clipped gradients': { ...small, optimizer: 'sgd', learningRate: 0.1, clipNorm: 0.2 },
  'clipped gradients, learnt vectors': { ...learnt, optimizer: 'sgd', learningRate: 0.1, clipNorm: 0.2 },
  'class weights': { ...learnt, classWeights: 'balanced' },
  sigmoid: { ...learnt, classes: 2, head: 'sigmoid', units: 5 },
  'sigmoid with class weights': {
    ...small,
    classes: 2,
    head: 'sigmoid',
    classWeights: 'balanced',
    optimizer: 'rmsprop',
  },
  'mean pooling': { ...learnt, pooling: 'mean' },
  'mean pooling of both directions': { ...small, ...both, pooling: 'mean' },
  'max pooling': { ...learnt, pooling: 'max' },
  'max pooling of both directions': { ...small, ...both, pooling: 'max' },
  attention: { ...learnt, pooling: 'attention', units: 4 },
  'attention over both directions': { ...small, ...both, pooling: 'attention', classes: 2, head: 'sigmoid' },
};

/** Batches of three texts, one after the other, over and over. */
export const optionSteps = 30;
export const optionBatch = (step: number): readonly [from: number, to: number] => {
  const from = ((step - 1) * 3) % small.rows;
  return [from, from + 3];
};

/** All that Keras needs to train a case. */
export const optionInput = (shape: Case) => {
  const fixture = createFixture(shape);
  return {
    ...shape,
    ...modelOf(shape),
    ...trainOf(shape),
    texts: fixture.texts,
    labels: fixture.labels,
    vectors: Array.from(fixture.vectors),
    weights: partsOf(fixture.weights).map(([, values]) => Array.from(values)),
    batches: Array.from({ length: optionSteps }, (_, at) => optionBatch(at + 1)),
  };
};
