import { multiply } from './gemm';

// Products with a state of which each gate sees other units: a mask per gate, [gates, first step's rows, hidden], `maskBytes` per gate.

/** to = values · factors; bytes a multiple of 16. */
@inline
function scaled(bytes: usize, values: usize, factors: usize, to: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, f32x4.mul(v128.load(values + at), v128.load(factors + at)));
}

/** C = start + (h · mask) · U, gate by gate: h [rows, hidden], U in panels of [hidden, gates hidden], C [rows, gates hidden]. */
export function multiplyDropped(
  rows: i32, gates: i32, hiddenUnits: i32, h: usize, masks: usize, maskBytes: usize, scratch: usize,
  u: usize, start: usize, startStride: usize, c: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  const stride = <usize>gates * hidden;
  const panels = hidden * <usize>hiddenUnits; // bytes of a gate's part of U
  for (let gate = 0; gate < gates; gate++) {
    scaled(<usize>rows * hidden, h, masks, scratch);
    multiply(rows, hiddenUnits, hiddenUnits, scratch, hidden, u, hiddenUnits, start, startStride, c, stride);
    masks += maskBytes;
    u += panels;
    start += hidden;
    c += hidden;
  }
}

/** dh += Σ mask · (dC · Uᵀ) over the gates: uTransposed holds panels of [hidden, hidden] for each gate; zeros [hidden]. */
export function multiplyDroppedBack(
  rows: i32, gates: i32, hiddenUnits: i32, dc: usize, uTransposed: usize, masks: usize, maskBytes: usize, scratch: usize,
  zeros: usize, dh: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  const size = <usize>rows * hidden;
  for (let gate = 0; gate < gates; gate++) {
    multiply(rows, hiddenUnits, hiddenUnits, dc, <usize>gates * hidden, uTransposed, hiddenUnits, zeros, 0, scratch, hidden);
    for (let at: usize = 0; at < size; at += 16) {
      v128.store(dh + at, f32x4.add(v128.load(dh + at), f32x4.mul(v128.load(scratch + at), v128.load(masks + at))));
    }
    masks += maskBytes;
    uTransposed += hidden * <usize>hiddenUnits;
    dc += hidden;
  }
}
