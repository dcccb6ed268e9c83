import { exp, log } from '../core/math.ts';

/** Grid of normal scores from -40 to 40; beyond it the normal density is 0 in doubles. */
const perUnit = 32;
const size = 80 * perUnit + 1;
const step = 1 / perUnit;
const scoreAt = (at: number): number => (at - 40 * perUnit) / perUnit;

const rootOfTau = 2.5066282746310002; // √(2π)
const density = (z: number): number => exp(-0.5 * z * z) / rootOfTau;

// Gauss-Legendre on [-1, 1] with five nodes: exact to rounding on cells of 1/32
const nodes = [-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664] as const;
const weights = [
  0.23692688505618908, 0.47862867049936647, 0.5688888888888889, 0.47862867049936647, 0.23692688505618908,
];

type NormalGrid = { readonly density: Float64Array; readonly below: Float64Array; readonly logBelow: Float64Array };

/** log(1 + x) without cancellation near 0. @see Kahan's device, in Higham 2002, section 1.14.1 */
const log1p = (x: number): number => {
  const u = 1 + x;
  return u === 1 ? x : (log(u) * x) / (u - 1);
};
/** e^x - 1 without cancellation near 0, by the same device. */
export const expm1 = (x: number): number => {
  const u = exp(x);
  if (u === 1) return x;
  return u - 1 === -1 ? -1 : ((u - 1) * x) / log(u);
};

/** Density, Φ and log Φ, each with full relative accuracy: Φ summed upwards from its tail, so that nothing cancels. */
const createNormalGrid = (): NormalGrid => {
  const densities = Float64Array.from({ length: size }, (_, at) => density(scoreAt(at)));
  const below = new Float64Array(size);
  for (let at = 1; at < size; at++) {
    const middle = (scoreAt(at - 1) + scoreAt(at)) / 2;
    let cell = 0;
    for (let n = 0; n < 5; n++) {
      cell += (weights[n] as number) * density(middle + ((nodes[n] as number) * step) / 2);
    }
    below[at] = (below[at - 1] as number) + (cell * step) / 2;
  }
  const logBelow = below.map((value, at) => (scoreAt(at) > 0 ? log1p(-(below[size - 1 - at] as number)) : log(value)));
  return { density: densities, below, logBelow };
};

let normalGrid: NormalGrid | null = null;

/**
 * Chance that the range of m independent standard normals exceeds width · 1/32, with relative accuracy.
 * With Z the largest: m ∫ φ(z) (Φ(z)^(m-1) - (Φ(z) - Φ(z - w))^(m-1)) dz, by the trapezoid rule, which for such a function
 * is exact to rounding.
 */
const tailAt = (grid: NormalGrid, m: number, width: number): number => {
  const first = Math.max(width + 1, 30 * perUnit + (width >> 1)); // 10 below half the width, where all of it begins
  const last = Math.min(size, first + 20 * perUnit);
  let sum = 0;
  for (let at = first; at < last; at += 2) {
    const share = (grid.below[at - width] as number) / (grid.below[at] as number);
    const others = (m - 1) * (grid.logBelow[at] as number);
    if (others < -700) continue;
    const apart = width === 0 ? -1 : expm1((m - 1) * log1p(-share));
    sum -= (grid.density[at] as number) * exp(others) * apart;
  }
  return Math.min(1, m * sum * 2 * step);
};

const points = 8; // of the polynomial through neighbouring widths
const widest = 37 * perUnit; // about 1e-149 for two, 1e-145 for 20,000: 0 beyond

/** Coefficients of the polynomial through 0..7, before the division by (x - i). */
const lagrange = Float64Array.from({ length: points }, (_, i) => {
  let product = 1;
  for (let j = 0; j < points; j++) if (j !== i) product *= i - j;
  return 1 / product;
});

const made = new Map<number, (w: number) => number>();

/** The upper tail of the range of m standard normals, as `makeRangeTail` says; the last few m are kept. */
export const createRangeTail = (m: number): ((w: number) => number) => {
  const tail = made.get(m) ?? makeRangeTail(m);
  if (made.size > 8) made.clear();
  made.set(m, tail);
  return tail;
};

/**
 * The upper tail of the range of m standard normals, as a function of w ≥ 0: the logarithm of exact values at multiples of
 * 1/32 (each computed once, when it is first needed) and a polynomial of degree 7 between them; relative error below 1e-9.
 */
const makeRangeTail = (m: number): ((w: number) => number) => {
  normalGrid ??= createNormalGrid();
  const grid = normalGrid;
  const logTail = new Float64Array(widest + points).fill(NaN);
  const known = (at: number): number => {
    const held = logTail[at] as number;
    return Number.isNaN(held) ? (logTail[at] = log(tailAt(grid, m, at))) : held;
  };
  return (w) => {
    const place = w * perUnit;
    if (place >= widest) return 0;
    const nearest = Math.floor(place);
    if (place === nearest) return exp(known(nearest));
    const from = Math.max(0, nearest - points / 2 + 1);
    const x = place - from;
    let product = 1;
    let sum = 0;
    for (let i = 0; i < points; i++) {
      product *= x - i;
      sum += (known(from + i) * (lagrange[i] as number)) / (x - i);
    }
    return Math.min(1, exp(product * sum));
  };
};
