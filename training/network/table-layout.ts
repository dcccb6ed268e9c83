import type { TrainOptions } from '../../core/grid.ts';
import { idleWidth, mostIdle } from './idle-steps.ts';
import type { Reserve } from './matrix.ts';
import { updateRules } from './update-rules.ts';

/** Where the vectors lie and, where they learn, what that takes: byte addresses. */
export type TablePlan = {
  readonly values: number; // [vocabulary, vectorWidth]
  readonly moments: readonly number[]; // of the same shape
  readonly since: number; // [vocabulary] the step that a row has come to
  readonly clock: number; // [2] see table-updates.ts
  readonly idle: number; // [mostIdle, idleWidth] see idle-steps.ts
};

type TableShape = {
  readonly vocabulary: number;
  readonly trainable: boolean;
  readonly optimizer: TrainOptions['optimizer'];
};

export const planTable = ({ floats }: Reserve, shape: TableShape, vectorWidth: number): TablePlan => {
  const { vocabulary, trainable, optimizer } = shape;
  const table = (): number => floats(vocabulary * vectorWidth);
  return {
    values: table(),
    moments: Array.from({ length: trainable ? updateRules[optimizer].moments : 0 }, table),
    since: floats(trainable ? vocabulary : 0),
    clock: floats(2),
    idle: floats(trainable ? mostIdle * idleWidth : 0),
  };
};
