/**
 * The value below which a share p of a sample lies, 0 ≤ p ≤ 1, on a straight line between neighbours (numpy's default).
 * @param ascending at least one value
 */
export const percentile = (ascending: ArrayLike<number>, p: number): number => {
  const place = p * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  return low + (high - low) * (place - below);
};
