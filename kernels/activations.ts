// Four float32 values at a time by additions, multiplications and divisions alone. NaN in, NaN out.

/**
 * e to the power of x, 2 ulp; x is held within [-87, 88].
 * @see Cephes' expf.c (Moshier): reduction by n ln 2, a polynomial of degree 7; n is rounded by adding 1.5 · 2²³
 */
@inline
function exp4(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-87)), f32x4.splat(88));
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.sub(high, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(shifted, 23)); // adds n to the exponent
}

@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/**
 * Hyperbolic tangent, 4 ulp.
 * @see Eigen's generic_fast_tanh_float: an odd polynomial of degree 13 over an even one of degree 6, x held within ±7.905
 */
@inline
export function tanh4(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-7.90531110763549805)), f32x4.splat(7.90531110763549805));
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-2.76076847742355e-16);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.00018790482477e-13));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-8.60467152213735e-11));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(5.12229709037114e-08));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.48572235717979e-05));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(6.37261928875436e-04));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(4.89352455891786e-03));
  let q = f32x4.splat(1.19825839466702e-06);
  q = f32x4.add(f32x4.mul(q, z), f32x4.splat(1.18534705686654e-04));
  q = f32x4.add(f32x4.mul(q, z), f32x4.splat(2.26843463243900e-03));
  q = f32x4.add(f32x4.mul(q, z), f32x4.splat(4.89352518554385e-03));
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
