import type { TrainOptions } from '../../core/grid.ts';
import {
  type AttentionMatrices,
  type HeadMatrices,
  outputsOf,
  planAttentionMatrices,
  planHeadMatrices,
} from './head-layout.ts';
import {
  directionsOf,
  gatesOf,
  type LayerPlan,
  type LayerSizes,
  planOrders,
  planLayerMatrices,
  planLayers,
  type ReadingOrder,
} from './layer-layout.ts';
import { createBlock, createReserve, type Reserve, roundUp } from './matrix.ts';
import { planPooling, type PoolingPlan } from './pooling-layout.ts';
import { planTable, type TablePlan } from './table-layout.ts';
import { updateRules } from './update-rules.ts';

/** What decides where everything lies in memory. */
export type NetworkShape = LayerSizes & {
  readonly optimizer: TrainOptions['optimizer'];
  readonly classes: number;
  readonly vocabulary: number;
  readonly trainable: boolean; // whether the vectors learn
  readonly rows: number; // most texts of one batch
  readonly positions: number; // most tokens of one batch
  readonly steps: number; // tokens of the longest text
};

/** Vectors by position, where dropout makes those of one token differ from text to text. */
export type PositionedVectors = {
  readonly x: number; // [P, vectorWidth]
  readonly dx: number; // 0: the vectors do not learn
  readonly factors: number; // of spatialDropout: [rows, vectorWidth]
};

/** Byte addresses; P = positions, H = width, D = outputWidth. */
export type NetworkPlan = {
  readonly shape: NetworkShape;
  readonly gates: number;
  readonly width: number; // units, rounded up
  readonly outputWidth: number; // of all directions of a layer
  readonly vectorWidth: number; // size, rounded up
  readonly classWidth: number;
  readonly parameters: number; // floats of a block
  readonly values: number;
  readonly gradients: number;
  readonly moments: readonly number[]; // a block each
  readonly constants: number; // [8] of the optimiser's step
  readonly layers: readonly LayerPlan[];
  readonly attention: AttentionMatrices | null;
  readonly head: HeadMatrices;
  readonly table: TablePlan;
  readonly marks: number; // [vocabulary] 1 + place among the batch's distinct tokens, or 0
  readonly counts: number; // [steps] texts that have a token at that step
  readonly orders: readonly ReadingOrder[]; // forward, then backward
  readonly tokens: number; // [distinct]
  readonly ends: number; // [rows] packed place of each text's last token
  readonly finals: number; // [rows, directions] place of each direction's last state in an output, in rows of H
  readonly x: number; // [distinct, vectorWidth]
  readonly dx: number;
  readonly projected: number; // [distinct, gates · H], or [P, gates · H] where a direction reads another's order
  readonly positioned: PositionedVectors | null;
  readonly carry: number; // [rows, H]
  readonly droppedState: number; // [rows, H] scratch of recurrentDropout
  readonly dropped: number; // [P, H or a layer's inputs] scratch of recurrentDropout and inputDropout
  readonly pooling: PoolingPlan;
  readonly last: number; // [rows, D] what pooling makes of each text
  readonly dLast: number;
  readonly logits: number; // [rows, classWidth]
  readonly transposed: number; // scratch for one weight matrix
  readonly packed: number; // scratch of multiplyTransposed
  readonly zeros: number;
  readonly bytes: number;
};

/** Below it lie the kernel's own constants. */
const firstAddress = 65_536;

const widthsOf = ({ model, size, classes }: NetworkShape) => {
  const width = roundUp(model.units, 8);
  const gates = gatesOf(model);
  return {
    gates,
    width,
    outputWidth: width * directionsOf(model),
    vectorWidth: roundUp(size, 8),
    classWidth: roundUp(outputsOf(model, classes), 8),
  };
};

const planPositioned = (
  { floats }: Reserve,
  { model, size, rows, positions, trainable }: NetworkShape,
): PositionedVectors | null => {
  const { spatialDropout, inputDropout } = model;
  if (spatialDropout === 0 && inputDropout === 0) return null;
  const width = roundUp(size, 8);
  return {
    x: floats(positions * width),
    dx: trainable ? floats(positions * width) : 0,
    factors: floats(spatialDropout > 0 ? rows * width : 0),
  };
};

/** Places everything that a network of this shape needs; the only place that knows sizes, so that they can be foretold. */
export const planNetwork = (shape: NetworkShape): NetworkPlan => {
  const { model, classes, vocabulary, trainable, rows, positions } = shape;
  const widths = widthsOf(shape);
  const { gates, width, outputWidth, vectorWidth, classWidth } = widths;
  const distinct = Math.min(positions, vocabulary);
  const block = createBlock();
  const matrices = planLayerMatrices(block, shape);
  const attention = planAttentionMatrices(block, model);
  const head = planHeadMatrices(block, model, classes);
  const parameters = block.size();
  const reserve = createReserve(firstAddress);
  const { floats, end } = reserve;
  const orders = planOrders(reserve, shape);
  const widest = Math.max(outputWidth, vectorWidth, classWidth);
  return {
    shape,
    ...widths,
    parameters,
    attention,
    head,
    values: floats(parameters),
    gradients: floats(parameters),
    moments: Array.from({ length: updateRules[shape.optimizer].moments }, () => floats(parameters)),
    constants: floats(8),
    layers: planLayers(reserve, matrices, orders, shape),
    table: planTable(reserve, shape, vectorWidth),
    marks: floats(vocabulary),
    counts: floats(shape.steps),
    orders,
    tokens: floats(distinct),
    ends: floats(rows),
    finals: floats(rows * orders.length),
    x: floats(distinct * vectorWidth),
    dx: floats(trainable ? distinct * vectorWidth : 0),
    projected: floats((orders.length > 1 ? positions : distinct) * gates * width),
    positioned: planPositioned(reserve, shape),
    carry: floats(rows * width),
    droppedState: floats(model.recurrentDropout > 0 ? rows * width : 0),
    dropped: floats(model.recurrentDropout > 0 || model.inputDropout > 0 ? positions * widest : 0),
    pooling: planPooling(reserve, shape, outputWidth),
    last: floats(rows * outputWidth),
    dLast: floats(rows * outputWidth),
    logits: floats(rows * classWidth),
    transposed: floats(Math.max(gates * width * Math.max(outputWidth, vectorWidth), outputWidth * classWidth)),
    packed: floats(64 * (widest + 8)),
    zeros: floats(widest),
    bytes: end(),
  };
};
