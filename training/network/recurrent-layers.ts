import { createDropout } from './dropout.ts';
import type { RunSeed } from './initialisers.ts';
import type { Machine } from './kernel.ts';
import type { DirectionPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { createPooling } from './pooling.ts';
import { createRecurrence, createRowProjection, createTokenProjection } from './projections.ts';

/** The layers from the tokens to plan.last, in order. */
export const createLayers = (machine: Machine, plan: NetworkPlan, seed: RunSeed): readonly Layer[] => {
  const { width } = plan;
  const { units, dropout } = plan.shape.model;
  return plan.layers.flatMap((layer, at): readonly Layer[] => {
    const isLast = at === plan.layers.length - 1;
    const [forward] = layer.directions as readonly [DirectionPlan];
    const below = plan.layers[at - 1];
    const projection =
      below === undefined
        ? createTokenProjection(machine, plan, forward)
        : createRowProjection(machine, plan, forward, below);
    const directions = layer.directions.length;
    const behind = createDropout(machine, dropout, at, seed, {
      rows: ({ texts, positions }) => (isLast ? texts : positions) * directions,
      values: isLast ? plan.last : layer.output,
      gradients: isLast ? plan.dLast : layer.dOutput,
      factors: layer.factors,
      units,
      width,
    });
    const own = [projection, createRecurrence(machine, plan, forward, below === undefined)];
    return isLast ? [...own, createPooling(machine, plan, layer), behind] : [...own, behind];
  });
};
