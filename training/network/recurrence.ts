import { createCell } from './cells.ts';
import type { Machine } from './kernel.ts';
import type { DirectionPlan, LayerPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { addressOf } from './matrix.ts';
import type { Batch } from './packing.ts';

/** Draws so many rows of factors for a step. */
export type DrawFactors = (rows: number, step: number) => void;

/** Transposes U and sums its gradient; `dropped`: each gate has seen its own share of the state. */
const createWeights = ({ kernel }: Machine, plan: NetworkPlan, own: DirectionPlan, dGates: number) => {
  const { width, gates, counts, transposed, packed, dropped } = plan;
  const columns = gates * width;
  const bytes = width * 4;
  const gateBytes = width * width * 4; // of a gate's panels, and of its transposed ones
  const u = addressOf(plan.values, own.recurrent);
  const du = addressOf(plan.gradients, own.recurrent);
  return {
    transpose: (isDropped: boolean): void => {
      if (!isDropped) return kernel.transposePanels(width, columns, u, width, transposed, width);
      for (let gate = 0; gate < gates; gate++)
        kernel.transposePanels(width, width, u + gate * gateBytes, width, transposed + gate * gateBytes, width);
    },
    addGradient: ({ positions, steps, texts }: Batch, isDropped: boolean): void => {
      if (!isDropped) {
        const to = [dGates, columns * 4, du, width, packed] as const;
        return kernel.multiplyTransposed(positions, width, columns, own.hBefore, bytes, ...to);
      }
      for (let gate = 0; gate < gates; gate++) {
        kernel.scaleSteps(steps, counts, bytes, own.hBefore, own.recurrentFactors + gate * texts * bytes, dropped);
        const to = [dGates + gate * bytes, columns * 4, du + gate * gateBytes, width, packed] as const;
        kernel.multiplyTransposed(positions, width, width, dropped, bytes, ...to);
      }
    },
  };
};

/**
 * The recurrent part: from z to h, and from dh back to the gradient in z.
 * @param slots where x·W + b lies in plan.projected, by position; 0: in z
 * @param draw of recurrentDropout's factors, or null: none
 */
export const createRecurrence = (
  machine: Machine,
  plan: NetworkPlan,
  own: DirectionPlan,
  slots: number,
  draw: DrawFactors | null,
): Layer => {
  const { kernel } = machine;
  const { gates, width } = plan;
  const cell = createCell(machine, plan, own, slots);
  const weights = createWeights(machine, plan, own, cell.dGates);
  const masks = draw === null ? 0 : own.recurrentFactors;
  return {
    forward: (batch, step) => {
      if (step > 0) draw?.(gates * batch.texts, step);
      cell.forward(batch, step > 0 ? masks : 0);
    },
    backward: (batch) => {
      weights.transpose(masks !== 0);
      cell.backward(batch, masks);
      weights.addGradient(batch, masks !== 0);
      if (own.recurrentBias === null) return;
      kernel.addColumnSums(batch.positions, gates * width, cell.dGates, addressOf(plan.gradients, own.recurrentBias));
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
