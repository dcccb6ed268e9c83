import { highWord, pow, twoTo, withHighWord } from './power.ts';

/*
 * exp, log, tanh, cos and pow by additions, multiplications and divisions alone. Those give the same bits on every machine;
 * the engine's Math.exp and its kin may change with its version. Accuracy: at most 2 units in the last place (tested).
 */
export { pow };

const ln2High = 6.9314718036912381649e-1; // 32 bits of ln 2, so that k · ln2High is exact
const ln2Low = 1.90821492927058770002e-10;

/**
 * e to the power of x; 0 below about -745.13, Infinity above about 709.78.
 * @see FreeBSD's e_exp.c (fdlibm 5.3): reduction by k ln 2, then a rational function of degree 5 on [-0.35, 0.35]
 */
export const exp = (x: number): number => {
  if (!(x <= 709.782712893384)) return x > 0 ? Infinity : x;
  if (x < -745.1332191019412) return 0;
  const k = Math.trunc(1.4426950408889634 * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const tail = 6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8);
  const c = r - t * (1.66666666666666019037e-1 + t * (-2.77777777770155933842e-3 + t * tail));
  return twoTo(1 - (low - (r * c) / (2 - c) - high), k);
};

/**
 * Natural logarithm; -Infinity at 0, NaN below.
 * @see FreeBSD's e_log.c (fdlibm 5.3): x = 2^k (1 + f), log(1 + f) by a polynomial in f / (2 + f)
 */
export const log = (x: number): number => {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const normal = x < 2.2250738585072014e-308 ? x * 0x40000000000000 : x;
  const bits = highWord(normal) + 0x95f62; // moves mantissas from √2 on up to the next power of two
  const k = (bits >> 20) - 1023 - (normal === x ? 0 : 54);
  const f = withHighWord(normal, (bits & 0xfffff) + 0x3fe6a09e) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const rest = 2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1);
  const odd = z * (6.66666666666673513e-1 + w * rest);
  const half = 0.5 * f * f;
  return k * ln2High - (half - (s * (half + (even + odd)) + k * ln2Low) - f);
};

/**
 * Hyperbolic tangent.
 * @see Cephes' tanh.c (Moshier): a rational function below 0.625, else 1 - 2 / (e^2x + 1)
 */
export const tanh = (x: number): number => {
  const size = x < 0 ? -x : x;
  if (size > 22) return x < 0 ? -1 : 1;
  if (size >= 0.625) {
    const value = 1 - 2 / (exp(2 * size) + 1);
    return x < 0 ? -value : value;
  }
  const z = x * x; // too small for the sum below about 1e-162, where tanh x = x
  const top = (-0.9643991794250523 * z - 99.28772310019185) * z - 1614.6876844170845;
  const bottom = ((z + 112.81167849163293) * z + 2235.4883906010045) * z + 4844.063053251255;
  return x === 0 ? x : x + x * z * (top / bottom);
};

/** Sine on [-π/4, π/4] of x + tail; @see FreeBSD's k_sin.c */
const sineKernel = (x: number, tail: number): number => {
  const z = x * x;
  const last = 2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10);
  const r = 8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * last);
  return x - (z * (0.5 * tail - z * x * r) - tail - z * x * -1.66666666666666324348e-1);
};

/** Cosine on [-π/4, π/4] of x + tail; @see FreeBSD's k_cos.c */
const cosineKernel = (x: number, tail: number): number => {
  const z = x * x;
  const last = -2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11);
  const middle = -1.38888888888741095749e-3 + z * (2.48015872894767294178e-5 + z * last);
  const r = z * (4.16666666666666019037e-2 + z * middle);
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * tail));
};

/**
 * Cosine of x radians, |x| ≤ 500,000.
 * @throws {RangeError} beyond that: farther out the reduction by π/2 needs more digits of π
 * @see FreeBSD's e_rem_pio2.c and s_cos.c (fdlibm 5.3)
 */
export const cos = (x: number): number => {
  const size = x < 0 ? -x : x;
  if (!(size <= 500_000)) throw new RangeError(`cos is made for angles up to 500,000 radians, got ${x}`);
  const n = Math.floor(size * 0.63661977236758138243 + 0.5);
  const first = size - n * 1.57079632673412561417;
  const step2 = n * 6.0771005063039659766e-11;
  let r = first - step2;
  let w = n * 2.02226624879595063154e-21 - (first - r - step2);
  let y = r - w;
  if ((y < 0 ? -y : y) < size * 2 ** -49) {
    const second = r; // exact here: so much cancelled
    const step3 = n * 2.0222662487111664558e-21;
    r = second - step3;
    w = n * 8.47842766036889956997e-32 - (second - r - step3);
    y = r - w;
  }
  const tail = r - y - w;
  switch (n & 3) {
    case 0:
      return cosineKernel(y, tail);
    case 1:
      return -sineKernel(y, tail);
    case 2:
      return -cosineKernel(y, tail);
    default:
      return sineKernel(y, tail);
  }
};
