import { createStream, shuffle } from '../core/random.ts';

/** Rows of each class, ascending. */
export const rowsByClass = (rows: Uint32Array, classes: Uint32Array, classCount: number): readonly Uint32Array[] => {
  const sizes = new Uint32Array(classCount);
  for (const row of rows) sizes[classes[row] as number] = (sizes[classes[row] as number] as number) + 1;
  const found = Array.from(sizes, (size) => new Uint32Array(size));
  const next = new Uint32Array(classCount);
  for (const row of rows) {
    const place = classes[row] as number;
    (found[place] as Uint32Array)[next[place] as number] = row;
    next[place] = (next[place] as number) + 1;
  }
  return found;
};

/** How many of each class a sample of `size` has: in proportion, by largest remainder, at least one. */
const quotasOf = (sizes: readonly number[], size: number): readonly number[] => {
  const all = sizes.reduce((sum, each) => sum + each, 0);
  const exact = sizes.map((each) => (each * size) / all);
  const quotas = exact.map((each) => Math.max(Math.floor(each), 1));
  const order = exact.map((each, place) => ({ place, remainder: each - Math.floor(each) }));
  order.sort((a, b) => b.remainder - a.remainder || a.place - b.place);
  let left = size - quotas.reduce((sum, each) => sum + each, 0);
  for (const { place } of order) {
    if (left <= 0) break;
    if ((quotas[place] as number) >= (sizes[place] as number)) continue;
    quotas[place] = (quotas[place] as number) + 1;
    left--;
  }
  while (left < 0) {
    const largest = quotas.indexOf(Math.max(...quotas)); // what the least of one took from the others
    quotas[largest] = (quotas[largest] as number) - 1;
    left++;
  }
  return quotas;
};

/**
 * A stratified sample of `size` of the given rows, ascending; all of them where there are no more. The draw depends on
 * the seed, the classes' order and the rows alone.
 * @param size at least the number of classes
 */
export const sampleRows = (
  rows: Uint32Array,
  classes: Uint32Array,
  classCount: number,
  size: number,
  seed: number,
): Uint32Array => {
  if (size >= rows.length) return rows;
  const strata = rowsByClass(rows, classes, classCount).filter((stratum) => stratum.length > 0);
  const quotas = quotasOf(
    strata.map((stratum) => stratum.length),
    size,
  );
  const drawn = strata.flatMap((stratum, at) => {
    shuffle(stratum, createStream(seed, 'sample', at));
    return Array.from(stratum.subarray(0, quotas[at] as number));
  });
  return Uint32Array.from(drawn).sort();
};
