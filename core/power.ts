const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const high = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0; // the machine's byte order

/** The upper 32 bits of a double: sign, exponent, 20 bits of its mantissa. */
export const highWord = (x: number): number => {
  float[0] = x;
  return words[high] as number;
};

export const withHighWord = (x: number, word: number): number => {
  float[0] = x;
  words[high] = word;
  return float[0] as number;
};

/** x with its lower 32 bits cleared, so that products of two such numbers are exact. */
const upperHalf = (x: number): number => {
  float[0] = x;
  words[1 - high] = 0;
  return float[0] as number;
};

/** 2^k for -1022 ≤ k ≤ 1023. */
const powerOfTwo = (k: number): number => withHighWord(0, (k + 1023) << 20);

/** y · 2^k, rounded once where the result is subnormal. */
export const twoTo = (y: number, k: number): number => {
  if (k > 1023) return y * powerOfTwo(k - 1) * 2;
  if (k >= -1021) return y * powerOfTwo(k);
  return y * powerOfTwo(k + 1000) * powerOfTwo(-1000);
};

const series = (s2: number): number => {
  const tail = 2.72728123808534006489e-1 + s2 * (2.30660745775561754067e-1 + s2 * 2.06975017800338417784e-1);
  return (
    s2 *
    s2 *
    (0.599999999999994648725 + s2 * (4.28571428578550184252e-1 + s2 * (3.33333329818377432918e-1 + s2 * tail)))
  );
};

/** log2 of x > 0 as a sum of two doubles, the first with its lower half cleared; about 68 bits. */
const log2Pair = (x: number): readonly [number, number] => {
  const normal = x < 2.2250738585072014e-308 ? x * 0x20000000000000 : x;
  const word = highWord(normal);
  const mantissa = word & 0xfffff;
  const exponent = (word >>> 20) - 1023 - (normal === x ? 0 : 53);
  const upper = mantissa > 0x3988e && mantissa < 0xbb67a; // from √1.5 to √3: beside 1.5
  const n = mantissa >= 0xbb67a ? exponent + 1 : exponent;
  const a = withHighWord(normal, mantissa | (n === exponent ? 0x3ff00000 : 0x3fe00000));
  const base = upper ? 1.5 : 1;
  // s = (a - base) / (a + base) in two parts
  const u = a - base;
  const v = 1 / (a + base);
  const s = u * v;
  const sHigh = upperHalf(s);
  const tHigh = upperHalf(a + base);
  const tLow = a - (tHigh - base);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);
  const s2 = s * s;
  const sHigh2 = sHigh * sHigh;
  const r = series(s2) + sLow * (sHigh + s);
  const t = upperHalf(3 + sHigh2 + r);
  const tRest = r - (t - 3 - sHigh2);
  const product = sHigh * t;
  const productRest = sLow * t + tRest * s;
  const p = upperHalf(product + productRest);
  const pRest = productRest - (p - product);
  // times 2 / (3 ln 2), plus log2 of the base
  const zHigh = 9.61796700954437255859e-1 * p;
  const zLow =
    -7.02846165095275826516e-9 * p + pRest * 9.61796693925975554329e-1 + (upper ? 1.35003920212974897128e-8 : 0);
  const baseHigh = upper ? 5.8496248722076416016e-1 : 0;
  const sum = upperHalf(zHigh + zLow + baseHigh + n);
  return [sum, zLow - (sum - n - baseHigh - zHigh)];
};

/** 2^(large + small), where `large` has at most half of its digits set. */
const exp2Pair = (large: number, small: number): number => {
  const z = large + small;
  if (z >= 1025) return Infinity;
  if (z < -1076) return 0;
  const n = Math.floor(z + 0.5);
  const whole = large - n;
  const t = upperHalf(small + whole);
  const u = t * 6.93147182464599609375e-1;
  const v = (small - (t - whole)) * 6.93147180559945286227e-1 + t * -1.90465429995776804525e-9;
  const y = u + v;
  const w = v - (y - u);
  const t2 = y * y;
  const tail = 6.61375632143793436117e-5 + t2 * (-1.6533902205465251539e-6 + t2 * 4.13813679705723846039e-8);
  const c = y - t2 * (1.66666666666666019037e-1 + t2 * (-2.77777777770155933842e-3 + t2 * tail));
  return twoTo(1 - ((y * c) / (c - 2) - (w + y * w) - y), n);
};

/** What x^y is where it follows from signs, zeros, infinities or NaN alone; else null. */
const special = (x: number, y: number): number | null => {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = x < 0 ? -x : x;
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN; // as Math.pow has it
    return size > 1 === y > 0 ? Infinity : 0;
  }
  if (size === 0 || size === Infinity) {
    const odd = y % 2 === 1 || y % 2 === -1;
    const value = (size === 0) === y > 0 ? 0 : Infinity;
    return odd && (x < 0 || Object.is(x, -0)) ? -value : value;
  }
  return x < 0 && !Number.isInteger(y) ? NaN : null;
};

/**
 * x to the power of y, with the special values of Math.pow.
 * @see FreeBSD's e_pow.c (fdlibm 5.3): y · log2 x in two doubles, then 2 to that power
 */
export const pow = (x: number, y: number): number => {
  const known = special(x, y);
  if (known !== null) return known;
  const sign = x < 0 && y % 2 !== 0 ? -1 : 1;
  const size = x < 0 ? -x : x;
  if (size === 1) return sign;
  const [logHigh, logLow] = log2Pair(size);
  const yHigh = upperHalf(y);
  return sign * exp2Pair(yHigh * logHigh, (y - yHigh) * logHigh + y * logLow);
};
