import type { MakeDirection } from './direction.ts';
import { createDropout, createFactors } from './dropout.ts';
import type { RunSeed } from './initialisers.ts';
import type { Machine } from './kernel.ts';
import type { DirectionPlan, LayerPlan } from './layer-layout.ts';
import type { NetworkPlan, PositionedVectors } from './layout.ts';
import type { Layer } from './layer.ts';
import { createPooling } from './pooling.ts';
import { createPositionedVectors } from './positioned-vectors.ts';
import type { Source, Turn } from './projections.ts';
import { createJoin, type DrawFactors } from './recurrence.ts';

type Making = {
  readonly machine: Machine;
  readonly plan: NetworkPlan;
  readonly seed: RunSeed;
  readonly createDirection: MakeDirection;
};

/** Names a direction's random numbers: its layer, and which way it reads. */
const nameOf = (layer: number, { isFirst }: Turn) => [layer, isFirst ? 'forward' : 'backward'] as const;

const inputFactors = (
  { machine, plan, seed }: Making,
  own: DirectionPlan,
  below: Source | null,
  layer: number,
  turn: Turn,
): DrawFactors | null => {
  const { inputDropout } = plan.shape.model;
  if (inputDropout === 0 || below === null) return null;
  const { groups, inputs } = own.kernel;
  const place = { units: inputs, width: below.width / groups, factors: own.inputFactors };
  const draw = createFactors(machine, inputDropout, seed, ['inputDropout', ...nameOf(layer, turn)], place);
  return (rows, step) => draw(rows * groups, step);
};

const stateFactors = (
  { machine, plan, seed }: Making,
  own: DirectionPlan,
  layer: number,
  turn: Turn,
): DrawFactors | null => {
  const { recurrentDropout, units } = plan.shape.model;
  if (recurrentDropout === 0) return null;
  const place = { units, width: plan.width, factors: own.recurrentFactors };
  return createFactors(machine, recurrentDropout, seed, ['recurrentDropout', ...nameOf(layer, turn)], place);
};

/** A layer's directions, one after the other, from what lies below (null: the tokens) to its output. */
const createDirections = (making: Making, layer: LayerPlan, below: Source | null, at: number): readonly Layer[] => {
  const { machine, plan } = making;
  const count = layer.directions.length;
  const directions = layer.directions.flatMap((own, place) => {
    const turn = { isFirst: place === 0, isLast: place === count - 1 };
    const drawInputs = inputFactors(making, own, below, at, turn);
    const drawStates = stateFactors(making, own, at, turn);
    return making.createDirection({ machine, plan, own, below, turn, drawInputs, drawStates });
  });
  return count === 1 ? directions : [...directions, createJoin(machine, plan, layer)];
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
export const createLayers = (
  machine: Machine,
  plan: NetworkPlan,
  seed: RunSeed,
  createDirection: MakeDirection,
): readonly Layer[] => {
  const making = { machine, plan, seed, createDirection };
  const vectors = plan.positioned === null ? [] : [createVectors(making, plan.positioned)];
  const recurrent = plan.layers.flatMap((layer, at): readonly Layer[] => {
    const own = createDirections(making, layer, sourceOf(plan, at), at);
    const behind = createBehind(making, layer, at);
    return at < plan.layers.length - 1 ? [...own, behind] : [...own, createPooling(machine, plan, layer), behind];
  });
  return [...vectors, ...recurrent];
};
