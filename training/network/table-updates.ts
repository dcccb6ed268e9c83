import { createIdleSteps, mostIdle } from './idle-steps.ts';
import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';
import type { Batch } from './packing.ts';
import type { UpdateRule } from './update-rules.ts';

/** Moves the rows of a learnt table. A row that does not come up moves too, as its moments say, but when it is next read. */
export type TableUpdates = {
  /** Brings the rows of the batch to the last step, before they are read. */
  readonly prepare: (batch: Batch) => void;
  /** Moves the rows of the batch by plan.dx in step 1, 2, … */
  readonly move: (batch: Batch, step: number) => void;
  /** Brings every row to the last step: after it, the table is what a step over all rows each time would have made of it. */
  readonly settle: () => void;
  /** Goes on from the state of a checkpoint in the machine. */
  readonly resume: () => void;
};

/**
 * Dense updates at the price of sparse ones: what a row missed is added in closed form, see kernels/optimisers.ts. The machine's
 * plan.table.clock holds the step from which rows are counted and the last step.
 */
export const createTableUpdates = (
  machine: Machine,
  plan: NetworkPlan,
  rule: UpdateRule,
  learningRate: number,
): TableUpdates => {
  const { kernel, words } = machine;
  const { table, constants, tokens, vectorWidth, dx, shape } = plan;
  const idle = createIdleSteps(machine, table.idle, rule, learningRate);
  const clock = words.subarray(table.clock / 4, table.clock / 4 + 2);
  const rows = [table.values, table.moments[0] as number, table.moments[1] ?? 0] as const;
  const now = (): number => clock[1] as number;

  const catchUp = (count: number, index: number): void => {
    if (now() === idle.base()) return;
    const where = [table.since, idle.base(), now(), constants, table.idle] as const;
    kernel.catchUpRows(rule.kernel, count, index, vectorWidth, ...where, ...rows);
  };

  const settle = (): void => {
    catchUp(shape.vocabulary, 0);
    idle.restart(now());
    clock[0] = now();
  };

  return {
    prepare: ({ distinct }) => catchUp(distinct, tokens),
    move: ({ distinct }, step) => {
      const [values, first, second] = rows;
      const moved = [table.since, step, constants, values, dx, first, second] as const;
      kernel.moveRows(rule.kernel, distinct, tokens, vectorWidth, ...moved);
      clock[1] = step;
      idle.pass(step);
      if (step - idle.base() === mostIdle) settle();
    },
    settle,
    resume: () => {
      idle.restart(clock[0] as number);
      for (let step = idle.base() + 1; step <= now(); step++) idle.pass(step);
    },
  };
};
