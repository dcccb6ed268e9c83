/** What decides where everything lies in memory. */
export type NetworkShape = {
  readonly size: number; // of a word's vector
  readonly units: number;
  readonly layers: number;
  readonly classes: number;
  readonly vocabulary: number;
  readonly trainable: boolean; // whether the vectors learn
  readonly rows: number; // most texts of one batch
  readonly positions: number; // most tokens of one batch
  readonly steps: number; // tokens of the longest text
};

/**
 * A weight matrix of [inputs, gates · width] in panels of 8 columns (see kernels/gemm.ts), in the block of all parameters.
 * Rows from `inputs` on and columns of a gate from `columns` on are zero and stay zero. A bias is a matrix of one row.
 */
export type Matrix = {
  readonly offset: number; // floats from the start of the block
  readonly inputs: number;
  readonly panelRows: number;
  readonly gates: number;
  readonly columns: number;
  readonly width: number; // columns, rounded up
};

/** Where a layer's buffers lie: byte addresses; P = positions, H = width of a layer. */
export type LayerPlan = {
  readonly kernel: Matrix;
  readonly recurrent: Matrix;
  readonly bias: Matrix;
  readonly z: number; // [P, 4H] inputs of the gates, then the gates, then their gradients
  readonly c: number; // [P, H]
  readonly tanhC: number;
  readonly h: number;
  readonly hBefore: number;
  readonly dh: number;
  readonly factors: number; // dropout: [P, H], or [rows, H] for the last layer
};

export type NetworkPlan = {
  readonly shape: NetworkShape;
  readonly width: number; // units, rounded up
  readonly vectorWidth: number; // size, rounded up
  readonly classWidth: number;
  readonly parameters: number; // floats of a block
  readonly values: number;
  readonly gradients: number;
  readonly firstMoments: number;
  readonly secondMoments: number;
  readonly layers: readonly LayerPlan[];
  readonly head: { readonly kernel: Matrix; readonly bias: Matrix };
  readonly table: { readonly values: number; readonly firstMoments: number; readonly secondMoments: number };
  readonly marks: number; // [vocabulary] 1 + place among the batch's distinct tokens, or 0
  readonly counts: number; // [steps] texts that have a token at that step
  readonly slots: number; // [P] place of the token among the distinct ones
  readonly tokens: number; // [distinct]
  readonly ends: number; // [rows] packed place of each text's last token
  readonly x: number; // [distinct, vectorWidth]
  readonly dx: number;
  readonly projected: number; // [distinct, 4H]
  readonly carry: number; // [rows, H]
  readonly last: number; // [rows, H]
  readonly dLast: number;
  readonly logits: number; // [rows, classWidth]
  readonly transposed: number; // scratch for one weight matrix
  readonly packed: number; // scratch of multiplyTransposed
  readonly zeros: number;
  readonly bytes: number;
};

const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;

const createReserve = (first: number) => {
  let next = first;
  return {
    floats: (count: number): number => {
      const at = next;
      next += roundUp(count * 4, 64);
      return at;
    },
    end: (): number => next,
  };
};

/** Matrices one after the other in a block. */
const createBlock = () => {
  let next = 0;
  return {
    matrix: (inputs: number, panelRows: number, gates: number, columns: number): Matrix => {
      const width = roundUp(columns, 8);
      const offset = next;
      next += panelRows * gates * width;
      return { offset, inputs, panelRows, gates, columns, width };
    },
    size: (): number => next,
  };
};

/** Below it lie the kernel's own constants. */
const firstAddress = 65_536;

/** Places everything that a network of this shape needs; the only place that knows sizes, so that they can be foretold. */
export const planNetwork = (shape: NetworkShape): NetworkPlan => {
  const { units, size, classes, vocabulary, trainable, rows, positions } = shape;
  const width = roundUp(units, 8);
  const vectorWidth = roundUp(size, 8);
  const classWidth = roundUp(classes, 8);
  const distinct = Math.min(positions, vocabulary);
  const block = createBlock();
  const weights = Array.from({ length: shape.layers }, (_, layer) => ({
    kernel: layer === 0 ? block.matrix(size, roundUp(size, 4), 4, units) : block.matrix(units, width, 4, units),
    recurrent: block.matrix(units, width, 4, units),
    bias: block.matrix(1, 1, 4, units),
  }));
  const head = { kernel: block.matrix(units, width, 1, classes), bias: block.matrix(1, 1, 1, classes) };
  const parameters = block.size();
  const { floats, end } = createReserve(firstAddress);
  const state = (): number => floats(positions * width);
  const moments = trainable ? vocabulary * vectorWidth : 0;
  const widest = Math.max(width, vectorWidth, classWidth);
  return {
    shape,
    width,
    vectorWidth,
    classWidth,
    parameters,
    head,
    values: floats(parameters),
    gradients: floats(parameters),
    firstMoments: floats(parameters),
    secondMoments: floats(parameters),
    layers: weights.map((matrices, layer) => ({
      ...matrices,
      z: floats(positions * 4 * width),
      c: state(),
      tanhC: state(),
      h: state(),
      hBefore: state(),
      dh: state(),
      factors: layer < shape.layers - 1 ? state() : floats(rows * width),
    })),
    table: { values: floats(vocabulary * vectorWidth), firstMoments: floats(moments), secondMoments: floats(moments) },
    marks: floats(vocabulary),
    counts: floats(shape.steps),
    slots: floats(positions),
    tokens: floats(distinct),
    ends: floats(rows),
    x: floats(distinct * vectorWidth),
    dx: floats(trainable ? distinct * vectorWidth : 0),
    projected: floats(distinct * 4 * width),
    carry: floats(rows * width),
    last: floats(rows * width),
    dLast: floats(rows * width),
    logits: floats(rows * classWidth),
    transposed: floats(Math.max(4 * width * Math.max(width, vectorWidth), width * classWidth)),
    packed: floats(32 * (widest + 8)),
    zeros: floats(widest),
    bytes: end(),
  };
};
