import type { ModelOptions, TrainOptions } from '../core/grid.ts';
import { outputsOf } from './network/head-layout.ts';
import { directionsOf, gatesOf } from './network/layer-layout.ts';
import { planNetwork } from './network/layout.ts';

/** Sizes of one side of a split. */
type SideSize = { readonly rows: number; readonly tokens: number };

export type CostInput = {
  readonly model: ModelOptions;
  readonly size: number;
  readonly classes: number;
  readonly trainable: boolean;
  readonly train: SideSize;
  readonly heldOut: SideSize;
  readonly epochs: number;
};

/** Multiply-adds of attention over one token: h·W, u·context and the sum. */
const attentionCost = (outputs: number): number => outputs * (outputs + 2);

/** Multiply-adds of scoring one token, all layers: x·W and h·U in each direction; and what attention takes. */
export const scoringCostPerToken = ({ model, size }: Pick<CostInput, 'model' | 'size'>): number => {
  const { units, layers } = model;
  const outputs = directionsOf(model) * units;
  const recurrent = gatesOf(model) * outputs * (size + units + (layers - 1) * (outputs + units));
  return recurrent + (model.pooling === 'attention' ? attentionCost(outputs) : 0);
};

/**
 * Multiply-adds of training for that many epochs and scoring the held-out rows after each, from shapes and lengths alone (as
 * if no token came twice): forward, the gradients of the weights, and of the inputs where something below learns.
 * @returns an exact whole number
 */
export const runCost = (input: CostInput): number => {
  const { model, size, classes, trainable, train, heldOut, epochs } = input;
  const outputs = directionsOf(model) * model.units;
  const forward = scoringCostPerToken(input);
  const backward = 2 * forward - (trainable ? 0 : gatesOf(model) * outputs * size);
  const head = outputs * outputsOf(model, classes);
  const training = train.tokens * (forward + backward) + train.rows * 3 * head;
  return epochs * (training + heldOut.tokens * forward + heldOut.rows * head);
};

/** Most texts of one held-out part: a step of scoring takes some 50 ms at most, and tokens that texts share are projected once. */
export const scoringRows = (costPerToken: number, steps: number): number =>
  Math.max(16, Math.min(256, Math.floor(5e8 / (costPerToken * steps))));

export type RunShape = {
  readonly model: ModelOptions;
  readonly size: number;
  readonly classes: number;
  readonly vocabulary: number;
  readonly trainable: boolean;
  readonly optimizer: TrainOptions['optimizer'];
  readonly batch: number;
  readonly maxTokens: number; // of the longest text
  readonly rows: number; // of both sides
  readonly tokens: number; // of both sides
};

/**
 * Memory of one run at most, in bytes, its input and a checkpoint being written included; the program itself is not.
 * More than 4 GiB cannot be trained.
 */
export const estimateRunBytes = (shape: RunShape): number => {
  const { size, classes, vocabulary, trainable, maxTokens, tokens } = shape;
  const scored = Math.min(shape.rows, scoringRows(scoringCostPerToken(shape), maxTokens));
  const rows = Math.max(Math.min(shape.batch, shape.rows), scored);
  const positions = Math.min(rows * maxTokens, tokens);
  const plan = planNetwork({ ...shape, rows, positions, steps: maxTokens });
  const input = 4 * (vocabulary * size + tokens + 4 * shape.rows + shape.rows * classes);
  const weights = plan.parameters + (trainable ? vocabulary * (plan.vectorWidth + 1) : 0);
  const checkpoint = 2 * 4 * (1 + plan.moments.length) * weights;
  return plan.bytes + input + checkpoint;
};
