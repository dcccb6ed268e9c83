import type { Machine } from './kernel.ts';
import type { DirectionPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { addressOf } from './matrix.ts';

/** What a direction reads: rows by position, and where the gradient of their values goes. */
export type Source = {
  readonly output: number; // [P, width]
  readonly dOutput: number; // 0: nothing below learns
  readonly width: number; // floats of a row
  readonly inputs: number; // of them, used
};

/** Which of a layer's directions this is. On the way back the last one comes first and overwrites, the others add. */
export type Turn = { readonly isFirst: boolean; readonly isLast: boolean };

/** The inputs' share of a direction's gates, x·W + b, for each distinct token; the recurrence spreads it over the positions. */
export const createTokenProjection = (
  { kernel, floats }: Machine,
  plan: NetworkPlan,
  own: DirectionPlan,
  { isFirst, isLast }: Turn,
): Layer => {
  const { size, trainable } = plan.shape;
  const { x, dx, projected, tokens, vectorWidth, zeros, transposed } = plan;
  const vectorBytes = vectorWidth * 4;
  const columns = plan.gates * plan.width;
  const bytes = columns * 4;
  const w = addressOf(plan.values, own.kernel);
  const bias = addressOf(plan.values, own.bias);
  const dw = addressOf(plan.gradients, own.kernel);
  const dBias = addressOf(plan.gradients, own.bias);
  const { panelRows } = own.kernel;
  const start = isLast ? ([zeros, 0] as const) : ([dx, vectorBytes] as const);
  return {
    forward: ({ distinct }) => {
      if (isFirst) kernel.gatherRows(distinct, tokens, vectorBytes, plan.table.values, x);
      kernel.multiply(distinct, columns, size, x, vectorBytes, w, panelRows, bias, 0, projected, bytes);
    },
    backward: ({ distinct, positions }) => {
      floats.fill(0, projected / 4, projected / 4 + distinct * columns); // from here on its gradient
      kernel.addRows(positions, own.order.slots, bytes, own.z, projected);
      const gradients = [projected, bytes, dw, panelRows, plan.packed] as const;
      kernel.multiplyTransposed(distinct, panelRows, columns, x, vectorBytes, ...gradients);
      kernel.addColumnSums(distinct, columns, projected, dBias);
      if (!trainable) return;
      kernel.transposePanels(size, columns, w, panelRows, transposed, vectorWidth);
      const from = [projected, bytes, transposed, columns] as const;
      kernel.multiply(distinct, vectorWidth, columns, ...from, ...start, dx, vectorBytes);
    },
  };
};

/**
 * The same for each position of `source`: written to z where the direction reads forward, else to plan.projected, from where the
 * recurrence fetches it in its own order.
 */
export const createRowProjection = (
  { kernel }: Machine,
  plan: NetworkPlan,
  own: DirectionPlan,
  source: Source,
  { isLast }: Turn,
): Layer => {
  const { zeros, transposed, projected } = plan;
  const { output, dOutput, width, inputs } = source;
  const sourceBytes = width * 4;
  const columns = plan.gates * plan.width;
  const bytes = columns * 4;
  const w = addressOf(plan.values, own.kernel);
  const bias = addressOf(plan.values, own.bias);
  const dw = addressOf(plan.gradients, own.kernel);
  const { panelRows } = own.kernel;
  const isForward = own.order.natural === 0;
  const target = isForward ? own.z : projected;
  const start = isLast ? ([zeros, 0] as const) : ([dOutput, sourceBytes] as const);
  return {
    forward: ({ positions }) =>
      kernel.multiply(positions, columns, inputs, output, sourceBytes, w, panelRows, bias, 0, target, bytes),
    backward: ({ positions }) => {
      if (!isForward) kernel.gatherRows(positions, own.order.natural, bytes, own.z, projected);
      const gradients = [target, bytes, dw, panelRows, plan.packed] as const;
      kernel.multiplyTransposed(positions, panelRows, columns, output, sourceBytes, ...gradients);
      kernel.addColumnSums(positions, columns, target, addressOf(plan.gradients, own.bias));
      if (dOutput === 0) return;
      kernel.transposePanels(inputs, columns, w, panelRows, transposed, width);
      const from = [target, bytes, transposed, columns] as const;
      kernel.multiply(positions, width, columns, ...from, ...start, dOutput, sourceBytes);
    },
  };
};
