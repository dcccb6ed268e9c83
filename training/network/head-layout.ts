import type { ModelOptions } from '../../core/grid.ts';
import { directionsOf } from './layer-layout.ts';
import { type Block, type Matrix, roundUp } from './matrix.ts';

/** Weights above the recurrent layers, in the block of all parameters. */
export type HeadMatrices = { readonly kernel: Matrix; readonly bias: Matrix }; // [directions · units, classes], [classes]

export const planHeadMatrices = (block: Block, model: ModelOptions, classes: number): HeadMatrices => {
  const { units } = model;
  const groups = directionsOf(model);
  const from = { groups, inputs: units, panelRows: groups * roundUp(units, 8) };
  return { kernel: block.matrix(from, 1, classes), bias: block.bias(1, classes) };
};
