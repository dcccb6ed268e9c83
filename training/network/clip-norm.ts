import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';
import type { Batch } from './packing.ts';

/**
 * Scales all gradients, those of a learnt table included, by limit / norm where their common norm is larger. The norm is that
 * of the gradient itself: a token's rows are summed before they are squared.
 * @see Pascanu et al. 2013, arXiv:1211.5063, algorithm 1
 */
export const createClipping = ({ kernel }: Machine, plan: NetworkPlan, limit: number) => {
  const { gradients, parameters, dx, vectorWidth } = plan;
  return ({ distinct }: Batch): void => {
    const inTable = plan.shape.trainable ? distinct * vectorWidth : 0;
    const norm = Math.sqrt(kernel.sumOfSquares(parameters, gradients) + kernel.sumOfSquares(inTable, dx));
    if (!(norm > limit)) return;
    kernel.scaleAll(parameters, limit / norm, gradients);
    kernel.scaleAll(inTable, limit / norm, dx);
  };
};
