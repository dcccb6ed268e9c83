import { type Binding, createTensors, type Handle } from './binding.ts';
import { packParameters, parameterCount, unpackParameters } from './cudnn-parameters.ts';
import type { Sequence, SequenceShape } from './sequence.ts';

type Kept = { readonly shape: SequenceShape; readonly inputs: readonly Handle[]; readonly outputs: readonly Handle[] };

const outputsOfForward = 4; // output, output_h, output_c, reserve_space
const outputsOfBackward = 4; // input, input_h, input_c, params

/**
 * CudnnRNN and CudnnRNNBackprop: LSTM and GRU (reset_after) on NVIDIA GPUs. Their first version, which knows no lengths: later ones
 * give wrong results for texts of several lengths with cuDNN 8.1 to 8.9, and right padding needs none.
 * Definitions: tensorflow/core/ops/cudnn_rnn_ops.cc; order of the parameters: keras/src/backend/tensorflow/rnn.py.
 */
export const createCudnnRnn = (binding: Binding): Sequence => {
  const tensors = createTensors(binding);
  const { TF_ATTR_BOOL, TF_ATTR_STRING, TF_ATTR_TYPE, TF_FLOAT } = binding;
  const attributesOf = ({ gates }: SequenceShape) => [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'rnn_mode', type: TF_ATTR_STRING, value: gates === 4 ? 'lstm' : 'gru' },
    { name: 'input_mode', type: TF_ATTR_STRING, value: 'linear_input' },
    { name: 'direction', type: TF_ATTR_STRING, value: 'unidirectional' },
  ];
  let kept: Kept | null = null;
  let parameters = new Float32Array();
  let zeros = new Float32Array(); // never written
  const zerosOf = (shape: readonly number[]): Handle => {
    const size = shape.reduce((product, length) => product * length, 1);
    if (zeros.length < size) zeros = new Float32Array(size);
    return tensors.floats(shape, zeros.subarray(0, size));
  };
  const free = (): void => {
    kept = null;
    tensors.free();
  };
  return {
    free,
    forward: (shape, weights, x, keep) => {
      const { steps, texts, inputs: width, units } = shape;
      free();
      try {
        const count = parameterCount(shape);
        if (parameters.length !== count) parameters = new Float32Array(count);
        packParameters(shape, weights, parameters);
        const start = zerosOf([1, texts, units]);
        const input = tensors.floats([steps, texts, width], x);
        const inputs = [input, start, start, tensors.floats([count], parameters)];
        const training = { name: 'is_training', type: TF_ATTR_BOOL, value: keep };
        const outputs = tensors.run('CudnnRNN', [...attributesOf(shape), training], inputs, outputsOfForward);
        kept = { shape, inputs, outputs };
        return tensors.read(outputs[0] as Handle);
      } finally {
        if (!keep || kept === null) free();
      }
    },
    backward: (dh, wantsInputs) => {
      if (kept === null) throw new Error('A backward pass follows the forward pass of the same batch.');
      try {
        const { shape, inputs, outputs } = kept;
        const { steps, texts, units } = shape;
        const [output, outputH, outputC, reserve] = outputs as readonly [Handle, Handle, Handle, Handle];
        const ends = zerosOf([1, texts, units]);
        const gradients = [tensors.floats([steps, texts, units], dh), ends, ends];
        const all = [...inputs, output, outputH, outputC, ...gradients, reserve];
        const [dx, , , dParameters] = tensors.run('CudnnRNNBackprop', attributesOf(shape), all, outputsOfBackward);
        const unpacked = unpackParameters(shape, tensors.read(dParameters as Handle));
        return { ...unpacked, x: wantsInputs ? tensors.read(dx as Handle) : null };
      } finally {
        free();
      }
    },
  };
};
