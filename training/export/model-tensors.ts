import type { DirectionWeights, NetworkWeights } from '../network/weights.ts';
import { tensor } from './graph.ts';
import type { NamedTensors } from './safetensors.ts';
import { tensorShapes } from './tensor-shapes.ts';
import type { Sized } from './tensor-shapes.ts';
import type { TrainedModel } from './trained-model.ts';

type NamedValues = readonly (readonly [string, Float32Array])[];

const directionValues = (name: string, { kernel, recurrent, bias }: DirectionWeights): NamedValues => [
  [`${name}.kernel`, kernel],
  [`${name}.recurrent`, recurrent],
  [`${name}.bias`, bias],
];

const valuesOf = ({ weights, table }: Pick<TrainedModel, 'weights' | 'table'>): NamedValues => {
  const { layers, attention, head } = weights;
  return [
    ['vectors', table],
    ...layers.flatMap(({ forward, backward }, at) => [
      ...directionValues(`layers.${at}.forward`, forward),
      ...(backward === null ? [] : directionValues(`layers.${at}.backward`, backward)),
    ]),
    ...(attention === null
      ? []
      : ([
          ['attention.kernel', attention.kernel],
          ['attention.bias', attention.bias],
          ['attention.context', attention.context],
        ] as const)),
    ['head.kernel', head.kernel],
    ['head.bias', head.bias],
  ];
};

/**
 * Vectors and weights by name, in Keras' layout: `vectors`, `layers.0.forward.kernel`, …, `attention.context`, `head.bias`.
 * @throws {RangeError} if there are not as many values as the model's options demand
 */
export const modelTensors = (trained: Omit<TrainedModel, 'text'>): NamedTensors => {
  const shapes = tensorShapes(trained);
  return new Map(
    valuesOf(trained).map(([name, values]) => {
      const shape = shapes.get(name);
      if (shape === undefined) throw new RangeError(`a model of these options has no tensor ${name}`);
      return [name, tensor(values, ...shape)];
    }),
  );
};

/**
 * The vectors and weights that `modelTensors` named.
 * @throws {Error} if a tensor is missing, has another shape than the model demands, or belongs to no such model
 */
export const weightsOfTensors = (
  tensors: NamedTensors,
  sized: Sized,
): { readonly table: Float32Array; readonly weights: NetworkWeights } => {
  const shapes = tensorShapes(sized);
  const stray = [...tensors.keys()].find((name) => !shapes.has(name));
  if (stray !== undefined) throw new Error(`tensor ${stray.slice(0, 40)} belongs to no model of these options`);
  for (const [name, wanted] of shapes) {
    const found = tensors.get(name);
    if (found === undefined) throw new Error(`there is no tensor ${name}`);
    if (found.shape.join() !== wanted.join())
      throw new Error(`tensor ${name} is [${found.shape.join(', ')}] where the model has [${wanted.join(', ')}]`);
  }
  const read = (name: string): Float32Array => tensors.get(name)?.values as Float32Array;
  const direction = (name: string): DirectionWeights => ({
    kernel: read(`${name}.kernel`),
    recurrent: read(`${name}.recurrent`),
    bias: read(`${name}.bias`),
  });
  const { layers, bidirectional, pooling } = sized.model;
  const weights: NetworkWeights = {
    layers: Array.from({ length: layers }, (_, at) => ({
      forward: direction(`layers.${at}.forward`),
      backward: bidirectional ? direction(`layers.${at}.backward`) : null,
    })),
    attention:
      pooling === 'attention'
        ? { kernel: read('attention.kernel'), bias: read('attention.bias'), context: read('attention.context') }
        : null,
    head: { kernel: read('head.kernel'), bias: read('head.bias') },
  };
  return { table: read('vectors'), weights };
};
