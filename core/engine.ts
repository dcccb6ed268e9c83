import type { Grid } from './grid.ts';

export type Engine = Grid['engine'];

/** Raised whenever a change of ours may move a bit of a stored score; part of every key and of the queue's name. */
export const numericsVersion = 2;

/** Task queues carry the store's id, so that a worker with another database never takes a run that is not its own. */
export const controlQueue = (storeId: string): string => `sweep-control@${storeId}`;

export const trainQueue = (engine: Engine, numerics: number, storeId: string): string =>
  `train-${engine}-${numerics}@${storeId}`;
