import type { ModelOptions } from '../../core/grid.ts';
import { directionsOf } from './layer-layout.ts';
import { type Block, type Matrix, roundUp } from './matrix.ts';

/** Weights above the recurrent layers, in the block of all parameters. */
export type HeadMatrices = { readonly kernel: Matrix; readonly bias: Matrix }; // [directions · units, outputs], [outputs]

/** Outputs of the head: the sigmoid's one is the probability of the second class. */
export const outputsOf = ({ head }: Pick<ModelOptions, 'head'>, classes: number): number =>
  head === 'sigmoid' ? 1 : classes;

export const planHeadMatrices = (block: Block, model: ModelOptions, classes: number): HeadMatrices => {
  const { units } = model;
  const groups = directionsOf(model);
  const from = { groups, inputs: units, panelRows: groups * roundUp(units, 8) };
  const outputs = outputsOf(model, classes);
  return { kernel: block.matrix(from, 1, outputs), bias: block.bias(1, outputs) };
};

/** Additive attention over the last layer's outputs: [D, D], [D], [D]; D: directions · units. */
export type AttentionMatrices = { readonly kernel: Matrix; readonly bias: Matrix; readonly context: Matrix };

export const planAttentionMatrices = (block: Block, model: ModelOptions): AttentionMatrices | null => {
  if (model.pooling !== 'attention') return null;
  const { units } = model;
  const groups = directionsOf(model);
  const from = { groups, inputs: units, panelRows: groups * roundUp(units, 8) };
  return {
    kernel: block.matrix(from, groups, units),
    bias: block.bias(groups, units),
    context: block.bias(groups, units),
  };
};
