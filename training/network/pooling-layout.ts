import type { ModelOptions } from '../../core/grid.ts';
import type { Reserve } from './matrix.ts';

/** What a pooling needs besides its inputs and outputs: byte addresses, 0 where it does not; P = positions, D = outputWidth. */
export type PoolingPlan = {
  readonly places: number; // max: [rows, D] the step of the largest value
  readonly u: number; // attention: [P, D]
  readonly shares: number; // attention: [P]
  readonly scores: number; // attention: [P] scores, then gradients
};

type PoolingSizes = { readonly model: ModelOptions; readonly rows: number; readonly positions: number };

export const planPooling = ({ floats }: Reserve, shape: PoolingSizes, outputWidth: number): PoolingPlan => {
  const { model, rows, positions } = shape;
  const perPosition = model.pooling === 'attention' ? positions : 0;
  return {
    places: model.pooling === 'max' ? floats(rows * outputWidth) : 0,
    u: floats(perPosition * outputWidth),
    shares: floats(perPosition),
    scores: floats(perPosition),
  };
};
