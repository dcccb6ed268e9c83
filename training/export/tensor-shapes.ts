import { outputsOf } from '../network/head-layout.ts';
import { gatesOf } from '../network/layer-layout.ts';
import type { TrainedModel } from './trained-model.ts';

/** What the sizes of a model's tensors follow from. */
export type Sized = Pick<TrainedModel, 'model' | 'size' | 'vocabulary' | 'labels'>;

type NamedShapes = ReadonlyMap<string, readonly number[]>;

/** Names and shapes of a model's tensors in the order in which they are written, in Keras' layout. */
export const tensorShapes = ({ model, size, vocabulary, labels }: Sized): NamedShapes => {
  const { units, layers, bidirectional, pooling } = model;
  const gates = gatesOf(model);
  const width = units * (bidirectional ? 2 : 1);
  const outputs = outputsOf(model, labels.length);
  const direction = (name: string, inputs: number): readonly (readonly [string, readonly number[]])[] => [
    [`${name}.kernel`, [inputs, gates * units]],
    [`${name}.recurrent`, [units, gates * units]],
    [`${name}.bias`, gates === 4 ? [gates * units] : [2, gates * units]],
  ];
  return new Map<string, readonly number[]>([
    ['vectors', [vocabulary.length + 1, size]],
    ...Array.from({ length: layers }, (_, at) => at).flatMap((at) =>
      ['forward', ...(bidirectional ? ['backward'] : [])].flatMap((way) =>
        direction(`layers.${at}.${way}`, at === 0 ? size : width),
      ),
    ),
    ...(pooling === 'attention'
      ? ([
          ['attention.kernel', [width, width]],
          ['attention.bias', [width]],
          ['attention.context', [width]],
        ] as const)
      : []),
    ['head.kernel', [width, outputs]],
    ['head.bias', [outputs]],
  ]);
};
