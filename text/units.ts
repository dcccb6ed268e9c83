import { limitOf } from './number-flags.ts';

/** A place for every number below the largest of `numbers`, holding nothing yet: on a million rows a Map is ten times as large. */
const placesOf = (numbers: Uint32Array): Int32Array => new Int32Array(limitOf(numbers)).fill(-1);

/** Numbers `names` densely from 0 in order of first appearance. */
export const dense = (names: Uint32Array): Uint32Array => {
  const numbers = placesOf(names);
  let next = 0;
  return names.map((name) => {
    if (numbers[name] === -1) numbers[name] = next++;
    return numbers[name] as number;
  });
};

const root = (parents: Uint32Array, row: number): number => {
  let at = row;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at] as number] as number;
    at = parents[at] as number;
  }
  return at;
};

/**
 * Rows that must be on one side of every split, directly or through others: rows with an equal number in any of the
 * partitions get the same unit. Null where there is no partition: each row is its own unit.
 */
export const joinUnits = (...partitions: readonly (Uint32Array | null)[]): Uint32Array | null => {
  const given = partitions.filter((partition) => partition !== null);
  const [first] = given;
  if (first === undefined) return null;
  const parents = first.map((_, row) => row);
  for (const partition of given) {
    const firstRow = placesOf(partition);
    partition.forEach((number, row) => {
      const other = firstRow[number] as number;
      if (other === -1) firstRow[number] = row;
      else parents[root(parents, row)] = root(parents, other);
    });
  }
  return dense(parents.map((_, row) => root(parents, row)));
};
