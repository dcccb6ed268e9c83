import { outputsOf } from '../network/head-layout.ts';
import { gatesOf } from '../network/layer-layout.ts';
import type { DirectionWeights, NetworkWeights } from '../network/weights.ts';
import { tensor } from './graph.ts';
import type { NamedTensors, Tensor } from './safetensors.ts';
import type { TrainedModel } from './trained-model.ts';

type Shapes = { readonly inputs: number; readonly units: number; readonly gates: number };

const directionTensors = (
  name: string,
  { kernel, recurrent, bias }: DirectionWeights,
  { inputs, units, gates }: Shapes,
): readonly (readonly [string, Tensor])[] => [
  [`${name}.kernel`, tensor(kernel, inputs, gates * units)],
  [`${name}.recurrent`, tensor(recurrent, units, gates * units)],
  [`${name}.bias`, gates === 4 ? tensor(bias, gates * units) : tensor(bias, 2, gates * units)],
];

/** Vectors and weights by name, in Keras' layout: `vectors`, `layers.0.forward.kernel`, …, `attention.context`, `head.bias`. */
export const modelTensors = (trained: Omit<TrainedModel, 'text'>): NamedTensors => {
  const { weights, table, vocabulary, size, model, labels } = trained;
  const { units } = model;
  const width = units * (model.bidirectional ? 2 : 1);
  const { attention, head } = weights;
  const outputs = outputsOf(model, labels.length);
  return new Map([
    ['vectors', tensor(table, vocabulary.length + 1, size)],
    ...weights.layers.flatMap(({ forward, backward }, at) => {
      const shapes = { inputs: at === 0 ? size : width, units, gates: gatesOf(model) };
      const ahead = directionTensors(`layers.${at}.forward`, forward, shapes);
      return backward === null ? ahead : [...ahead, ...directionTensors(`layers.${at}.backward`, backward, shapes)];
    }),
    ...(attention === null
      ? []
      : ([
          ['attention.kernel', tensor(attention.kernel, width, width)],
          ['attention.bias', tensor(attention.bias, width)],
          ['attention.context', tensor(attention.context, width)],
        ] as const)),
    ['head.kernel', tensor(head.kernel, width, outputs)],
    ['head.bias', tensor(head.bias, outputs)],
  ]);
};

/** @throws {Error} if a tensor is missing */
export const weightsOfTensors = (tensors: NamedTensors, model: TrainedModel['model']): NetworkWeights => {
  const read = (name: string): Float32Array => {
    const found = tensors.get(name);
    if (found === undefined) throw new Error(`there is no tensor ${name}`);
    return found.values;
  };
  const direction = (name: string): DirectionWeights => ({
    kernel: read(`${name}.kernel`),
    recurrent: read(`${name}.recurrent`),
    bias: read(`${name}.bias`),
  });
  return {
    layers: Array.from({ length: model.layers }, (_, at) => ({
      forward: direction(`layers.${at}.forward`),
      backward: model.bidirectional ? direction(`layers.${at}.backward`) : null,
    })),
    attention:
      model.pooling === 'attention'
        ? { kernel: read('attention.kernel'), bias: read('attention.bias'), context: read('attention.context') }
        : null,
    head: { kernel: read('head.kernel'), bias: read('head.bias') },
  };
};
