const z = 1.959963984540054; // 97.5 % of the normal distribution lie below it

/**
 * Wilson's 95 % interval of a share: what `hits` of `count` says about all rows of the same kind.
 * @param count at least 1
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference"
 */
export const shareInterval = (hits: number, count: number): { readonly low: number; readonly high: number } => {
  const share = hits / count;
  const shrink = 1 + (z * z) / count;
  const centre = (share + (z * z) / (2 * count)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
};
