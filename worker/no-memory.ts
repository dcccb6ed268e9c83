import { deviceFault } from '../services/gpus/device-faults.ts';

/**
 * Whether an error says that there is no memory for what was to be trained, in V8's words, in those of `training/` or in TensorFlow's: a
 * machine that refuses memory, or more than the 4 GiB of one WebAssembly memory. Trying that again for ever would keep a
 * sweep from ending.
 */
export const isNoMemory = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof RangeError
    ? /could not allocate|allocation failed|\bGiB\b/i.test(error.message)
    : deviceFault(error.message) === 'memory');
