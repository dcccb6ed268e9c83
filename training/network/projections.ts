import type { Machine } from './kernel.ts';
import type { DirectionPlan, LayerPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { addressOf } from './matrix.ts';

/** The inputs' share of a direction's gates, x·W + b, for each distinct token; the recurrence spreads it over the positions. */
export const createTokenProjection = ({ kernel, floats }: Machine, plan: NetworkPlan, layer: DirectionPlan): Layer => {
  const { size, trainable } = plan.shape;
  const { x, dx, projected, tokens, slots, vectorWidth, zeros, transposed } = plan;
  const vectorBytes = vectorWidth * 4;
  const columns = plan.gates * plan.width;
  const w = addressOf(plan.values, layer.kernel);
  const bias = addressOf(plan.values, layer.bias);
  const { panelRows } = layer.kernel;
  return {
    forward: ({ distinct }) => {
      kernel.gatherRows(distinct, tokens, vectorBytes, plan.table.values, x);
      kernel.multiply(distinct, columns, size, x, vectorBytes, w, panelRows, bias, 0, projected, columns * 4);
    },
    backward: ({ distinct, positions }) => {
      floats.fill(0, projected / 4, projected / 4 + distinct * columns); // from here on its gradient
      kernel.addRows(positions, slots, columns * 4, layer.z, projected);
      const dw = addressOf(plan.gradients, layer.kernel);
      kernel.multiplyTransposed(
        distinct,
        panelRows,
        columns,
        x,
        vectorBytes,
        projected,
        columns * 4,
        dw,
        panelRows,
        plan.packed,
      );
      kernel.addColumnSums(distinct, columns, projected, addressOf(plan.gradients, layer.bias));
      if (!trainable) return;
      kernel.transposePanels(size, columns, w, panelRows, transposed, vectorWidth);
      const start = [zeros, 0] as const;
      const from = [projected, columns * 4, transposed, columns] as const;
      kernel.multiply(distinct, vectorWidth, columns, ...from, ...start, dx, vectorBytes);
    },
  };
};

/** The same for each position, written to the layer's z: from the output of the layer below, whose `dOutput` gets the gradient. */
export const createRowProjection = (
  { kernel }: Machine,
  plan: NetworkPlan,
  layer: DirectionPlan,
  below: LayerPlan,
): Layer => {
  const { width, outputWidth, zeros, transposed } = plan;
  const columns = plan.gates * width;
  const bytes = outputWidth * 4;
  const w = addressOf(plan.values, layer.kernel);
  const bias = addressOf(plan.values, layer.bias);
  return {
    forward: ({ positions }) =>
      kernel.multiply(
        positions,
        columns,
        outputWidth,
        below.output,
        bytes,
        w,
        outputWidth,
        bias,
        0,
        layer.z,
        columns * 4,
      ),
    backward: ({ positions }) => {
      const dw = addressOf(plan.gradients, layer.kernel);
      kernel.multiplyTransposed(
        positions,
        outputWidth,
        columns,
        below.output,
        bytes,
        layer.z,
        columns * 4,
        dw,
        outputWidth,
        plan.packed,
      );
      kernel.addColumnSums(positions, columns, layer.z, addressOf(plan.gradients, layer.bias));
      kernel.transposePanels(outputWidth, columns, w, outputWidth, transposed, outputWidth);
      const from = [layer.z, columns * 4, transposed, columns] as const;
      kernel.multiply(positions, outputWidth, columns, ...from, zeros, 0, below.dOutput, bytes);
    },
  };
};

/**
 * The recurrent part: from z to h, and from dh back to the gradient in z.
 * @param fromTokens whether x·W + b lies in plan.projected by token, or in z by position
 */
export const createRecurrence = (
  { kernel }: Machine,
  plan: NetworkPlan,
  layer: DirectionPlan,
  fromTokens: boolean,
): Layer => {
  const { width, counts, transposed, carry, projected } = plan;
  const slots = fromTokens ? plan.slots : 0;
  const { z, c, tanhC, h, hBefore, dh } = layer;
  const u = addressOf(plan.values, layer.recurrent);
  const du = addressOf(plan.gradients, layer.recurrent);
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
