import type { Machine } from './kernel.ts';
import type { Matrix, NetworkPlan } from './layout.ts';

/** Weights, or their gradients, in Keras' layout: rows are inputs; columns the gates i, f, c, o one after the other. */
export type LayerWeights = {
  readonly kernel: Float32Array; // [inputs, 4 · units]
  readonly recurrent: Float32Array; // [units, 4 · units]
  readonly bias: Float32Array; // [4 · units]
};
export type NetworkWeights = {
  readonly layers: readonly LayerWeights[];
  readonly head: { readonly kernel: Float32Array; readonly bias: Float32Array }; // [units, classes], [classes]
};

/** Place of every element of a matrix in its block, in the order of Keras' layout. */
const placesOf = ({ offset, inputs, panelRows, gates, columns, width }: Matrix): Uint32Array => {
  const places = new Uint32Array(inputs * gates * columns);
  let at = 0;
  for (let row = 0; row < inputs; row++) {
    for (let gate = 0; gate < gates; gate++) {
      for (let unit = 0; unit < columns; unit++) {
        const column = gate * width + unit;
        places[at++] = offset + ((column >> 3) * panelRows + row) * 8 + (column & 7);
      }
    }
  }
  return places;
};

const readMatrix = (block: Float32Array, matrix: Matrix): Float32Array =>
  Float32Array.from(placesOf(matrix), (place) => block[place] as number);

/** Reads a block of the machine: `plan.values`, `plan.gradients`, … */
export const readWeights = ({ floats }: Machine, plan: NetworkPlan, address: number): NetworkWeights => {
  const block = floats.subarray(address / 4, address / 4 + plan.parameters);
  const read = (matrix: Matrix): Float32Array => readMatrix(block, matrix);
  return {
    layers: plan.layers.map(({ kernel, recurrent, bias }) => ({
      kernel: read(kernel),
      recurrent: read(recurrent),
      bias: read(bias),
    })),
    head: { kernel: read(plan.head.kernel), bias: read(plan.head.bias) },
  };
};

/** Writes `plan.values`; what rounds the shapes up stays zero. */
export const writeWeights = ({ floats }: Machine, plan: NetworkPlan, weights: NetworkWeights): void => {
  const block = floats.subarray(plan.values / 4, plan.values / 4 + plan.parameters);
  const write = (matrix: Matrix, from: Float32Array): void =>
    placesOf(matrix).forEach((place, at) => (block[place] = from[at] as number));
  plan.layers.forEach((layer, at) => {
    const { kernel, recurrent, bias } = weights.layers[at] as LayerWeights;
    write(layer.kernel, kernel);
    write(layer.recurrent, recurrent);
    write(layer.bias, bias);
  });
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

/** Vectors [vocabulary, size] as they are now. */
export const readVectors = ({ floats }: Machine, plan: NetworkPlan): Float32Array => {
  const vectors = new Float32Array(plan.shape.vocabulary * plan.shape.size);
  rowsOfTable(plan, (to, from) => vectors.set(floats.subarray(from, from + plan.shape.size), to));
  return vectors;
};
