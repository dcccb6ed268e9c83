/** Rows of one text that came to the same, by the one that stands for them. */
export type SameText = { readonly rows: readonly number[] }; // ascending, its own among them

/**
 * One row for each text, so that a text that stands in the data many times does not fill a list: rows with the same text that came
 * to the same are told by the first of them.
 * @param rows   in the order of the list
 * @param textOf number of each row's text; equal for equal texts
 * @param cameTo what else must be the same, such as the true and the given class
 */
export const onePerText = <Row extends { readonly row: number }>(
  rows: readonly Row[],
  textOf: ArrayLike<number>,
  cameTo: (row: Row) => readonly number[],
): readonly (Row & SameText)[] => {
  const found = new Map<string, { readonly first: Row; readonly rows: Set<number> }>();
  for (const row of rows) {
    const key = [textOf[row.row], ...cameTo(row)].join();
    const same = found.get(key);
    if (same === undefined) found.set(key, { first: row, rows: new Set([row.row]) });
    else same.rows.add(row.row);
  }
  return [...found.values()].map(({ first, rows: same }) => ({ ...first, rows: [...same].toSorted((a, b) => a - b) }));
};
