// A moment whose gradients stay zero shrinks in each step until it is subnormal, where arithmetic is a hundred times slower, and never
// gets to zero. Below this it counts as zero: Adam would move a weight by less than 1e-22.
const least: f32 = 1e-30;

@inline
export function fadeAway(moment: v128): v128 {
  return v128.andnot(moment, f32x4.lt(f32x4.abs(moment), f32x4.splat(least)));
}
