import type { Machine } from './kernel.ts';
import type { DirectionPlan, LayerPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { addressOf } from './matrix.ts';

/**
 * The recurrent part: from z to h, and from dh back to the gradient in z.
 * @param slots where x·W + b lies in plan.projected, by position; 0: in z
 */
export const createRecurrence = ({ kernel }: Machine, plan: NetworkPlan, own: DirectionPlan, slots: number): Layer => {
  const { width, counts, transposed, carry, projected } = plan;
  const { z, c, tanhC, h, hBefore, dh } = own;
  const u = addressOf(plan.values, own.recurrent);
  const du = addressOf(plan.gradients, own.recurrent);
  const columns = plan.gates * width;
  return {
    forward: ({ steps }) => kernel.lstmForward(steps, counts, width, slots, projected, u, z, c, tanhC, h, hBefore),
    backward: ({ steps, positions }) => {
      kernel.transposePanels(width, columns, u, width, transposed, width);
      kernel.lstmBackward(steps, counts, positions, width, transposed, z, c, tanhC, dh, carry);
      kernel.multiplyTransposed(positions, width, columns, hBefore, width * 4, z, columns * 4, du, width, plan.packed);
    },
  };
};

/** Puts the states of a layer's directions side by side; back, takes their gradients apart. */
export const createJoin = ({ kernel }: Machine, plan: NetworkPlan, layer: LayerPlan): Layer => {
  const bytes = plan.width * 4;
  return {
    forward: ({ positions }) => {
      for (const { order, h } of layer.directions) kernel.scatterRows(positions, order.places, bytes, h, layer.output);
    },
    backward: ({ positions }) => {
      for (const { order, dh } of layer.directions)
        kernel.gatherRows(positions, order.places, bytes, layer.dOutput, dh);
    },
  };
};
