/**
 * Whether an error says that there is no memory for what was to be trained, in V8's words or in those of `training/`: a
 * machine that refuses memory, or more than the 4 GiB of one WebAssembly memory. Trying that again for ever would keep a
 * sweep from ending.
 */
export const isNoMemory = (error: unknown): boolean =>
  error instanceof RangeError && /could not allocate|allocation failed|\bGiB\b/i.test(error.message);
