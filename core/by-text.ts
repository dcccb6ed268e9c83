/** Order of two texts by their UTF-16 code units, the same on every machine: for `toSorted`. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
