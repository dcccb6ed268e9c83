import * as z from 'zod';
import type { ModelOptions, TrainOptions } from '../../core/grid.ts';
import type { Fields } from './field.ts';
import { asAxis, choice, flag, positive, rate, seed, whole, wholeBetween, wordOr } from './field.ts';

export const modelFields = {
  cell: asAxis(
    choice(['lstm', 'gru'], {
      description: 'The recurrent cell. gru resets after the product, as Keras has it.',
      examples: ['lstm', ['lstm', 'gru']],
      fallback: 'lstm',
    }),
  ),
  layers: asAxis(
    wholeBetween(1, 4, {
      description: 'Recurrent layers, one upon another: 1 to 4.',
      examples: [1, [1, 2]],
      fallback: 1,
    }),
  ),
  units: asAxis(
    whole(1, {
      description: 'Units of each recurrent layer; with bidirectional, of each direction.',
      examples: [16, [16, 32]],
      fallback: 16,
    }),
  ),
  bidirectional: asAxis(
    flag({
      description: 'Whether a second set of units reads each text from its own end; both outputs are joined.',
      examples: [false, [false, true]],
      fallback: false,
    }),
  ),
  dropout: asAxis(
    rate({
      description: 'Dropout after every recurrent layer, the last one included.',
      examples: [0.5, [0.25, 0.5]],
      fallback: 0.5,
    }),
  ),
  inputDropout: asAxis(
    rate({
      description: "Dropout of each recurrent layer's inputs, one mask per text (Keras' LSTM(dropout=)).",
      examples: [0, [0, 0.2]],
      fallback: 0,
    }),
  ),
  recurrentDropout: asAxis(
    rate({
      description: "Dropout of the recurrent state, one mask per text and gate (Keras' LSTM(recurrent_dropout=)).",
      examples: [0, [0, 0.2]],
      fallback: 0,
    }),
  ),
  spatialDropout: asAxis(
    rate({
      description: "Dropout of whole embedding channels, one mask per text (Keras' SpatialDropout1D).",
      examples: [0, [0, 0.2]],
      fallback: 0,
    }),
  ),
  pooling: asAxis(
    choice(['last', 'mean', 'max', 'attention'], {
      description:
        "How the outputs at a text's words become one: last (the state after its last word; reading backwards, after its first), mean, max, or attention (a weighted mean whose weights are learnt: tanh(W h + b) against a learnt context, softmax over the text). Padding never counts.",
      examples: ['last', ['last', 'mean', 'max', 'attention']],
      fallback: 'last',
    }),
  ),
  head: asAxis(
    choice(['softmax', 'sigmoid'], {
      description:
        'The output: softmax, or sigmoid (one output for two classes, binary cross-entropy; its class is the second label).',
      examples: ['softmax', ['softmax', 'sigmoid']],
      fallback: 'softmax',
    }),
  ),
} as const satisfies Fields<ModelOptions>;

export const trainFields = {
  batch: asAxis(whole(1, { description: 'Texts in a batch.', examples: [64, [32, 64]], fallback: 64 })),
  epochs: asAxis(
    whole(1, {
      description:
        'Passes over the training texts. [5, 10, 25, 50] costs the same as 50, since each is scored on the way: use it where you would use early stopping.',
      examples: [25, [5, 10, 25, 50]],
      fallback: 25,
    }),
  ),
  optimizer: asAxis(
    choice(['adam', 'sgd', 'rmsprop', 'adamw'], {
      description:
        'How weights are moved, with the defaults of Keras 3: adam, adamw (weight decay 0.004), rmsprop, or sgd (with momentum 0.9). Learnt word vectors move as Keras moves them, in every step and whether or not their word came up; what a word has missed is computed when it comes up next, so that a large vocabulary costs no time.',
      examples: ['adam', ['adam', 'sgd', 'rmsprop', 'adamw']],
      fallback: 'adam',
    }),
  ),
  learningRate: asAxis(
    positive({
      description: 'Step size of the optimizer.',
      examples: [0.001, [0.001, 0.01], { from: 0.0001, to: 0.01, scale: 'log', steps: 5 }],
      fallback: 0.001,
    }),
  ),
  clipNorm: asAxis(
    wordOr(
      'none',
      z.number().gt(0),
      'a number greater than 0',
      {
        description:
          "Largest norm of a batch's gradient, over all weights together (Keras' global_clipnorm, PyTorch's clip_grad_norm_) and learnt word vectors with them: a longer gradient is shortened to it.",
        examples: ['none', 1, ['none', 1, 5]],
        fallback: 'none',
      },
      'number',
    ),
  ),
  classWeights: asAxis(
    choice(['none', 'balanced'], {
      description:
        "Whether rare classes weigh more in the loss: balanced gives a class n / (classes × its n) of the fold's training texts (scikit-learn's balanced, as Keras' class_weight). Held-out losses are never weighted.",
      examples: ['none', 'balanced', ['none', 'balanced']],
      fallback: 'none',
    }),
  ),
  seed: seed({
    description: 'Seed of weights, order and dropout. Never an axis: for several seeds write split.repeats.',
    examples: [0],
    fallback: 0,
  }),
} as const satisfies Fields<TrainOptions>;
