import { createAdam } from './adam.ts';
import { createDropout } from './dropout.ts';
import { createSoftmaxHead, type Head, type Outcome } from './head.ts';
import type { RunSeed } from './initialisers.ts';
import { createMachine, type Machine } from './kernel.ts';
import { type LayerPlan, type NetworkPlan, type NetworkShape, planNetwork } from './layout.ts';
import type { Layer } from './layer.ts';
import { createPacker, type Texts } from './packing.ts';
import { createRecurrence, createRowProjection, createTokenProjection } from './projections.ts';

export type NetworkOptions = RunSeed & {
  readonly shape: NetworkShape;
  readonly dropout: number;
  readonly learningRate: number;
  readonly texts: Texts;
  readonly labels: Uint32Array; // by text
};

/** A classifier in a machine of its own; weights and vectors are zero until written. */
export type Network = {
  readonly machine: Machine;
  readonly plan: NetworkPlan;
  /**
   * Mean-loss gradients of the texts rows[from] up to rows[to], and what they were worth with dropout.
   * @param step counts batches from 1 through all epochs
   */
  gradients(rows: Uint32Array, from: number, to: number, step: number): Outcome;
  /** Moves all weights by the last gradients. */
  update(step: number): void;
  /** Scores texts without dropout; see Head.score. */
  score(rows: Uint32Array, from: number, to: number, probabilities: Float32Array, places: Uint32Array): Outcome;
};

/** The layers from the tokens to plan.last, in order. */
const createLayers = (machine: Machine, plan: NetworkPlan, options: NetworkOptions): readonly Layer[] => {
  const { units } = plan.shape;
  const { width } = plan;
  const dropoutOf = (layer: number, place: Pick<LayerPlan, 'h' | 'dh' | 'factors'>, isLast: boolean): Layer =>
    createDropout(machine, options.dropout, layer, options, {
      rows: isLast ? (batch) => batch.texts : (batch) => batch.positions,
      values: place.h,
      gradients: place.dh,
      factors: place.factors,
      units,
      width,
    });
  return plan.layers.flatMap((layer, at): readonly Layer[] => {
    const below = plan.layers[at - 1];
    const projection =
      below === undefined
        ? createTokenProjection(machine, plan, layer)
        : createRowProjection(machine, plan, layer, below);
    const own = [projection, createRecurrence(machine, plan, layer, below === undefined)];
    if (at < plan.layers.length - 1) return [...own, dropoutOf(at, layer, false)];
    const state = { h: plan.last, dh: plan.dLast, factors: layer.factors };
    return [...own, createLastPooling(machine, plan, layer), dropoutOf(at, state, true)];
  });
};

/** The state after each text's own last token. */
const createLastPooling = ({ kernel, floats }: Machine, plan: NetworkPlan, layer: LayerPlan): Layer => {
  const bytes = plan.width * 4;
  return {
    forward: ({ texts }) => kernel.gatherRows(texts, plan.ends, bytes, layer.h, plan.last),
    backward: ({ texts, positions }) => {
      floats.fill(0, layer.dh / 4, layer.dh / 4 + positions * plan.width);
      kernel.scatterRows(texts, plan.ends, bytes, plan.dLast, layer.dh);
    },
  };
};

/**
 * Embedding, LSTM layers with dropout behind each, softmax head.
 * @throws {RangeError} if the machine has no memory for it
 */
export const createNetwork = (options: NetworkOptions): Network => {
  const plan = planNetwork(options.shape);
  const machine = createMachine(plan.bytes);
  const pack = createPacker(machine, plan, options.texts);
  const layers = createLayers(machine, plan, options);
  const head: Head = createSoftmaxHead(machine, plan, options.labels);
  const firstGradient = plan.gradients / 4;
  return {
    machine,
    plan,
    gradients: (rows, from, to, step) => {
      const batch = pack(rows, from, to);
      for (const layer of layers) layer.forward(batch, step);
      head.forward(batch);
      const outcome = head.score(batch, null, null);
      machine.floats.fill(0, firstGradient, firstGradient + plan.parameters);
      head.backward(batch);
      for (let at = layers.length - 1; at >= 0; at--) (layers[at] as Layer).backward(batch);
      return outcome;
    },
    update: createAdam(machine, plan, options.learningRate),
    score: (rows, from, to, probabilities, places) => {
      const batch = pack(rows, from, to);
      for (const layer of layers) layer.forward(batch, 0);
      head.forward(batch);
      return head.score(batch, probabilities, places);
    },
  };
};
