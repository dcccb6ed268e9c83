import { createDropout } from './dropout.ts';
import type { RunSeed } from './initialisers.ts';
import type { Machine } from './kernel.ts';
import type { LayerPlan } from './layer-layout.ts';
import type { NetworkPlan } from './layout.ts';
import type { Layer } from './layer.ts';
import { createPooling } from './pooling.ts';
import { createRowProjection, createTokenProjection, type Source } from './projections.ts';
import { createJoin, createRecurrence } from './recurrence.ts';

/** A layer's directions, one after the other, from what lies below (null: the tokens) to its output. */
const createDirections = (
  machine: Machine,
  plan: NetworkPlan,
  layer: LayerPlan,
  below: Source | null,
): readonly Layer[] => {
  const count = layer.directions.length;
  const own = layer.directions.flatMap((direction, at) => {
    const turn = { isFirst: at === 0, isLast: at === count - 1 };
    const { slots, natural } = direction.order;
    return below === null
      ? [createTokenProjection(machine, plan, direction, turn), createRecurrence(machine, plan, direction, slots)]
      : [
          createRowProjection(machine, plan, direction, below, turn),
          createRecurrence(machine, plan, direction, natural),
        ];
  });
  return count === 1 ? own : [...own, createJoin(machine, plan, layer)];
};

/** The layers from the tokens to plan.last, in order. */
export const createLayers = (machine: Machine, plan: NetworkPlan, seed: RunSeed): readonly Layer[] => {
  const { width, outputWidth } = plan;
  const { units, dropout } = plan.shape.model;
  return plan.layers.flatMap((layer, at): readonly Layer[] => {
    const isLast = at === plan.layers.length - 1;
    const below = plan.layers[at - 1];
    const source =
      below === undefined
        ? null
        : { output: below.output, dOutput: below.dOutput, width: outputWidth, inputs: outputWidth };
    const own = createDirections(machine, plan, layer, source);
    const directions = layer.directions.length;
    const behind = createDropout(machine, dropout, at, seed, {
      rows: ({ texts, positions }) => (isLast ? texts : positions) * directions,
      values: isLast ? plan.last : layer.output,
      gradients: isLast ? plan.dLast : layer.dOutput,
      factors: layer.factors,
      units,
      width,
    });
    return isLast ? [...own, createPooling(machine, plan, layer), behind] : [...own, behind];
  });
};
