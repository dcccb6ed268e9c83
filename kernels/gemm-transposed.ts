import { plus } from './gemm';

// The product of a transposed matrix with another; order of summation and panels as in gemm.ts.

// Rows that far apart, often by powers of two, fall into few places of the cache and drive each other out: they are copied first.
const farApartA: usize = 512;
const farApartB: usize = 1024;

const depthBlock: usize = 64; // rows of both sides that stay in the first-level cache while all tiles of C pass

@inline
function tileTransposed(depth: usize, a: usize, aStride: usize, b: usize, bStride: usize, c: usize): void {
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c, 32);
  let s11 = v128.load(c, 48);
  let s20 = v128.load(c, 64);
  let s21 = v128.load(c, 80);
  let s30 = v128.load(c, 96);
  let s31 = v128.load(c, 112);
  const end = a + depth * aStride;
  let b0: v128;
  let b1: v128;
  let x: v128;
  for (;;) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    x = v128.load32_splat(a, 4); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1);
    x = v128.load32_splat(a, 8); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1);
    x = v128.load32_splat(a, 12); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1);
    a += aStride;
    if (a == end) break;
    b += bStride;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    x = v128.load32_splat(a, 4); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1);
    x = v128.load32_splat(a, 8); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1);
    x = v128.load32_splat(a, 12); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1);
    a += aStride;
    if (a == end) break;
    b += bStride;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    x = v128.load32_splat(a, 4); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1);
    x = v128.load32_splat(a, 8); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1);
    x = v128.load32_splat(a, 12); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1);
    a += aStride;
    if (a == end) break;
    b += bStride;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a); s00 = plus(s00, x, b0); s01 = plus(s01, x, b1);
    x = v128.load32_splat(a, 4); s10 = plus(s10, x, b0); s11 = plus(s11, x, b1);
    x = v128.load32_splat(a, 8); s20 = plus(s20, x, b0); s21 = plus(s21, x, b1);
    x = v128.load32_splat(a, 12); s30 = plus(s30, x, b0); s31 = plus(s31, x, b1);
    a += aStride;
    if (a == end) break;
    b += bStride;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c, s10, 32);
  v128.store(c, s11, 48);
  v128.store(c, s20, 64);
  v128.store(c, s21, 80);
  v128.store(c, s30, 96);
  v128.store(c, s31, 112);
}

/** One panel of C: tiles of A lie `aStep` bytes apart. A function of its own, so that its few variables stay in registers. */
function panelTransposed(
  depth: usize, m: usize, a: usize, aStep: usize, aStride: usize, b: usize, bStride: usize, panel: usize,
): void {
  for (const end = panel + (m << 5); panel < end; panel += 128, a += aStep) tileTransposed(depth, a, aStride, b, bStride, panel);
}

/** Copies `rows` pieces of `bytes` (a multiple of 16), `stride` apart, one after the other. */
@inline
function gather(rows: usize, bytes: usize, from: usize, stride: usize, to: usize): void {
  for (let row: usize = 0; row < rows; row++, from += stride, to += bytes) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(from + at));
  }
}

/**
 * C += Aᵀ · B: A [depth, m], m a multiple of 4; B [depth, n], n a multiple of 8; C [m, n] in panels of `panelRows` ≥ m rows.
 * The gradient of a weight matrix from inputs A and gradients B of the outputs. scratch: 64 · (m + 8) floats.
 */
export function multiplyTransposed(
  depth: i32, m: i32, n: i32, a: usize, aStride: usize, b: usize, bStride: usize, c: usize, panelRows: i32, scratch: usize,
): void {
  if (depth < 0 || m < 1 || (m & 3) != 0 || n < 1 || (n & 7) != 0 || panelRows < m || aStride == 0) unreachable();
  const panelBytes = (<usize>panelRows) << 5;
  const aBytes = (<usize>m) << 2;
  const copyA = aStride >= farApartA;
  const copyB = bStride >= farApartB;
  for (let left = <usize>depth; left > 0; ) {
    const rows = min(depthBlock, left);
    const aCopy = scratch + depthBlock * 32;
    if (copyA) for (let i: usize = 0; i < aBytes; i += 16) gather(rows, 16, a + i, aStride, aCopy + i * rows);
    let panel = c;
    for (let column: usize = 0; column < (<usize>n) << 2; column += 32, panel += panelBytes) {
      if (copyB) gather(rows, 32, b + column, bStride, scratch);
      const bTile = copyB ? scratch : b + column;
      const bTileStride = copyB ? <usize>32 : bStride;
      if (copyA) panelTransposed(rows, m, aCopy, rows << 4, 16, bTile, bTileStride, panel);
      else panelTransposed(rows, m, a, 16, aStride, bTile, bTileStride, panel);
    }
    a += rows * aStride;
    b += rows * bStride;
    left -= rows;
  }
}
