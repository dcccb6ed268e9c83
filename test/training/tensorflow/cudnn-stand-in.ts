import type { Binding } from '../../../training/tensorflow/binding.ts';
import { createOrders, type Layer, type Order } from './plain-recurrence.ts';

type Tensor = { readonly shape: readonly number[]; readonly values: Float32Array };

const product = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/**
 * A binding whose library has CudnnRNN and CudnnRNNBackprop, computed in plain JavaScript from their documented definition: the
 * parameters are one run of floats, of which this reads the matrices, each [units, inputs], and the two biases of each gate.
 */
export const createStandIn = (): Binding & { readonly calls: string[] } => {
  const tensors = new Map<number, Tensor>();
  const calls: string[] = [];
  let last = 0;
  const keep = (shape: readonly number[], values: Float32Array): number => {
    if (values.length !== product(shape)) throw new Error(`${values.length} values for ${shape.join(' × ')}`);
    tensors.set(++last, { shape, values });
    return last;
  };
  const at = (id: number | undefined): Tensor => {
    const tensor = tensors.get(id ?? 0);
    if (tensor === undefined) throw new Error(`there is no tensor ${String(id)}`);
    return tensor;
  };
  const open = (attributes: Parameters<Binding['executeOp']>[1], inputs: readonly number[]) => {
    const mode = attributes.find(({ name }) => name === 'rnn_mode')?.value as 'lstm' | 'gru';
    const [x, h, , parameters] = inputs.map(at) as [Tensor, Tensor, Tensor, Tensor];
    const [steps, texts, width] = x.shape as [number, number, number];
    const units = h.shape[2] as number;
    const order: Order = createOrders[mode];
    if (h.shape.join() !== [1, texts, units].join()) throw new Error('input_h is not [1, texts, units]');
    const layer: Layer = { steps, texts, inputs: width, units, x: x.values, parameters: parameters.values };
    if (parameters.values.length !== order.gates * units * (width + units + 2)) throw new Error('parameters are short');
    return { layer, order };
  };
  const run: Binding['executeOp'] = (name, attributes, inputs, outputs) => {
    calls.push(name);
    const { layer, order } = open(attributes, inputs);
    const { steps, texts, units, inputs: width } = layer;
    if (name === 'CudnnRNN' && outputs === 4) {
      const ends = new Float32Array(texts * units);
      const shapes = [[steps, texts, units], [1, texts, units], [1, texts, units], [1]];
      const values = [order.forward(layer), ends, ends, new Float32Array(1)];
      return shapes.map((shape, place) => ({ id: keep(shape, values[place] as Float32Array) }));
    }
    if (name === 'CudnnRNNBackprop' && outputs === 4 && inputs.length === 11) {
      const { dx, dParameters } = order.backward(layer, at(inputs[7]).values);
      const start = new Float32Array(texts * units);
      const ids = [
        keep([steps, texts, width], dx),
        keep([1, texts, units], start),
        keep([1, texts, units], start),
        keep([dParameters.length], dParameters),
      ];
      return ids.map((id) => ({ id }));
    }
    throw new Error(`the stand-in has no ${name} of ${inputs.length} inputs and ${outputs} outputs`);
  };
  return {
    calls,
    TF_FLOAT: 1,
    TF_INT64: 9,
    TF_ATTR_STRING: 0,
    TF_ATTR_INT: 1,
    TF_ATTR_FLOAT: 2,
    TF_ATTR_BOOL: 3,
    TF_ATTR_TYPE: 4,
    TF_Version: '0.0.0',
    createTensor: (shape, _, values) => keep(shape, values as Float32Array),
    deleteTensor: (id) => {
      if (!tensors.delete(id)) throw new Error(`tensor ${id} was freed twice`);
    },
    tensorDataSync: (id) => at(id).values.slice(),
    executeOp: run,
    getNumOfTensors: () => tensors.size,
    isUsingGpuDevice: () => true,
  };
};
