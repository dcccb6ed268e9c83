import type { Machine } from './kernel.ts';
import type { CellState, DirectionPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import { addressOf } from './matrix.ts';
import type { Batch } from './packing.ts';

/** What a cell does over all steps of a batch; `masks`: of h_{t-1} for each gate, or 0. */
export type CellKernel = {
  readonly dGates: number; // after `backward`: dL/d(h·U + b), [P, gates · H]
  forward(batch: Batch, masks: number): void;
  backward(batch: Batch, masks: number): void;
};

type StateOf<Cell extends CellState['cell']> = Extract<CellState, { readonly cell: Cell }>;

const createLstm = (
  { kernel }: Machine,
  plan: NetworkPlan,
  own: DirectionPlan,
  { c, tanhC }: StateOf<'lstm'>,
  slots: number,
): CellKernel => {
  const { counts, width, projected, transposed, carry, droppedState, zeros } = plan;
  const { z, h, hBefore, dh } = own;
  const u = addressOf(plan.values, own.recurrent);
  return {
    dGates: z,
    forward: ({ steps }, masks) => {
      const all = [steps, counts, width, slots, projected, u, z, c, tanhC, h, hBefore] as const;
      if (masks === 0) kernel.lstmForward(...all);
      else kernel.lstmForwardDropped(...all, masks, droppedState);
    },
    backward: ({ steps, positions }, masks) => {
      const all = [steps, counts, positions, width, transposed, z, c, tanhC, dh, carry] as const;
      if (masks === 0) kernel.lstmBackward(...all);
      else kernel.lstmBackwardDropped(...all, masks, droppedState, zeros);
    },
  };
};

const createGru = (
  { kernel }: Machine,
  plan: NetworkPlan,
  own: DirectionPlan,
  { inner }: StateOf<'gru'>,
  slots: number,
): CellKernel => {
  const { counts, width, projected, transposed, droppedState, zeros } = plan;
  const { z, h, hBefore, dh, recurrentBias } = own;
  const u = addressOf(plan.values, own.recurrent);
  const bias = addressOf(plan.values, recurrentBias ?? own.bias);
  return {
    dGates: inner,
    forward: ({ steps }, masks) => {
      const weights = [steps, counts, width, slots, projected, u, bias] as const;
      kernel.gruForward(...weights, z, inner, h, hBefore, masks, droppedState);
    },
    backward: ({ steps, positions }, masks) => {
      const batch = [steps, counts, positions, width] as const;
      kernel.gruBackward(...batch, transposed, z, inner, hBefore, dh, masks, droppedState, zeros);
    },
  };
};

/** @param slots where x·W + b lies in plan.projected, by position; 0: in z */
export const createCell = (machine: Machine, plan: NetworkPlan, own: DirectionPlan, slots: number): CellKernel => {
  const { state } = own;
  switch (state.cell) {
    case 'lstm':
      return createLstm(machine, plan, own, state, slots);
    case 'gru':
      return createGru(machine, plan, own, state, slots);
    default:
      return state satisfies never;
  }
};
