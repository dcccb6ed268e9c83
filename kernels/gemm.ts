// Matrix products in float32, four lanes wide. Every element is one sum in ascending k that starts from a given value, whatever
// tile it falls into: the result depends on no blocking and on no neighbour. No fused multiply-add, so that all machines agree.
//
// "Panels" of a [k, n] matrix (n a multiple of 8): for each 8 columns, k rows of 8 values, one after the other.

const rowBlock: i32 = 32; // rows whose left side stays in the first-level cache while all panels pass

/** sum + x · b */
// @ts-ignore: decorator
@inline
export function plus(sum: v128, x: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, b));
}

// rows is a constant from 1 to 4 in each call: 8 sums, 2 values of a panel and 1 of the left side fit 16 registers.
//
// Four steps of k in one round, with an exit behind each. The exits cost next to nothing, end the sum at any k, and keep V8
// from loading for all four steps at once, which would need more registers than there are.
// @ts-ignore: decorator
@inline
function tile(rows: i32, k: i32, a: usize, aStride: usize, panel: usize, start: usize, startStride: usize, c: usize, cStride: usize): void {
  let s00 = v128.load(start);
  let s01 = v128.load(start, 16);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  if (rows > 1) {
    s10 = v128.load(start + startStride);
    s11 = v128.load(start + startStride, 16);
  }
  if (rows > 2) {
    s20 = v128.load(start + 2 * startStride);
    s21 = v128.load(start + 2 * startStride, 16);
  }
  if (rows > 3) {
    s30 = v128.load(start + 3 * startStride);
    s31 = v128.load(start + 3 * startStride, 16);
  }
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  const end = a + ((<usize>k) << 2);
  const end1 = end - 4;
  const end2 = end - 8;
  const end3 = end - 12;
  let b0: v128;
  let b1: v128;
  let x: v128;
  while (a != end) {
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    x = v128.load32_splat(a); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    if (rows > 1) { x = v128.load32_splat(a1); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1); }
    if (rows > 2) { x = v128.load32_splat(a2); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1); }
    if (rows > 3) { x = v128.load32_splat(a3); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1); }
    if (a == end1) break;
    b0 = v128.load(panel, 32);
    b1 = v128.load(panel, 48);
    x = v128.load32_splat(a, 4); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    if (rows > 1) { x = v128.load32_splat(a1, 4); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1); }
    if (rows > 2) { x = v128.load32_splat(a2, 4); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1); }
    if (rows > 3) { x = v128.load32_splat(a3, 4); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1); }
    if (a == end2) break;
    b0 = v128.load(panel, 64);
    b1 = v128.load(panel, 80);
    x = v128.load32_splat(a, 8); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    if (rows > 1) { x = v128.load32_splat(a1, 8); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1); }
    if (rows > 2) { x = v128.load32_splat(a2, 8); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1); }
    if (rows > 3) { x = v128.load32_splat(a3, 8); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1); }
    if (a == end3) break;
    b0 = v128.load(panel, 96);
    b1 = v128.load(panel, 112);
    x = v128.load32_splat(a, 12); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    if (rows > 1) { x = v128.load32_splat(a1, 12); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1); }
    if (rows > 2) { x = v128.load32_splat(a2, 12); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1); }
    if (rows > 3) { x = v128.load32_splat(a3, 12); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1); }
    panel += 128;
    a += 16;
    if (rows > 1) a1 += 16;
    if (rows > 2) a2 += 16;
    if (rows > 3) a3 += 16;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  if (rows > 1) {
    v128.store(c + cStride, s10);
    v128.store(c + cStride, s11, 16);
  }
  if (rows > 2) {
    v128.store(c + 2 * cStride, s20);
    v128.store(c + 2 * cStride, s21, 16);
  }
  if (rows > 3) {
    v128.store(c + 3 * cStride, s30);
    v128.store(c + 3 * cStride, s31, 16);
  }
}

/**
 * C = start + A · B: A [m, k] with rows `aStride` bytes apart, B in panels of `panelRows` ≥ k rows, C [m, n], n a multiple of 8.
 * `start` has the shape of C with rows `startStride` bytes apart (0: one row for all, as a bias); it may be C itself. k may be 0. Other shapes trap.
 */
export function multiply(
  m: i32, n: i32, k: i32, a: usize, aStride: usize, b: usize, panelRows: i32,
  start: usize, startStride: usize, c: usize, cStride: usize,
): void {
  if (m < 0 || n < 1 || (n & 7) != 0 || k < 0 || panelRows < k) unreachable();
  const panelBytes = (<usize>panelRows) << 5;
  for (let top = 0; top < m; top += rowBlock) {
    const bottom = min(top + rowBlock, m);
    let panel = b;
    for (let column: usize = 0; column < (<usize>n) << 2; column += 32, panel += panelBytes) {
      let i = top;
      for (; i + 4 <= bottom; i += 4) {
        const row = <usize>i;
        tile(4, k, a + row * aStride, aStride, panel, start + row * startStride + column, startStride, c + row * cStride + column, cStride);
      }
      const row = <usize>i;
      const left = bottom - i;
      if (left == 3) tile(3, k, a + row * aStride, aStride, panel, start + row * startStride + column, startStride, c + row * cStride + column, cStride);
      else if (left == 2) tile(2, k, a + row * aStride, aStride, panel, start + row * startStride + column, startStride, c + row * cStride + column, cStride);
      else if (left == 1) tile(1, k, a + row * aStride, aStride, panel, start + row * startStride + column, startStride, c + row * cStride + column, cStride);
    }
  }
}

/** Panels of Bᵀ [n, k] (k a multiple of 8, columns beyond `k` rows of B zero) from panels of B [k, n] with `panelRows` rows. */
export function transposePanels(k: i32, n: i32, b: usize, panelRows: i32, out: usize, outColumns: i32): void {
  memory.fill(out, 0, (<usize>(n * outColumns)) << 2);
  for (let column = 0; column < n; column++) {
    const from = b + (<usize>((column >> 3) * panelRows) << 5) + (<usize>(column & 7) << 2);
    for (let row = 0; row < k; row++) {
      const to = out + (<usize>((row >> 3) * n + column) << 5) + (<usize>(row & 7) << 2);
      store<f32>(to, load<f32>(from + (<usize>row << 5)));
    }
  }
}

/** out [n] += column sums of [rows, n], in ascending row order. */
export function addColumnSums(rows: i32, n: i32, from: usize, out: usize): void {
  const stride = (<usize>n) << 2;
  for (let row = 0; row < rows; row++, from += stride) {
    for (let at: usize = 0; at < stride; at += 16) {
      v128.store(out + at, f32x4.add(v128.load(out + at), v128.load(from + at)));
    }
  }
}
