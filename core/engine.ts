import type { Grid } from './grid.ts';

/** What a grid asks for: an engine, or one of the devices that it runs on. */
export type EngineWish = Grid['engine'];

/** What the tensorflow engine can run on. */
export type DeviceClass = 'cpu' | 'cuda';

/**
 * What does a sweep's arithmetic, fixed at its start: our own kernels, or TensorFlow's library of one version on devices of
 * one class. Part of the keys of runs, folds and fits and of the queue's name.
 */
export type EngineId = 'wasm' | `tensorflow-${DeviceClass}-${string}`;

/** Raised whenever a change of ours may move a bit of a stored score; part of every key and of the queue's name. */
export const numericsVersion = 2;

export const tensorflowId = (device: DeviceClass, version: string): EngineId => `tensorflow-${device}-${version}`;

/** What an engine's id may be: it stands in the names of queues. */
export const engineIdPattern = /^(?:wasm|tensorflow-(?:cpu|cuda)-[0-9][0-9A-Za-z.+-]{0,39})$/;

/** The device class and the library's version of a tensorflow engine; null: our own kernels. */
export const libraryOf = (id: EngineId): { readonly device: DeviceClass; readonly version: string } | null => {
  const [, device, version] = /^tensorflow-(cpu|cuda)-(.+)$/.exec(id) ?? [];
  return device === undefined || version === undefined ? null : { device: device as DeviceClass, version };
};

/** The devices of an engine that a grid asks for; those of a CPU where it leaves that open. */
export const deviceOf = (wish: EngineWish): DeviceClass => (wish === 'tensorflow-cuda' ? 'cuda' : 'cpu');

/** Whether an engine is what a grid asks for. */
export const isWished = (wish: EngineWish, id: EngineId): boolean => id === wish || id.startsWith(`${wish}-`);

/** Task queues carry the store's id, so that a worker with another database never takes a run that is not its own. */
export const controlQueue = (storeId: string): string => `sweep-control@${storeId}`;

export const trainQueue = (engine: EngineId, numerics: number, storeId: string): string =>
  `train-${engine}-${numerics}@${storeId}`;
