import type { Machine } from './kernel.ts';
import type { ReadingOrder } from './layer-layout.ts';
import type { NetworkPlan, PositionedVectors } from './layout.ts';
import type { Layer } from './layer.ts';
import type { DrawFactors } from './recurrence.ts';

/**
 * The vector of each position, and its gradient back to the tokens.
 * @param draw of spatialDropout's factors, by text and channel; null: none
 */
export const createPositionedVectors = (
  { kernel, floats }: Machine,
  plan: NetworkPlan,
  { x, dx, factors }: PositionedVectors,
  draw: DrawFactors | null,
): Layer => {
  const { vectorWidth, counts, tokens, table } = plan;
  const { slots } = plan.orders[0] as ReadingOrder;
  const bytes = vectorWidth * 4;
  return {
    forward: ({ distinct, positions, steps, texts }, step) => {
      kernel.gatherRows(distinct, tokens, bytes, table.values, plan.x);
      kernel.gatherRows(positions, slots, bytes, plan.x, x);
      if (step === 0 || draw === null) return;
      draw(texts, step);
      kernel.scaleSteps(steps, counts, bytes, x, factors, x);
    },
    backward: ({ distinct, positions, steps }) => {
      if (dx === 0) return;
      if (draw !== null) kernel.scaleSteps(steps, counts, bytes, dx, factors, dx);
      floats.fill(0, plan.dx / 4, plan.dx / 4 + distinct * vectorWidth);
      kernel.addRows(positions, slots, bytes, dx, plan.dx);
    },
  };
};
