import type { TrainOptions } from '../../core/grid.ts';
import { createClipping } from './clip-norm.ts';
import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';
import type { Batch } from './packing.ts';
import { createTableUpdates, type TableUpdates } from './table-updates.ts';
import { updateRules } from './update-rules.ts';

export type OptimiserOptions = Pick<TrainOptions, 'optimizer' | 'learningRate' | 'clipNorm'>;

/** Moves all weights; its state lies in the machine. The table's part does nothing where the vectors are frozen. */
export type Optimiser = Omit<TableUpdates, 'move'> & {
  /** Moves everything by the gradients of this batch, in step 1, 2, … */
  readonly update: (batch: Batch, step: number) => void;
};

const frozen: TableUpdates = { prepare: () => {}, move: () => {}, settle: () => {}, resume: () => {} };

/** @see updateRules for the formulas' sources */
export const createOptimiser = (machine: Machine, plan: NetworkPlan, options: OptimiserOptions): Optimiser => {
  const { kernel, floats } = machine;
  const { learningRate, clipNorm } = options;
  const rule = updateRules[options.optimizer];
  const table = plan.shape.trainable ? createTableUpdates(machine, plan, rule, learningRate) : frozen;
  const clip = clipNorm === 'none' ? null : createClipping(machine, plan, clipNorm);
  const [first = 0, second = 0] = plan.moments;
  floats.set(rule.constants(learningRate, 1), plan.constants / 4); // what is behind after a checkpoint is caught up with them
  return {
    prepare: table.prepare,
    update: (batch, step) => {
      clip?.(batch);
      floats.set(rule.constants(learningRate, step), plan.constants / 4);
      kernel.move(rule.kernel, plan.parameters, plan.constants, plan.values, plan.gradients, first, second);
      table.move(batch, step);
    },
    settle: table.settle,
    resume: table.resume,
  };
};
