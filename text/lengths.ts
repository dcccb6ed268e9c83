import type { MaxTokens } from '../core/grid.ts';

/** A text left empty is one `<oov>` to the network. */
export const seenLength = (tokens: number): number => Math.max(tokens, 1);

/**
 * The p-th percentile by nearest rank: the least value that at least p % of all values do not exceed.
 * @param sorted ascending, not empty
 * @param p      0 to 100; 0 is the least value
 * @see Hyndman & Fan 1996, definition 1
 */
export const percentile = (sorted: Uint32Array, p: number): number =>
  sorted[Math.max(Math.ceil((p * sorted.length) / 100), 1) - 1] as number;

/** How many tokens of a text the network sees, from the lengths of the fold's training texts; at least 1. */
export const tokenLimit = (maxTokens: MaxTokens, trainLengths: Uint32Array): number => {
  if (typeof maxTokens === 'number') return Math.max(maxTokens, 1);
  return seenLength(percentile(trainLengths.toSorted(), Number(maxTokens.slice(1))));
};
