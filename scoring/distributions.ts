import { exp } from '../core/math.ts';
import { createRangeTail, expm1 } from './range-tail.ts';

/** The range of m independent normal means divided by an estimate of their standard deviation from df degrees of freedom. */
export type StudentizedRange = {
  /** Chance of a value of at least q. */
  readonly tail: (q: number) => number;
  /** The q whose tail is p, 0 < p < 1. */
  readonly quantile: (p: number) => number;
};

/** Nodes s of √(χ²/df) and the weight of each; the weights sum to 1. */
type Scales = { readonly at: readonly number[]; readonly weight: readonly number[] };

const deepest = -170; // logarithm of the density, against its peak, down to which nodes are laid
const noTail = 1e-50; // what the nodes resolve; shown as 0 below

/**
 * Trapezoid rule in u = log s, where the density of s is proportional to exp(df (u - (e^2u - 1) / 2)); normalised by its
 * own sum, so that no gamma function is needed. Exact to rounding, as the density is smooth and ends at 0 on both sides.
 */
const createScales = (df: number): Scales => {
  const step = Math.min(0.6 / Math.sqrt(2 * df), 1 / 12); // the density has a standard deviation of 1 / √(2 df)
  const height = (u: number): number => df * (u - expm1(2 * u) / 2);
  let down = 0;
  while (height(down * step) > deepest) down--;
  const at: number[] = [];
  const weight: number[] = [];
  for (let n = down; n <= 0 || height(n * step) > -40; n++) {
    at.push(exp(n * step));
    weight.push(exp(height(n * step)));
  }
  const total = weight.reduce((sum, value) => sum + value, 0);
  return { at, weight: weight.map((value) => value / total) };
};

/** The q with tail p by bisection on a tail that falls from 1 to 0, to the last digits of a double. */
const bisect = (tail: (q: number) => number, p: number): number => {
  let high = 4;
  while (tail(high) > p) high *= 2;
  let low = 0;
  for (let n = 0; n < 60 && high - low > high * 1e-14; n++) {
    const middle = (low + high) / 2;
    if (tail(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

const makeStudentizedRange = (m: number, df: number): StudentizedRange => {
  if (!(m >= 2 && df >= 1))
    throw new RangeError(`a studentized range needs 2 means and 1 degree of freedom: ${m}, ${df}`);
  const rangeTail = createRangeTail(m);
  const scales = df === Infinity ? { at: [1], weight: [1] } : createScales(df);
  const tail = (q: number): number => {
    if (!(q > 0)) return 1;
    let sum = 0;
    for (let n = 0; n < scales.at.length; n++) {
      const above = rangeTail(q * (scales.at[n] as number));
      if (above === 0) break; // scales ascend
      sum += (scales.weight[n] as number) * above;
    }
    return sum < noTail ? 0 : Math.min(1, sum);
  };
  const quantiles = new Map<number, number>();
  const quantile = (p: number): number => {
    const q = quantiles.get(p) ?? bisect(tail, p);
    quantiles.set(p, q);
    return q;
  };
  return { tail, quantile };
};

const made = new Map<string, StudentizedRange>();

/**
 * Studentized range of m means with df degrees of freedom (Infinity: the variance is known): relative error of a tail below
 * 1e-8, the same bits on every machine. The first tails cost milliseconds, the following ones microseconds; the last few
 * ranges are kept.
 * For m = 2 it is Student's t: tail(q) is the two-sided tail of t = q / √2.
 * @throws {RangeError} where m < 2 or df < 1 (a bug, not a user error)
 * @see Tukey 1953; integrals as in Copenhaver & Holland 1988
 */
export const createStudentizedRange = (m: number, df: number): StudentizedRange => {
  const name = `${m} ${df}`;
  const range = made.get(name) ?? makeStudentizedRange(m, df);
  if (made.size > 8) made.clear();
  made.set(name, range);
  return range;
};

/** Two-sided tail of Student's t with df degrees of freedom: the chance of a value at least as far from 0 as t. */
export const studentTail = (t: number, df: number): number =>
  createStudentizedRange(2, df).tail((t < 0 ? -t : t) * Math.SQRT2);
