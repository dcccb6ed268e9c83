import { createDropout, createFactors } from './dropout.ts';
import { createDroppedProjection } from './dropped-projection.ts';
import type { RunSeed } from './initialisers.ts';
import type { Machine } from './kernel.ts';
import { type DirectionPlan, inputMasksOf, type LayerPlan } from './layer-layout.ts';
import type { NetworkPlan, PositionedVectors } from './layout.ts';
import type { Layer } from './layer.ts';
import { createPooling } from './pooling.ts';
import { createPositionedVectors } from './positioned-vectors.ts';
import { createRowProjection, createTokenProjection, type Source, type Turn } from './projections.ts';
import { createJoin, createRecurrence, type DrawFactors } from './recurrence.ts';

type Making = { readonly machine: Machine; readonly plan: NetworkPlan; readonly seed: RunSeed };

/** Names a direction's random numbers: its layer, and which way it reads. */
const nameOf = (layer: number, { isFirst }: Turn) => [layer, isFirst ? 'forward' : 'backward'] as const;

const createProjection = (
  { machine, plan, seed }: Making,
  own: DirectionPlan,
  below: Source | null,
  layer: number,
  turn: Turn,
): Layer => {
  if (below === null) return createTokenProjection(machine, plan, own, turn);
  const { model } = plan.shape;
  if (model.inputDropout === 0) return createRowProjection(machine, plan, own, below, turn);
  const { groups, inputs } = own.kernel;
  const place = { units: inputs, width: below.width / groups, factors: own.inputFactors };
  const name = ['inputDropout', ...nameOf(layer, turn)] as const;
  const draw = createFactors(machine, model.inputDropout, seed, name, place);
  const drawGroups: DrawFactors = (rows, step) => draw(rows * groups, step);
  return createDroppedProjection(machine, plan, own, below, turn, inputMasksOf(model), drawGroups);
};

const createState = (
  { machine, plan, seed }: Making,
  own: DirectionPlan,
  slots: number,
  layer: number,
  turn: Turn,
): Layer => {
  const { recurrentDropout, units } = plan.shape.model;
  const place = { units, width: plan.width, factors: own.recurrentFactors };
  const name = ['recurrentDropout', ...nameOf(layer, turn)] as const;
  const draw = recurrentDropout === 0 ? null : createFactors(machine, recurrentDropout, seed, name, place);
  return createRecurrence(machine, plan, own, slots, draw);
};

/** A layer's directions, one after the other, from what lies below (null: the tokens) to its output. */
const createDirections = (making: Making, layer: LayerPlan, below: Source | null, at: number): readonly Layer[] => {
  const count = layer.directions.length;
  const own = layer.directions.flatMap((direction, place) => {
    const turn = { isFirst: place === 0, isLast: place === count - 1 };
    const { slots, natural } = direction.order;
    return [
      createProjection(making, direction, below, at, turn),
      createState(making, direction, below === null ? slots : natural, at, turn),
    ];
  });
  return count === 1 ? own : [...own, createJoin(making.machine, making.plan, layer)];
};

const createVectors = ({ machine, plan, seed }: Making, positioned: PositionedVectors): Layer => {
  const { size, model } = plan.shape;
  const { spatialDropout } = model;
  const place = { units: size, width: plan.vectorWidth, factors: positioned.factors };
  const draw = spatialDropout === 0 ? null : createFactors(machine, spatialDropout, seed, ['spatialDropout'], place);
  return createPositionedVectors(machine, plan, positioned, draw);
};

const createBehind = ({ machine, plan, seed }: Making, layer: LayerPlan, at: number): Layer => {
  const isLast = at === plan.layers.length - 1;
  const directions = layer.directions.length;
  return createDropout(machine, plan.shape.model.dropout, at, seed, {
    rows: ({ texts, positions }) => (isLast ? texts : positions) * directions,
    values: isLast ? plan.last : layer.output,
    gradients: isLast ? plan.dLast : layer.dOutput,
    factors: layer.factors,
    units: plan.shape.model.units,
    width: plan.width,
  });
};

/** What the layer `at` reads: null, the tokens themselves. */
const sourceOf = ({ layers, positioned, shape, outputWidth, vectorWidth }: NetworkPlan, at: number): Source | null => {
  const below = layers[at - 1];
  if (below !== undefined)
    return { output: below.output, dOutput: below.dOutput, width: outputWidth, inputs: outputWidth };
  return positioned && { output: positioned.x, dOutput: positioned.dx, width: vectorWidth, inputs: shape.size };
};

/** The layers from the tokens to plan.last, in order. */
export const createLayers = (machine: Machine, plan: NetworkPlan, seed: RunSeed): readonly Layer[] => {
  const making = { machine, plan, seed };
  const vectors = plan.positioned === null ? [] : [createVectors(making, plan.positioned)];
  const recurrent = plan.layers.flatMap((layer, at): readonly Layer[] => {
    const own = createDirections(making, layer, sourceOf(plan, at), at);
    const behind = createBehind(making, layer, at);
    return at < plan.layers.length - 1 ? [...own, behind] : [...own, createPooling(machine, plan, layer), behind];
  });
  return [...vectors, ...recurrent];
};
