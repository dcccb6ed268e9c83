import { exp } from '../../core/math.ts';

/** What the kernel looks up. */
export type Tables = {
  readonly cumulative: Uint32Array; // [rows]: row r is drawn by shares in (cumulative[r − 1], cumulative[r]]
  readonly guide: Uint32Array; // [65537]: bucket b, shares from b · 2¹⁵ on, starts to search at row guide[b]
  readonly sigmoid: Float32Array; // [1000]: σ over [−6, 6)
};

const whole = 0x7fffffff;
const buckets = 0x10000;

/** Rounds half to even, for x ≥ 0 below 2⁵². */
const roundHalfEven = (x: number): number => x + 2 ** 52 - 2 ** 52;

/** Shares of the draws of negatives, proportional to count^(3/4) (arXiv:1310.4546, section 2.2), in 31 bits. */
const cumulativeShares = (counts: Uint32Array): Uint32Array => {
  // by square roots, which IEEE rounds exactly; V8 may change Math.pow
  const weight = (count: number): number => Math.sqrt(count) * Math.sqrt(Math.sqrt(count));
  let total = 0;
  for (const count of counts) total += weight(count);
  let sum = 0;
  return counts.map((count) => {
    sum += weight(count);
    return roundHalfEven((sum / total) * whole);
  });
};

const guideOf = (cumulative: Uint32Array): Uint32Array => {
  const guide = new Uint32Array(buckets + 1);
  let row = 0;
  for (let bucket = 0; bucket <= buckets; bucket++) {
    const share = bucket * 0x8000;
    while (row < cumulative.length - 1 && (cumulative[row] as number) < share) row++;
    guide[bucket] = row;
  }
  return guide;
};

const sigmoidTable = (): Float32Array =>
  Float32Array.from({ length: 1000 }, (_, i) => {
    const x = Math.fround(Math.fround(Math.fround(Math.fround(i / 1000) * 2) - 1) * 6);
    const power = Math.fround(exp(x));
    return power / Math.fround(power + 1);
  });

/** Tables for rows with these counts. */
export const createTables = (counts: Uint32Array): Tables => {
  const cumulative = cumulativeShares(counts);
  return { cumulative, guide: guideOf(cumulative), sigmoid: sigmoidTable() };
};
