import { createBlockLstm } from './block-lstm.ts';
import { createCudnnRnn } from './cudnn-rnn.ts';
import type { Tensorflow } from './load.ts';
import type { Sequence, SequenceShape } from './sequence.ts';

/** What a library runs recurrent layers with. */
export type Sequences = { readonly what: 'CudnnRNN' | 'BlockLSTMV2'; readonly create: () => Sequence };

/** Whether cuDNN is there and does what is asked: one step of one unit. */
const hasCudnn = ({ binding, device }: Tensorflow): boolean => {
  if (device !== 'cuda') return false;
  const shape: SequenceShape = { steps: 1, texts: 1, inputs: 1, units: 1, gates: 4 };
  const weights = { matrices: new Float32Array(8), bias: new Float32Array(4) };
  const sequence = createCudnnRnn(binding);
  try {
    sequence.forward(shape, weights, new Float32Array(1), true);
    sequence.backward(new Float32Array(1), true);
    return true;
  } catch {
    return false; // no cuDNN, or one that this library was not made for
  } finally {
    sequence.free();
  }
};

/** cuDNN's layers on a GPU that has them, else operations that run anywhere; tried once for each loaded library. */
export const sequencesOf = (library: Tensorflow): Sequences => {
  const { binding } = library;
  return hasCudnn(library)
    ? { what: 'CudnnRNN', create: () => createCudnnRnn(binding) }
    : { what: 'BlockLSTMV2', create: () => createBlockLstm(binding) };
};
