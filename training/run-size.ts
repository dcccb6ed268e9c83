import { planNetwork } from './network/layout.ts';

/** Sizes of one side of a split. */
type SideSize = { readonly rows: number; readonly tokens: number };

export type CostInput = {
  readonly size: number;
  readonly units: number;
  readonly layers: number;
  readonly classes: number;
  readonly trainable: boolean;
  readonly train: SideSize;
  readonly heldOut: SideSize;
  readonly epochs: number;
};

/** Multiply-adds of scoring one token, all layers: x·W and h·U. */
export const scoringCostPerToken = ({
  size,
  units,
  layers,
}: Omit<CostInput, 'train' | 'heldOut' | 'epochs' | 'classes' | 'trainable'>): number =>
  4 * units * (size + units + (layers - 1) * 2 * units);

/**
 * Multiply-adds of training for that many epochs and scoring the held-out rows after each, from shapes and lengths alone (as
 * if no token came twice): forward, the gradients of the weights, and of the inputs where something below learns.
 * @returns an exact whole number
 */
export const runCost = (input: CostInput): number => {
  const { size, units, classes, trainable, train, heldOut, epochs } = input;
  const forward = scoringCostPerToken(input);
  const backward = 2 * forward - (trainable ? 0 : 4 * units * size);
  const head = units * classes;
  const training = train.tokens * (forward + backward) + train.rows * 3 * head;
  return epochs * (training + heldOut.tokens * forward + heldOut.rows * head);
};

/** Most texts of one held-out part: a step of scoring takes some 50 ms at most, and tokens that texts share are projected once. */
export const scoringRows = (costPerToken: number, steps: number): number =>
  Math.max(16, Math.min(256, Math.floor(5e8 / (costPerToken * steps))));

export type RunShape = {
  readonly size: number;
  readonly units: number;
  readonly layers: number;
  readonly classes: number;
  readonly vocabulary: number;
  readonly trainable: boolean;
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
  const checkpoint = 2 * 12 * (plan.parameters + (trainable ? vocabulary * plan.vectorWidth : 0));
  return plan.bytes + input + checkpoint;
};
