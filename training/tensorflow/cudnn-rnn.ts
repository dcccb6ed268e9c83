import type { Binding, Handle } from './binding.ts';
import { packParameters, parameterCount, unpackParameters } from './cudnn-parameters.ts';
import { createFusedSequence } from './fused-sequence.ts';
import type { Sequence, SequenceShape } from './sequence.ts';

const outputsOfForward = 4; // output, output_h, output_c, reserve_space
const outputsOfBackward = 4; // input, input_h, input_c, params

/**
 * CudnnRNN and CudnnRNNBackprop: LSTM and GRU (reset_after) on NVIDIA GPUs. Their first version, which knows no lengths: later ones
 * give wrong results for texts of several lengths with cuDNN 8.1 to 8.9, and right padding needs none.
 * Definitions: tensorflow/core/ops/cudnn_rnn_ops.cc; order of the parameters: keras/src/backend/tensorflow/rnn.py.
 */
export const createCudnnRnn = (binding: Binding): Sequence => {
  const { TF_ATTR_BOOL, TF_ATTR_STRING, TF_ATTR_TYPE, TF_FLOAT } = binding;
  const attributesOf = ({ gates }: SequenceShape) => [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'rnn_mode', type: TF_ATTR_STRING, value: gates === 4 ? 'lstm' : 'gru' },
    { name: 'input_mode', type: TF_ATTR_STRING, value: 'linear_input' },
    { name: 'direction', type: TF_ATTR_STRING, value: 'unidirectional' },
  ];
  let parameters = new Float32Array();
  return createFusedSequence(binding, {
    states: 0,
    forward: (tensors, shape, weights, x, keep) => {
      const { steps, texts, inputs: width, units } = shape;
      const count = parameterCount(shape);
      if (parameters.length !== count) parameters = new Float32Array(count);
      packParameters(shape, weights, parameters);
      const start = tensors.zeros(1, texts, units);
      const input = tensors.floats([steps, texts, width], x);
      const inputs = [input, start, start, tensors.floats([count], parameters)];
      const training = { name: 'is_training', type: TF_ATTR_BOOL, value: keep };
      return { inputs, outputs: tensors.run('CudnnRNN', [...attributesOf(shape), training], inputs, outputsOfForward) };
    },
    backward: (tensors, { shape, inputs, outputs }, dh, wantsInputs) => {
      const { steps, texts, units } = shape;
      const [output, outputH, outputC, reserve] = outputs as readonly [Handle, Handle, Handle, Handle];
      const ends = tensors.zeros(1, texts, units);
      const gradients = [tensors.floats([steps, texts, units], dh), ends, ends];
      const all = [...inputs, output, outputH, outputC, ...gradients, reserve];
      const [dx, , , dParameters] = tensors.run('CudnnRNNBackprop', attributesOf(shape), all, outputsOfBackward);
      const unpacked = unpackParameters(shape, tensors.read(dParameters as Handle));
      return { ...unpacked, x: wantsInputs ? tensors.read(dx as Handle) : null };
    },
  });
};
