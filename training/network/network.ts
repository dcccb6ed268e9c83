import type { TrainOptions } from '../../core/grid.ts';
import { createAdam } from './adam.ts';
import { createSoftmaxHead, type Head, type Outcome } from './head.ts';
import type { RunSeed } from './initialisers.ts';
import { createMachine, type Machine } from './kernel.ts';
import { type NetworkPlan, type NetworkShape, planNetwork } from './layout.ts';
import type { Layer } from './layer.ts';
import { type Batch, createPacker, type Texts } from './packing.ts';
import { createReadingOrders } from './reading-orders.ts';
import { createLayers } from './recurrent-layers.ts';

export type NetworkOptions = {
  readonly shape: NetworkShape;
  readonly seed: RunSeed;
  readonly train: Omit<TrainOptions, 'epochs'>;
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

/**
 * Embedding, recurrent layers with dropout behind each, pooling, head.
 * @throws {RangeError} if the machine has no memory for it
 */
export const createNetwork = (options: NetworkOptions): Network => {
  const plan = planNetwork(options.shape);
  const machine = createMachine(plan.bytes);
  const packTexts = createPacker(machine, plan, options.texts);
  const orderReading = createReadingOrders(machine, plan, options.texts);
  const pack = (rows: Uint32Array, from: number, to: number): Batch => {
    const batch = packTexts(rows, from, to);
    orderReading(batch);
    return batch;
  };
  const layers = createLayers(machine, plan, options.seed);
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
    update: createAdam(machine, plan, options.train.learningRate),
    score: (rows, from, to, probabilities, places) => {
      const batch = pack(rows, from, to);
      for (const layer of layers) layer.forward(batch, 0);
      head.forward(batch);
      return head.score(batch, probabilities, places);
    },
  };
};
