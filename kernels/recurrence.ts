import { sigmoid4, tanh4 } from './activations';
import { multiply } from './gemm';
import { gatherRows } from './rows';

// Rows are packed: first all texts' first tokens, longest text first, then all second tokens of those that have one, and so on;
// counts[t] rows at step t. `hidden` is a multiple of 8; surplus units have weights of zero, state zero and gradient zero.

// Rows of a step that are worked on together, from their inputs to their outputs, while they lie in the first-level cache.
const rowBlock: i32 = 16;

// @ts-ignore: decorator
@inline
function checkHidden(hiddenUnits: i32): void {
  if (hiddenUnits < 8 || (hiddenUnits & 7) != 0) unreachable();
}

/** Applies sigmoid, or tanh, to [rows, hidden] values in rows of 4 · hidden. */
@inline
function activate(squash: bool, rows: i32, hidden: usize, width: usize, z: usize): void {
  for (let row = 0; row < rows; row++, z += 4 * hidden) {
    for (let at = z; at < z + width; at += 16) {
      v128.store(at, squash ? sigmoid4(v128.load(at)) : tanh4(v128.load(at)));
    }
  }
}

/**
 * One step: gates in place of their inputs z [rows, i f c o], new state, its tanh, output. c_{t-1} may be 0: none.
 * In passes, because a processor overlaps many short chains better than few long ones.
 */
@inline
export function gates(rows: i32, hidden: usize, z: usize, cBefore: usize, c: usize, tanhC: usize, h: usize): void {
  activate(true, rows, hidden, 2 * hidden, z);
  activate(false, rows, hidden, hidden, z + 2 * hidden);
  activate(true, rows, hidden, hidden, z + 3 * hidden);
  for (let row = 0; row < rows; row++, z += 4 * hidden) {
    for (let j: usize = 0; j < hidden; j += 16) {
      const at = z + j;
      let state = f32x4.mul(v128.load(at), v128.load(at + 2 * hidden));
      if (cBefore) state = f32x4.add(f32x4.mul(v128.load(at + hidden), v128.load(cBefore + j)), state);
      const tanhState = tanh4(state);
      v128.store(c + j, state);
      v128.store(tanhC + j, tanhState);
      v128.store(h + j, f32x4.mul(v128.load(at + 3 * hidden), tanhState));
    }
    c += hidden;
    tanhC += hidden;
    h += hidden;
    if (cBefore) cBefore += hidden;
  }
}

/**
 * LSTM over packed rows (Hochreiter & Schmidhuber 1997 with forget gate; Keras' gate order i, f, c, o).
 * z [P, 4 hidden]: in, x·W + b, or, if `slots` is not 0, rows slots[p] of `projected` in its place; out, the gates. u: panels of [hidden, 4 hidden]. c, tanhC, h, hBefore [P, hidden]: written.
 */
export function lstmForward(
  steps: i32, counts: usize, hiddenUnits: i32, slots: usize, projected: usize,
  u: usize, z: usize, c: usize, tanhC: usize, h: usize, hBefore: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  checkHidden(hiddenUnits);
  let rows = load<i32>(counts);
  memory.fill(hBefore, 0, <usize>rows * hidden);
  let cBefore: usize = 0;
  for (let t = 0; t < steps; t++) {
    for (let top = 0; top < rows; top += rowBlock) {
      const count = min(rowBlock, rows - top);
      const row = <usize>top * hidden;
      const zBlock = z + 4 * row;
      if (slots) gatherRows(count, slots + ((<usize>top) << 2), 4 * hidden, projected, zBlock);
      if (t > 0) multiply(count, hiddenUnits << 2, hiddenUnits, hBefore + row, hidden, u, hiddenUnits, zBlock, 4 * hidden, zBlock, 4 * hidden);
      gates(count, hidden, zBlock, t > 0 ? cBefore + row : 0, c + row, tanhC + row, h + row);
    }
    const size = <usize>rows * hidden;
    const next = t + 1 < steps ? load<i32>(counts + ((<usize>t + 1) << 2)) : 0;
    hBefore += size;
    memory.copy(hBefore, h, <usize>next * hidden);
    cBefore = c;
    if (slots) slots += (<usize>rows) << 2;
    z += 4 * size;
    c += size;
    tanhC += size;
    h += size;
    rows = next;
  }
}

/** One step back: z holds the gates and gets their inputs' gradients; carry [rows, hidden] is dL/dc from later steps. */
@inline
export function gatesBackward(rows: i32, hidden: usize, z: usize, cBefore: usize, tanhC: usize, dh: usize, carry: usize): void {
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++, z += 4 * hidden) {
    for (let j: usize = 0; j < hidden; j += 16) {
      const at = z + j;
      const i = v128.load(at);
      const f = v128.load(at + hidden);
      const g = v128.load(at + 2 * hidden);
      const o = v128.load(at + 3 * hidden);
      const tanhState = v128.load(tanhC + j);
      const dOut = v128.load(dh + j);
      const slope = f32x4.sub(one, f32x4.mul(tanhState, tanhState));
      const dc = f32x4.add(v128.load(carry + j), f32x4.mul(f32x4.mul(dOut, o), slope));
      v128.store(carry + j, f32x4.mul(dc, f));
      v128.store(at, f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i))));
      let df = f32x4.splat(0);
      if (cBefore) df = f32x4.mul(f32x4.mul(dc, v128.load(cBefore + j)), f32x4.mul(f, f32x4.sub(one, f)));
      v128.store(at + hidden, df);
      v128.store(at + 2 * hidden, f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g))));
      v128.store(at + 3 * hidden, f32x4.mul(f32x4.mul(dOut, tanhState), f32x4.mul(o, f32x4.sub(one, o))));
    }
    tanhC += hidden;
    dh += hidden;
    carry += hidden;
    if (cBefore) cBefore += hidden;
  }
}

/**
 * Back through time. z: in, the gates; out, dL/d(x·W + b + h·U). dh [P, hidden]: in, dL/dh from above; used up.
 * uTransposed: panels of [4 hidden, hidden]. carry [first step's rows, hidden]: scratch.
 */
export function lstmBackward(
  steps: i32, counts: usize, positions: i32, hiddenUnits: i32, uTransposed: usize,
  z: usize, c: usize, tanhC: usize, dh: usize, carry: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  checkHidden(hiddenUnits);
  memory.fill(carry, 0, <usize>load<i32>(counts) * hidden);
  let at = <usize>positions * hidden;
  for (let t = steps - 1; t >= 0; t--) {
    const rows = load<i32>(counts + ((<usize>t) << 2));
    at -= <usize>rows * hidden;
    const before = t > 0 ? at - <usize>load<i32>(counts + ((<usize>t - 1) << 2)) * hidden : 0;
    for (let top = 0; top < rows; top += rowBlock) {
      const count = min(rowBlock, rows - top);
      const row = <usize>top * hidden;
      const zBlock = z + 4 * (at + row);
      gatesBackward(count, hidden, zBlock, t > 0 ? c + before + row : 0, tanhC + at + row, dh + at + row, carry + row);
      if (t == 0) continue;
      const to = dh + before + row;
      multiply(count, hiddenUnits, hiddenUnits << 2, zBlock, 4 * hidden, uTransposed, hiddenUnits << 2, to, hidden, to, hidden);
    }
  }
}
