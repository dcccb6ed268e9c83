/** What a strip stands on: the values at its two ends, and how many characters lie between them. */
export type StripScale = { readonly low: number; readonly high: number; readonly columns: number };

const signs = { between: '─', one: '┼', mean: '●' } as const;

const placeOf = (value: number, { low, high, columns }: StripScale): number => {
  if (high <= low) return 0;
  const place = Math.round(((value - low) * (columns - 1)) / (high - low));
  return Math.min(columns - 1, Math.max(0, place));
};

/**
 * Values as one line of exactly `columns` characters: a line from the least to the greatest, a cross where each lies and a
 * dot at their mean. Readable without colour; empty where there are no values.
 */
export const strip = (values: readonly number[], mean: number | null, scale: StripScale): string => {
  const line = Array.from({ length: scale.columns }, () => ' ');
  const places = values.map((value) => placeOf(value, scale));
  if (places.length > 0) line.fill(signs.between, Math.min(...places), Math.max(...places) + 1);
  for (const place of places) line[place] = signs.one;
  if (mean !== null && places.length > 0) line[placeOf(mean, scale)] = signs.mean;
  return line.join('');
};

/**
 * A mean with its interval as one line: `├──●──┤`, with `┊` at a value to compare with, such as no difference at all. An end
 * that lies beyond the scale is an arrow.
 */
export const intervalStrip = (
  { mean, low, high }: { readonly mean: number; readonly low: number | null; readonly high: number | null },
  scale: StripScale,
  against: number | null = null,
): string => {
  const line = Array.from({ length: scale.columns }, () => ' ');
  if (low !== null && high !== null) {
    const [from, to] = [placeOf(low, scale), placeOf(high, scale)];
    line.fill(signs.between, from, to + 1);
    line[from] = low < scale.low ? '◂' : '├';
    line[to] = high > scale.high ? '▸' : '┤';
  }
  if (against !== null && against >= scale.low && against <= scale.high) line[placeOf(against, scale)] = '┊';
  line[placeOf(mean, scale)] = signs.mean;
  return line.join('');
};

/** What stands above a strip: the value of its left end at the left, that of its right end at the right. */
export const stripHead = ({ low, high, columns }: StripScale, text: (value: number) => string): string => {
  const [left, right] = [text(low), text(high)];
  return left.length + right.length + 1 > columns
    ? left.slice(0, columns)
    : left + right.padStart(columns - left.length);
};
