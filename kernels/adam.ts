// A first moment whose gradients stay zero shrinks by a tenth each step until it is subnormal, where arithmetic is a hundred times
// slower, and never gets to zero. Below this it counts as zero: it would move a weight by less than 1e-22.
const least: f32 = 1e-30;

@inline
function update(w: usize, g: v128, m: usize, v: usize, rate: v128, rest1: v128, rest2: v128, epsilon: v128): void {
  const m0 = v128.load(m);
  const v0 = v128.load(v);
  const moved = f32x4.add(m0, f32x4.mul(f32x4.sub(g, m0), rest1));
  const m1 = v128.andnot(moved, f32x4.lt(f32x4.abs(moved), f32x4.splat(least)));
  const v1 = f32x4.add(v0, f32x4.mul(f32x4.sub(f32x4.mul(g, g), v0), rest2));
  v128.store(m, m1);
  v128.store(v, v1);
  v128.store(w, f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(m1, rate), f32x4.add(f32x4.sqrt(v1), epsilon))));
}

/**
 * Adam as Keras has it: rate = learning rate · √(1 - β2ᵗ) / (1 - β1ᵗ); rest1 = 1 - β1; rest2 = 1 - β2; count a multiple of 4.
 * @see Kingma & Ba 2014, arXiv:1412.6980, end of section 2
 */
export function adam(count: i32, w: usize, g: usize, m: usize, v: usize, rate: f32, rest1: f32, rest2: f32, epsilon: f32): void {
  const rate4 = f32x4.splat(rate);
  const rest14 = f32x4.splat(rest1);
  const rest24 = f32x4.splat(rest2);
  const epsilon4 = f32x4.splat(epsilon);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    update(w + at, v128.load(g + at), m + at, v + at, rate4, rest14, rest24, epsilon4);
  }
}

/** Adam over every row of a table: slots[row] - 1 is the row's place in g, 0 stands for a gradient of zero. */
export function adamRows(
  rows: i32, slots: usize, bytes: usize, w: usize, g: usize, m: usize, v: usize, rate: f32, rest1: f32, rest2: f32, epsilon: f32,
): void {
  const rate4 = f32x4.splat(rate);
  const rest14 = f32x4.splat(rest1);
  const rest24 = f32x4.splat(rest2);
  const epsilon4 = f32x4.splat(epsilon);
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++, slots += 4) {
    const slot = load<u32>(slots);
    const from = g + (<usize>slot - 1) * bytes;
    if (slot) for (let at: usize = 0; at < bytes; at += 16) update(w + at, v128.load(from + at), m + at, v + at, rate4, rest14, rest24, epsilon4);
    else for (let at: usize = 0; at < bytes; at += 16) update(w + at, zero, m + at, v + at, rate4, rest14, rest24, epsilon4);
    w += bytes;
    m += bytes;
    v += bytes;
  }
}
