import type { Binding, Handle } from './binding.ts';
import { createFusedSequence } from './fused-sequence.ts';
import type { Sequence } from './sequence.ts';

const outputsOfForward = 7; // i, cs, f, o, ci, co, h
const outputsOfBackward = 8; // x, cs_prev, h_prev, w, wci, wcf, wco, b

/**
 * BlockLSTMV2 and its gradient: all steps in one operation, gates i f c o as in Keras.
 * Definitions: tensorflow/core/ops/rnn_ops.cc. Runs on CPUs and GPUs.
 */
export const createBlockLstm = (binding: Binding): Sequence => {
  const { TF_ATTR_BOOL, TF_ATTR_FLOAT, TF_ATTR_TYPE, TF_FLOAT } = binding;
  const common = [
    { name: 'use_peephole', type: TF_ATTR_BOOL, value: false },
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
  ];
  const unclipped = [{ name: 'cell_clip', type: TF_ATTR_FLOAT, value: 0 }, ...common];
  return createFusedSequence(binding, {
    states: 6,
    forward: (tensors, { steps, texts, inputs: width, units, gates }, { matrices, bias }, x) => {
      if (gates !== 4) throw new RangeError('model.cell: this device has no GRU layer');
      const start = tensors.zeros(texts, units);
      const peephole = tensors.zeros(units);
      const w = tensors.floats([width + units, gates * units], matrices);
      const inputs = [
        tensors.count(steps),
        tensors.floats([steps, texts, width], x),
        start,
        start,
        w,
        peephole,
        peephole,
        peephole,
        tensors.floats([gates * units], bias),
      ];
      return { inputs, outputs: tensors.run('BlockLSTMV2', unclipped, inputs, outputsOfForward) };
    },
    backward: (tensors, { shape: { steps, texts, units }, inputs, outputs }, dh, wantsInputs) => {
      const size = [steps, texts, units] as const;
      const ends = [tensors.zeros(...size), tensors.floats(size, dh)];
      const all = [...inputs, ...outputs, ...ends];
      const [x, , , w, , , , b] = tensors.run('BlockLSTMGradV2', common, all, outputsOfBackward);
      return {
        matrices: tensors.read(w as Handle),
        bias: tensors.read(b as Handle),
        x: wantsInputs ? tensors.read(x as Handle) : null,
      };
    },
  });
};
