import { type Binding, createTensors, type Handle } from './binding.ts';
import type { Sequence, SequenceShape } from './sequence.ts';

type Kept = { readonly shape: SequenceShape; readonly inputs: readonly Handle[]; readonly outputs: readonly Handle[] };

const outputsOfForward = 7; // i, cs, f, o, ci, co, h
const outputsOfBackward = 8; // x, cs_prev, h_prev, w, wci, wcf, wco, b

/**
 * BlockLSTMV2 and its gradient: all steps in one operation, gates i f c o as in Keras.
 * Definitions: tensorflow/core/ops/rnn_ops.cc. Runs on CPUs and GPUs.
 */
export const createBlockLstm = (binding: Binding): Sequence => {
  const tensors = createTensors(binding);
  const { TF_ATTR_BOOL, TF_ATTR_FLOAT, TF_ATTR_TYPE, TF_FLOAT } = binding;
  const common = [
    { name: 'use_peephole', type: TF_ATTR_BOOL, value: false },
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
  ];
  const unclipped = [{ name: 'cell_clip', type: TF_ATTR_FLOAT, value: 0 }, ...common];
  let kept: Kept | null = null;
  let zeros = new Float32Array(); // never written
  const zerosOf = (...shape: readonly number[]): Handle => {
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
    forward: (shape, { matrices, bias }, x, keep) => {
      const { steps, texts, inputs: width, units, gates } = shape;
      if (gates !== 4) throw new RangeError('model.cell: this device has no GRU layer');
      free();
      try {
        const start = zerosOf(texts, units);
        const peephole = zerosOf(units);
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
        const outputs = tensors.run('BlockLSTMV2', unclipped, inputs, outputsOfForward);
        kept = { shape, inputs, outputs };
        return tensors.read(outputs[6] as Handle);
      } finally {
        if (!keep || kept === null) free();
      }
    },
    backward: (dh, wantsInputs) => {
      if (kept === null) throw new Error('A backward pass follows the forward pass of the same batch.');
      try {
        const { steps, texts, units } = kept.shape;
        const size = [steps, texts, units] as const;
        const ends = [zerosOf(...size), tensors.floats(size, dh)];
        const inputs = [...kept.inputs, ...kept.outputs, ...ends];
        const [x, , , w, , , , b] = tensors.run('BlockLSTMGradV2', common, inputs, outputsOfBackward);
        return {
          matrices: tensors.read(w as Handle),
          bias: tensors.read(b as Handle),
          x: wantsInputs ? tensors.read(x as Handle) : null,
        };
      } finally {
        free();
      }
    },
  };
};
