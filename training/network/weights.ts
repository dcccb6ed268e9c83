import type { Machine } from './kernel.ts';
import type { DirectionMatrices } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Matrix } from './matrix.ts';

/** One direction of a layer. G: gates, LSTM's i f c o, GRU's z r h (reset_after); rows of a kernel are inputs; columns the gates one after the other. */
export type DirectionWeights = {
  readonly kernel: Float32Array; // [inputs, G · units]
  readonly recurrent: Float32Array; // [units, G · units]
  readonly bias: Float32Array; // LSTM [4 · units]; GRU [2, 3 · units]: of the inputs, of the state
};
export type LayerWeights = { readonly forward: DirectionWeights; readonly backward: DirectionWeights | null };
/** Additive attention over the outputs of the last layer; D: units × directions. */
export type AttentionWeights = {
  readonly kernel: Float32Array; // [D, D]
  readonly bias: Float32Array; // [D]
  readonly context: Float32Array; // [D]
};
/** Weights, or their gradients, in Keras' layout. Outputs of both directions are concatenated, forward first. */
export type NetworkWeights = {
  readonly layers: readonly LayerWeights[];
  readonly attention: AttentionWeights | null;
  readonly head: { readonly kernel: Float32Array; readonly bias: Float32Array }; // [D, classes], [classes]
};

/** Place of every element of a matrix in its block, in the order of Keras' layout. */
const placesOf = ({ offset, groups, inputs, panelRows, gates, columns, width }: Matrix): Uint32Array => {
  const places = new Uint32Array(groups * inputs * gates * columns);
  let at = 0;
  for (let input = 0; input < groups * inputs; input++) {
    const row = Math.floor(input / inputs) * (panelRows / groups) + (input % inputs);
    for (let gate = 0; gate < gates; gate++) {
      for (let unit = 0; unit < columns; unit++) {
        const column = gate * width + unit;
        places[at++] = offset + ((column >> 3) * panelRows + row) * 8 + (column & 7);
      }
    }
  }
  return places;
};

type Read = (matrix: Matrix) => Float32Array;

const readDirection = (own: DirectionMatrices, read: Read): DirectionWeights => ({
  kernel: read(own.kernel),
  recurrent: read(own.recurrent),
  bias:
    own.recurrentBias === null ? read(own.bias) : Float32Array.from([...read(own.bias), ...read(own.recurrentBias)]),
});

/** Reads a block of the machine: `plan.values`, `plan.gradients`, … */
export const readWeights = ({ floats }: Machine, plan: NetworkPlan, address: number): NetworkWeights => {
  const block = floats.subarray(address / 4, address / 4 + plan.parameters);
  const read: Read = (matrix) => Float32Array.from(placesOf(matrix), (place) => block[place] as number);
  return {
    layers: plan.layers.map(({ directions: [forward, backward] }) => ({
      forward: readDirection(forward as DirectionMatrices, read),
      backward: backward === undefined ? null : readDirection(backward, read),
    })),
    attention: plan.attention && {
      kernel: read(plan.attention.kernel),
      bias: read(plan.attention.bias),
      context: read(plan.attention.context),
    },
    head: { kernel: read(plan.head.kernel), bias: read(plan.head.bias) },
  };
};

type Write = (matrix: Matrix, from: Float32Array) => void;

const writeDirection = (own: DirectionMatrices, { kernel, recurrent, bias }: DirectionWeights, write: Write): void => {
  write(own.kernel, kernel);
  write(own.recurrent, recurrent);
  write(own.bias, bias);
  if (own.recurrentBias !== null) write(own.recurrentBias, bias.subarray(bias.length / 2));
};

/** Writes `plan.values`; what rounds the shapes up stays zero. */
export const writeWeights = ({ floats }: Machine, plan: NetworkPlan, weights: NetworkWeights): void => {
  const block = floats.subarray(plan.values / 4, plan.values / 4 + plan.parameters);
  const write: Write = (matrix, from) => placesOf(matrix).forEach((place, at) => (block[place] = from[at] as number));
  plan.layers.forEach(({ directions: [forward, backward] }, at) => {
    const layer = weights.layers[at] as LayerWeights;
    writeDirection(forward as DirectionMatrices, layer.forward, write);
    if (backward !== undefined) writeDirection(backward, layer.backward as DirectionWeights, write);
  });
  if (plan.attention !== null) {
    const { kernel, bias, context } = weights.attention as AttentionWeights;
    write(plan.attention.kernel, kernel);
    write(plan.attention.bias, bias);
    write(plan.attention.context, context);
  }
  write(plan.head.kernel, weights.head.kernel);
  write(plan.head.bias, weights.head.bias);
};

const rowsOfTable = (plan: NetworkPlan, visit: (from: number, to: number) => void): void => {
  const { vocabulary, size } = plan.shape;
  for (let row = 0; row < vocabulary; row++) visit(row * size, plan.table.values / 4 + row * plan.vectorWidth);
};

/** Copies vectors [vocabulary, size] into the machine. */
export const writeVectors = ({ floats }: Machine, plan: NetworkPlan, vectors: Float32Array): void =>
  rowsOfTable(plan, (from, to) => floats.set(vectors.subarray(from, from + plan.shape.size), to));

/** Vectors [vocabulary, size] as they are now: at the end of an epoch, or after `settle`. */
export const readVectors = ({ floats }: Machine, plan: NetworkPlan): Float32Array => {
  const vectors = new Float32Array(plan.shape.vocabulary * plan.shape.size);
  rowsOfTable(plan, (to, from) => vectors.set(floats.subarray(from, from + plan.shape.size), to));
  return vectors;
};
