// Four float32 values at a time by additions, multiplications and divisions alone. NaN in, NaN out.
//
// Constants are loaded and spread from here: one instruction each, where a constant in the code takes three.
const constants = memory.data<f32>([
  // 0: 1, the range of sigmoid, -1 / ln 2, 1.5 · 2^23, ln 2 in two parts
  1, -80, 80, -1.44269504088896341, 12582912, 0.693359375, -2.12194440e-4,
  // 7: the polynomial of e^-r from its highest power down
  -1.9875691500e-4, 1.3981999507e-3, -8.3334519073e-3, 4.1665795894e-2, -1.6666665459e-1, 5.0000001201e-1,
  // 13: the range of tanh
  -7.90531110763549805, 7.90531110763549805,
  // 15: tanh's numerator, 22: its denominator
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
  1.19825839466702e-6, 1.18534705686654e-4, 2.26843463243900e-3, 4.89352518554385e-3,
]);

@inline
function constant(at: usize): v128 {
  return v128.load32_splat(constants + (at << 2));
}

/** a + constant · x */
@inline
function plus(a: v128, at: usize, x: v128): v128 {
  return f32x4.add(a, f32x4.mul(constant(at), x));
}

// Polynomials are summed in pairs (Estrin's scheme): the shortest chain of dependent operations.

/**
 * 1 / (1 + e^-x), 3 ulp; x is held within ±80, so that no result is subnormal and slow.
 * @see Cephes' expf.c (Moshier): reduction by n ln 2, a polynomial of degree 7; n is rounded by adding 1.5 · 2²³
 */
@inline
export function sigmoid4(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, constant(1)), constant(2));
  const shifted = f32x4.add(f32x4.mul(x, constant(3)), constant(4)); // n = -x / ln 2, rounded
  const n = f32x4.sub(shifted, constant(4));
  const r = f32x4.add(f32x4.add(x, f32x4.mul(n, constant(5))), f32x4.mul(n, constant(6))); // e^-x = 2^n · e^-r
  const r2 = f32x4.mul(r, r);
  const top = plus(constant(8), 7, r);
  const middle = plus(constant(10), 9, r);
  const bottom = plus(constant(12), 11, r);
  const p = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(top, r2), middle), r2), bottom);
  const power = f32x4.add(f32x4.mul(p, r2), f32x4.sub(constant(0), r));
  return f32x4.div(constant(0), f32x4.add(constant(0), i32x4.add(power, i32x4.shl(shifted, 23)))); // adds n to the exponent
}

/**
 * Hyperbolic tangent, 4 ulp.
 * @see Eigen's generic_fast_tanh_float: an odd polynomial of degree 13 over an even one of degree 6, x held within ±7.905
 */
@inline
export function tanh4(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, constant(13)), constant(14));
  const z = f32x4.mul(x, x);
  const z2 = f32x4.mul(z, z);
  const z4 = f32x4.mul(z2, z2);
  const high = plus(plus(constant(17), 16, z), 15, z2);
  const low = f32x4.add(f32x4.mul(plus(constant(19), 18, z), z2), plus(constant(21), 20, z));
  const p = f32x4.add(f32x4.mul(high, z4), low);
  const q = f32x4.add(f32x4.mul(plus(constant(23), 22, z), z2), plus(constant(25), 24, z));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** For tests: sigmoid of `count` values (a multiple of 4). */
export function sigmoids(count: i32, from: usize, to: usize): void {
  for (let at: usize = 0; at < <usize>count << 2; at += 16) v128.store(to + at, sigmoid4(v128.load(from + at)));
}

/** For tests: tanh of `count` values (a multiple of 4). */
export function tanhs(count: i32, from: usize, to: usize): void {
  for (let at: usize = 0; at < <usize>count << 2; at += 16) v128.store(to + at, tanh4(v128.load(from + at)));
}
