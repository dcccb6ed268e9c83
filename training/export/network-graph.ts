import { gatesOf } from '../network/layer-layout.ts';
import type { DirectionWeights } from '../network/weights.ts';
import { dense, embedding, node, type Node, recurrent, reshape, tensor, widthOf } from './graph.ts';
import { padLevel, steppedGru } from './stepped-gru.ts';
import type { TrainedModel } from './trained-model.ts';

/** Ids of tokens in the exported networks: padding, words out of the vocabulary, then the vocabulary. */
export const paddingId = 0;
export const unknownId = 1;
export const firstWordId = 2;

const inputsTable = ({ table, vocabulary, size }: TrainedModel) => {
  const rows = new Float32Array((vocabulary.length + firstWordId) * size);
  rows.set(table, size);
  return tensor(rows, vocabulary.length + firstWordId, size);
};

/** [ids, 1]: 0, and padLevel for padding. */
const paddingTable = ({ vocabulary }: TrainedModel) => {
  const rows = new Float32Array(vocabulary.length + firstWordId);
  rows[paddingId] = padLevel;
  return tensor(rows, rows.length, 1);
};

const directionWeights = (weights: DirectionWeights, inputs: number, units: number, gates: number) => [
  { name: 'kernel', tensor: tensor(weights.kernel, inputs, gates * units) },
  { name: 'recurrent_kernel', tensor: tensor(weights.recurrent, units, gates * units) },
  {
    name: 'bias',
    tensor: gates === 4 ? tensor(weights.bias, gates * units) : tensor(weights.bias, 2, gates * units),
  },
];

const stockLayers = ({ model, weights }: TrainedModel, vectors: Node): Node =>
  weights.layers.reduce((below, { forward, backward }, at) => {
    const named = (direction: DirectionWeights) =>
      directionWeights(direction, widthOf(below), model.units, gatesOf(model));
    return recurrent(`${model.cell}_${at + 1}`, model.cell === 'lstm' ? 'LSTM' : 'GRU', below, {
      units: model.units,
      activation: 'tanh',
      sequences: at < weights.layers.length - 1 || model.pooling !== 'last',
      forward: named(forward),
      backward: backward === null ? null : named(backward),
    });
  }, vectors);

/** Sum of the positions' outputs, weighted by the softmax of their scores [T, 1] over the text's own positions. */
const weighted = (states: Node, scores: Node): Node => {
  const flat = reshape('scores', scores, null);
  const weights = node('weights', 'Activation', [flat], [null], { config: { activation: 'softmax' } });
  return node('pooled', 'Dot', [weights, states], [widthOf(states)], { config: { axes: 1 } });
};

const pooled = ({ model, weights }: TrainedModel, states: Node, padding: () => Node): Node => {
  const width = widthOf(states);
  switch (model.pooling) {
    case 'last':
      return states;
    case 'mean':
      return weighted(states, padding()); // equal weights, none for padding
    case 'max': {
      const own = node('own_positions', 'Add', [states, padding()], states.sides);
      return node('pooled', 'GlobalMaxPooling1D', [own], [width]);
    }
    case 'attention': {
      if (weights.attention === null) throw new RangeError('attention pooling without its weights');
      const { kernel, bias, context } = weights.attention;
      const hidden = dense('attention_hidden', states, width, 'tanh', kernel, bias);
      const scores = dense('attention_scores', hidden, 1, 'linear', context, null);
      return weighted(states, node('own_scores', 'Add', [scores, padding()], scores.sides));
    }
    default:
      return model.pooling satisfies never;
  }
};

/**
 * The network as a graph of stock layers: int32 token ids [B, T], padded behind, to probabilities [B, classes]; with a
 * sigmoid head [B, 1], the second label's. Dropout is left out.
 * @param form tfjs has no GRU with `reset_after`: there it is an LSTM that takes three steps a token (stepped-gru.ts)
 */
export const networkGraph = (trained: TrainedModel, form: 'keras' | 'tfjs'): Node => {
  const { model, weights, labels } = trained;
  const isStepped = model.cell === 'gru' && form === 'tfjs';
  const ids = node('ids', 'InputLayer', [], [null]);
  const vectors = embedding('vectors', ids, inputsTable(trained), !isStepped);
  let known: Node | null = null;
  const padding = (): Node => (known ??= embedding('padding', ids, paddingTable(trained), false));
  const states = isStepped ? steppedGru(trained, vectors, padding()) : stockLayers(trained, vectors);
  const text = pooled(trained, states, padding);
  const classes = model.head === 'sigmoid' ? 1 : labels.length;
  return dense('probabilities', text, classes, model.head, weights.head.kernel, weights.head.bias);
};
