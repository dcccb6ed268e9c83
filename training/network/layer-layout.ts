import type { ModelOptions } from '../../core/grid.ts';
import { type Block, type Matrix, type Reserve, roundUp } from './matrix.ts';

/** Gates of a cell: LSTM's i f c o, GRU's z r h. */
export const gatesOf = ({ cell }: Pick<ModelOptions, 'cell'>): number => (cell === 'lstm' ? 4 : 3);

export const directionsOf = ({ bidirectional }: Pick<ModelOptions, 'bidirectional'>): number => (bidirectional ? 2 : 1);

/** What the layers' buffers are sized by. */
export type LayerSizes = {
  readonly model: ModelOptions;
  readonly size: number; // of a word's vector
  readonly rows: number;
  readonly positions: number;
};

/** Weights of one direction of a layer, in the block of all parameters. */
export type DirectionMatrices = {
  readonly kernel: Matrix; // [inputs, gates · units]
  readonly recurrent: Matrix; // [units, gates · units]
  readonly bias: Matrix;
  readonly recurrentBias: Matrix | null; // of GRU
};

/** How a direction reads the packed positions: addresses of words. Backward, step t is a text's t-th token from its own end. */
export type ReadingOrder = {
  readonly slots: number; // [P] place of the token among the distinct ones
  readonly natural: number; // [P] the same position read forward, and the other way round; 0: it is forward
  readonly places: number; // [P] where its state belongs in the layer's output, in rows of H; 0: it is all of the output
};

/** What a cell keeps besides its gates and outputs. */
export type CellState =
  | { readonly cell: 'lstm'; readonly c: number; readonly tanhC: number } // [P, H]
  | { readonly cell: 'gru'; readonly inner: number }; // [P, 3H] h·U + b, then its gradient

/** Where a direction's buffers lie: byte addresses; P = positions, in the direction's own order; H = units, rounded up. */
export type DirectionPlan = DirectionMatrices & {
  readonly order: ReadingOrder;
  readonly z: number; // [P, gates · H] inputs of the gates, then the gates, then their gradients
  readonly state: CellState;
  readonly h: number; // [P, H]
  readonly hBefore: number;
  readonly dh: number;
  readonly inputFactors: number; // of inputDropout: [1 or gates, rows, inputs]
  readonly recurrentFactors: number; // of recurrentDropout: [gates, rows, H]
};

/** A layer's directions and what they give together: D = H · directions. */
export type LayerPlan = {
  readonly directions: readonly DirectionPlan[]; // forward, then backward
  readonly output: number; // [P, D]; of a single direction its h
  readonly dOutput: number;
  readonly factors: number; // of the dropout behind it: [P, D], or [rows, D] for the last layer
};

/** Matrices of all layers. A layer's inputs are the vectors, or each direction of the layer below. */
export const planLayerMatrices = (block: Block, { model, size }: LayerSizes): readonly DirectionMatrices[][] => {
  const { units, layers } = model;
  const gates = gatesOf(model);
  const directions = directionsOf(model);
  const width = roundUp(units, 8);
  const vectors = { groups: 1, inputs: size, panelRows: roundUp(size, 4) };
  const below = { groups: directions, inputs: units, panelRows: directions * width };
  return Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: directions }, () => ({
      kernel: block.matrix(layer === 0 ? vectors : below, gates, units),
      recurrent: block.matrix({ groups: 1, inputs: units, panelRows: width }, gates, units),
      bias: block.bias(gates, units),
      recurrentBias: model.cell === 'gru' ? block.bias(gates, units) : null,
    })),
  );
};

/** Reading orders of the directions, the same for all layers. */
export const planOrders = ({ floats }: Reserve, { model, positions }: LayerSizes): readonly ReadingOrder[] => {
  const words = (): number => floats(positions);
  if (!model.bidirectional) return [{ slots: words(), natural: 0, places: 0 }];
  return [
    { slots: words(), natural: 0, places: words() },
    { slots: words(), natural: words(), places: words() },
  ];
};

/** Sets of masks of a direction's inputs: with recurrentDropout Keras' cells draw one for each gate, else one for all. */
export const inputMasksOf = (model: ModelOptions): number => (model.recurrentDropout > 0 ? gatesOf(model) : 1);

const planDirection = (
  { floats }: Reserve,
  own: DirectionMatrices,
  order: ReadingOrder,
  { model, rows, positions }: LayerSizes,
): DirectionPlan => {
  const width = roundUp(model.units, 8);
  const inputWidth = roundUp(own.kernel.panelRows, 8);
  const state = (): number => floats(positions * width);
  return {
    ...own,
    order,
    z: floats(positions * gatesOf(model) * width),
    state:
      model.cell === 'lstm'
        ? { cell: 'lstm', c: state(), tanhC: state() }
        : { cell: 'gru', inner: floats(positions * 3 * width) },
    h: state(),
    hBefore: state(),
    dh: state(),
    inputFactors: floats(model.inputDropout > 0 ? inputMasksOf(model) * rows * inputWidth : 0),
    recurrentFactors: floats(model.recurrentDropout > 0 ? gatesOf(model) * rows * width : 0),
  };
};

/** Buffers of all layers. */
export const planLayers = (
  reserve: Reserve,
  matrices: readonly (readonly DirectionMatrices[])[],
  orders: readonly ReadingOrder[],
  sizes: LayerSizes,
): readonly LayerPlan[] => {
  const { model, rows, positions } = sizes;
  const { floats } = reserve;
  return matrices.map((ofLayer, at) => {
    const directions = ofLayer.map((own, direction) =>
      planDirection(reserve, own, orders[direction] as ReadingOrder, sizes),
    );
    const [forward] = directions as [DirectionPlan];
    const both = directions.length > 1;
    const outputWidth = roundUp(model.units, 8) * directions.length;
    return {
      directions,
      output: both ? floats(positions * outputWidth) : forward.h,
      dOutput: both ? floats(positions * outputWidth) : forward.dh,
      factors: floats((at < matrices.length - 1 ? positions : rows) * outputWidth),
    };
  });
};
