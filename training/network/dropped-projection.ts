import type { Machine } from './kernel.ts';
import type { DirectionPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { addressOf } from './matrix.ts';
import type { Batch } from './packing.ts';
import { createRowProjection, type Source, type Turn } from './projections.ts';
import type { DrawFactors } from './recurrence.ts';

/** A part of a direction's gates that sees its inputs through one mask. */
type Share = {
  readonly w: number;
  readonly dw: number;
  readonly bias: number;
  readonly z: number; // [P, columns] in rows of all gates
  readonly factors: (texts: number) => number;
};

/** All gates as one share, or each for itself. */
const sharesOf = (plan: NetworkPlan, own: DirectionPlan, source: Source, target: number, masks: number) => {
  const columns = (plan.gates * plan.width) / masks;
  const panels = columns * own.kernel.panelRows * 4;
  const shares = Array.from({ length: masks }, (_, at): Share => ({
    w: addressOf(plan.values, own.kernel) + at * panels,
    dw: addressOf(plan.gradients, own.kernel) + at * panels,
    bias: addressOf(plan.values, own.bias) + at * columns * 4,
    z: target + at * columns * 4,
    factors: (texts) => own.inputFactors + at * texts * source.width * 4,
  }));
  return { columns, shares };
};

/**
 * createRowProjection under inputDropout: each text's channels are dropped for all its positions alike.
 * @param masks 1, or one for each gate
 * @param draw of the factors [masks, texts, source.width]
 */
export const createDroppedProjection = (
  machine: Machine,
  plan: NetworkPlan,
  own: DirectionPlan,
  source: Source,
  turn: Turn,
  masks: number,
  draw: DrawFactors,
): Layer => {
  const { kernel, floats } = machine;
  const { zeros, transposed, projected, dropped, packed, counts } = plan;
  const { output, dOutput, width, inputs } = source;
  const isForward = own.order.natural === 0;
  const target = isForward ? own.z : projected;
  const whole = createRowProjection(machine, plan, own, source, turn);
  const { columns, shares } = sharesOf(plan, own, source, target, masks);
  const { panelRows } = own.kernel;
  const sourceBytes = width * 4;
  const bytes = plan.gates * plan.width * 4;

  const addSourceGradient = ({ steps, positions, texts }: Batch): void => {
    if (turn.isLast) floats.fill(0, dOutput / 4, dOutput / 4 + positions * width);
    for (const { w, z, factors } of shares) {
      kernel.transposePanels(inputs, columns, w, panelRows, transposed, width);
      kernel.multiply(positions, width, columns, z, bytes, transposed, columns, zeros, 0, dropped, sourceBytes);
      kernel.addScaledSteps(steps, counts, sourceBytes, dropped, factors(texts), dOutput);
    }
  };

  return {
    forward: (batch, step) => {
      if (step === 0) return whole.forward(batch, step);
      const { steps, positions, texts } = batch;
      draw(masks * texts, step);
      for (const { w, bias, z, factors } of shares) {
        kernel.scaleSteps(steps, counts, sourceBytes, output, factors(texts), dropped);
        kernel.multiply(positions, columns, inputs, dropped, sourceBytes, w, panelRows, bias, 0, z, bytes);
      }
    },
    backward: (batch) => {
      const { steps, positions, texts } = batch;
      if (!isForward) kernel.gatherRows(positions, own.order.natural, bytes, own.z, projected);
      for (const { dw, z, factors } of shares) {
        kernel.scaleSteps(steps, counts, sourceBytes, output, factors(texts), dropped);
        kernel.multiplyTransposed(positions, panelRows, columns, dropped, sourceBytes, z, bytes, dw, panelRows, packed);
      }
      kernel.addColumnSums(positions, plan.gates * plan.width, target, addressOf(plan.gradients, own.bias));
      if (dOutput !== 0) addSourceGradient(batch);
    },
  };
};
