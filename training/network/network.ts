import type { TrainOptions } from '../../core/grid.ts';
import { createOwnDirection, type MakeDirection } from './direction.ts';
import { createHead, type Outcome } from './head.ts';
import type { RunSeed } from './initialisers.ts';
import { createMachine, type Machine } from './kernel.ts';
import { type NetworkPlan, type NetworkShape, planNetwork } from './layout.ts';
import type { Layer } from './layer.ts';
import { createOptimiser } from './optimiser.ts';
import { type Batch, createPacker, type Texts } from './packing.ts';
import { createReadingOrders } from './reading-orders.ts';
import { createLayers } from './recurrent-layers.ts';

export type NetworkOptions = {
  readonly shape: NetworkShape;
  readonly seed: RunSeed;
  readonly train: Omit<TrainOptions, 'epochs'>;
  readonly texts: Texts;
  readonly labels: Uint32Array; // by text
  readonly classWeights: Float64Array;
  readonly createDirection?: MakeDirection | undefined; // what runs the recurrent layers; without: our own kernels
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
  /** Scores texts without dropout; see Head.deliver. */
  score(rows: Uint32Array, from: number, to: number, probabilities: Float32Array, places: Uint32Array): void;
  /** Brings every vector of a learnt table to the last step: to be called before they are read. */
  settle(): void;
  /** Size of the largest weight or learnt vector's component; NaN if one is NaN. Settles. */
  largestWeight(): number;
  /** After a checkpoint was written into the machine. */
  resume(): void;
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
  const layers = createLayers(machine, plan, options.seed, options.createDirection ?? createOwnDirection);
  const head = createHead(machine, plan, options.labels, options.classWeights);
  const optimiser = createOptimiser(machine, plan, options.train);
  const firstGradient = plan.gradients / 4;
  let last: Batch | null = null; // whose gradients lie in the machine
  return {
    machine,
    plan,
    gradients: (rows, from, to, step) => {
      const batch = pack(rows, from, to);
      optimiser.prepare(batch);
      for (const layer of layers) layer.forward(batch, step);
      head.forward(batch);
      const outcome = head.score(batch);
      machine.floats.fill(0, firstGradient, firstGradient + plan.parameters);
      head.backward(batch);
      for (let at = layers.length - 1; at >= 0; at--) (layers[at] as Layer).backward(batch);
      last = batch;
      return outcome;
    },
    update: (step) => {
      if (last === null) throw new Error('There are no gradients to move by.');
      optimiser.update(last, step);
      last = null;
    },
    score: (rows, from, to, probabilities, places) => {
      optimiser.settle();
      last = null;
      const batch = pack(rows, from, to);
      for (const layer of layers) layer.forward(batch, 0);
      head.forward(batch);
      head.deliver(batch, probabilities, places);
    },
    settle: optimiser.settle,
    largestWeight: () => {
      optimiser.settle();
      const weights = machine.kernel.largest(plan.parameters, plan.values);
      if (!plan.shape.trainable) return weights;
      return Math.max(weights, machine.kernel.largest(plan.shape.vocabulary * plan.vectorWidth, plan.table.values));
    },
    resume: optimiser.resume,
  };
};
