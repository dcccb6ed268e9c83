import { createDroppedProjection } from './dropped-projection.ts';
import type { Machine } from './kernel.ts';
import { type DirectionPlan, inputMasksOf } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { createRowProjection, createTokenProjection, type Source, type Turn } from './projections.ts';
import { createRecurrence, type DrawFactors } from './recurrence.ts';

/** One direction of a recurrent layer, and what lies around it: all that differs between engines is how it is run. */
export type DirectionSite = {
  readonly machine: Machine;
  readonly plan: NetworkPlan;
  readonly own: DirectionPlan;
  readonly below: Source | null; // null: the tokens themselves
  readonly turn: Turn;
  readonly drawInputs: DrawFactors | null; // of inputDropout, into own.inputFactors
  readonly drawStates: DrawFactors | null; // of recurrentDropout, into own.recurrentFactors
};

/**
 * Makes the layers of a direction: forward from what lies below to own.h, back from own.dh to the gradients of its weights
 * and of what lies below.
 */
export type MakeDirection = (site: DirectionSite) => readonly Layer[];

const createProjection = ({ machine, plan, own, below, turn, drawInputs }: DirectionSite): Layer => {
  if (below === null) return createTokenProjection(machine, plan, own, turn);
  if (drawInputs === null) return createRowProjection(machine, plan, own, below, turn);
  return createDroppedProjection(machine, plan, own, below, turn, inputMasksOf(plan.shape.model), drawInputs);
};

/** By our own kernels, in the machine. */
export const createOwnDirection: MakeDirection = (site) => {
  const { machine, plan, own, below, drawStates } = site;
  const { slots, natural } = own.order;
  return [createProjection(site), createRecurrence(machine, plan, own, below === null ? slots : natural, drawStates)];
};
