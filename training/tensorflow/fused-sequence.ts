import { type Binding, createTensors, type Handle, type Tensors } from './binding.ts';
import type { Sequence, SequenceGradients, SequenceShape, SequenceWeights } from './sequence.ts';

/** What stays in the library from a forward pass to its backward pass. */
export type Kept = {
  readonly shape: SequenceShape;
  readonly inputs: readonly Handle[];
  readonly outputs: readonly Handle[];
};

/** The tensors of one pass, with those that hold nothing but 0. */
export type PassTensors = Tensors & { readonly zeros: (...shape: readonly number[]) => Handle };

/** One operation that runs a layer over all steps, and the one of its gradient. */
export type FusedOperations = {
  readonly forward: (
    tensors: PassTensors,
    shape: SequenceShape,
    weights: SequenceWeights,
    x: Float32Array,
    keep: boolean,
  ) => Omit<Kept, 'shape'>;
  readonly states: number; // which of its outputs they are
  readonly backward: (tensors: PassTensors, kept: Kept, dh: Float32Array, wantsInputs: boolean) => SequenceGradients;
};

/** A layer by such operations: what they made is freed behind the backward pass, or at once where none follows. */
export const createFusedSequence = (binding: Binding, operations: FusedOperations): Sequence => {
  const made = createTensors(binding);
  let zeros = new Float32Array(); // never written
  const tensors: PassTensors = {
    ...made,
    zeros: (...shape) => {
      const size = shape.reduce((product, length) => product * length, 1);
      if (zeros.length < size) zeros = new Float32Array(size);
      return made.floats(shape, zeros.subarray(0, size));
    },
  };
  let kept: Kept | null = null;
  const free = (): void => {
    kept = null;
    made.free();
  };
  return {
    free,
    forward: (shape, weights, x, keep) => {
      free();
      try {
        kept = { shape, ...operations.forward(tensors, shape, weights, x, keep) };
        return made.read(kept.outputs[operations.states] as Handle);
      } finally {
        if (!keep || kept === null) free();
      }
    },
    backward: (dh, wantsInputs) => {
      if (kept === null) throw new Error('A backward pass follows the forward pass of the same batch.');
      try {
        return operations.backward(tensors, kept, dh, wantsInputs);
      } finally {
        free();
      }
    },
  };
};
