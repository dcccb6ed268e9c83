/** Sizes of one direction over a padded batch; `inputs` and `units` as the machine rounds them up, by what stays zero. */
export type SequenceShape = {
  readonly steps: number;
  readonly texts: number;
  readonly inputs: number;
  readonly units: number;
  readonly gates: number;
};

/** Weights of a direction, or their gradients: rows of all gates one after the other, as Keras lays them out. */
export type SequenceWeights = {
  readonly matrices: Float32Array; // [inputs + units, gates · units]: of the inputs, then of the state
  readonly bias: Float32Array; // LSTM [gates · units]; GRU [2, gates · units]: of the inputs, of the state
};

export type SequenceGradients = SequenceWeights & {
  readonly x: Float32Array | null; // [steps, texts, inputs]; null: nobody asked
};

/**
 * A recurrent layer that reads one way, as operations of the library. What it is given must not change before `backward`
 * or `free`; shorter texts are padded at their end, where their gradient is 0.
 */
export type Sequence = {
  /** @param x [steps, texts, inputs] @param keep whether `backward` follows @returns h [steps, texts, units] */
  forward(shape: SequenceShape, weights: SequenceWeights, x: Float32Array, keep: boolean): Float32Array;
  /** @param dh [steps, texts, units], of the last `forward` */
  backward(dh: Float32Array, wantsInputs: boolean): SequenceGradients;
  free(): void;
};
