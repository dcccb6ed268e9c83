/** One more than the largest number of the lists. */
export const limitOf = (...lists: readonly (Uint32Array | null | undefined)[]): number =>
  lists.reduce((most, list) => list?.reduce((high, number) => Math.max(high, number + 1), most) ?? most, 0);

/** A set of numbers below `limit` as a byte each: of a million rows a Set would be fifty times as large. */
export const flagsOf = (numbers: Iterable<number>, limit: number): Uint8Array => {
  const flags = new Uint8Array(limit);
  for (const number of numbers) flags[number] = 1;
  return flags;
};

/** How many different numbers there are. */
export const countDistinct = (numbers: Uint32Array): number =>
  flagsOf(numbers, limitOf(numbers)).reduce((sum, flag) => sum + flag, 0);
