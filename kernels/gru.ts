import { sigmoid4, tanh4 } from './activations';
import { multiply } from './gemm';
import { multiplyDropped, multiplyDroppedBack } from './dropped-product';
import { gatherRows } from './rows';

// Rows are packed as in recurrence.ts; `hidden` is a multiple of 8, and surplus units are zero throughout.

/** One step: the inputs' share of the gates z r h lies in x, the state's in inner, both [rows, 3 hidden]; x becomes the gates. */
@inline
function gates(rows: i32, hidden: usize, x: usize, inner: usize, hBefore: usize, h: usize): void {
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++, x += 3 * hidden, inner += 3 * hidden) {
    for (let j: usize = 0; j < 2 * hidden; j += 16) {
      v128.store(x + j, sigmoid4(f32x4.add(v128.load(x + j), v128.load(inner + j))));
    }
  }
  x -= <usize>rows * 3 * hidden;
  inner -= <usize>rows * 3 * hidden;
  for (let row = 0; row < rows; row++, x += 3 * hidden, inner += 3 * hidden) {
    for (let j: usize = 0; j < hidden; j += 16) {
      const at = x + j;
      const z = v128.load(at);
      const share = f32x4.mul(v128.load(at + hidden), v128.load(inner + 2 * hidden + j));
      const candidate = tanh4(f32x4.add(v128.load(at + 2 * hidden), share));
      v128.store(at + 2 * hidden, candidate);
      v128.store(h + j, f32x4.add(f32x4.mul(z, v128.load(hBefore + j)), f32x4.mul(f32x4.sub(one, z), candidate)));
    }
    h += hidden;
    hBefore += hidden;
  }
}

/**
 * GRU over packed rows (Cho et al. 2014) as Keras has it with reset_after: gate order z, r, h;
 * h_t = z h_{t-1} + (1 - z) tanh(x_h + r (h_{t-1} U_h + b)).
 * z [P, 3 hidden]: in, x·W + b, or, if `slots` is not 0, rows slots[p] of `projected` in its place; out, the gates. u: panels of
 * [hidden, 3 hidden]; bias [3 hidden]: of the recurrent part. inner [P, 3 hidden], h, hBefore [P, hidden]: written.
 * masks [3, first step's rows, hidden]: factors of h_{t-1} for each gate, or 0; scratch [first step's rows, hidden].
 */
export function gruForward(
  steps: i32, counts: usize, hiddenUnits: i32, slots: usize, projected: usize,
  u: usize, bias: usize, z: usize, inner: usize, h: usize, hBefore: usize, masks: usize, scratch: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  let rows = load<i32>(counts);
  const maskBytes = <usize>rows * hidden;
  memory.fill(hBefore, 0, maskBytes);
  for (let t = 0; t < steps; t++) {
    if (slots) {
      gatherRows(rows, slots, 3 * hidden, projected, z);
      slots += (<usize>rows) << 2;
    }
    if (masks && t > 0) multiplyDropped(rows, 3, hiddenUnits, hBefore, masks, maskBytes, scratch, u, bias, 0, inner);
    else multiply(rows, hiddenUnits * 3, t > 0 ? hiddenUnits : 0, hBefore, hidden, u, hiddenUnits, bias, 0, inner, 3 * hidden);
    gates(rows, hidden, z, inner, hBefore, h);
    const size = <usize>rows * hidden;
    const next = t + 1 < steps ? load<i32>(counts + ((<usize>t + 1) << 2)) : 0;
    hBefore += size;
    memory.copy(hBefore, h, <usize>next * hidden);
    z += 3 * size;
    inner += 3 * size;
    h += size;
    rows = next;
  }
}

/** One step back: z holds the gates and gets their inputs' gradients, inner those of the state's share; dhBefore, unless 0, is added to. */
@inline
function gatesBackward(rows: i32, hidden: usize, z: usize, inner: usize, hBefore: usize, dh: usize, dhBefore: usize): void {
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++, z += 3 * hidden, inner += 3 * hidden) {
    for (let j: usize = 0; j < hidden; j += 16) {
      const at = z + j;
      const to = inner + j;
      const update = v128.load(at);
      const reset = v128.load(at + hidden);
      const candidate = v128.load(at + 2 * hidden);
      const share = v128.load(to + 2 * hidden);
      const dOut = v128.load(dh + j);
      const rest = f32x4.sub(one, update);
      const slope = f32x4.sub(one, f32x4.mul(candidate, candidate));
      const dCandidate = f32x4.mul(f32x4.mul(dOut, rest), slope);
      const dReset = f32x4.mul(f32x4.mul(dCandidate, share), f32x4.mul(reset, f32x4.sub(one, reset)));
      const dUpdate = f32x4.mul(f32x4.mul(dOut, f32x4.sub(v128.load(hBefore + j), candidate)), f32x4.mul(update, rest));
      v128.store(at, dUpdate);
      v128.store(to, dUpdate);
      v128.store(at + hidden, dReset);
      v128.store(to + hidden, dReset);
      v128.store(at + 2 * hidden, dCandidate);
      v128.store(to + 2 * hidden, f32x4.mul(dCandidate, reset));
      if (dhBefore) v128.store(dhBefore + j, f32x4.add(v128.load(dhBefore + j), f32x4.mul(dOut, update)));
    }
    dh += hidden;
    hBefore += hidden;
    if (dhBefore) dhBefore += hidden;
  }
}

/**
 * Back through time. z: in, the gates; out, dL/d(x·W + b). inner: in, h·U + b; out, its gradient. dh [P, hidden]: in, dL/dh from
 * above; used up. uTransposed: panels of [3 hidden, hidden], or, with masks, of [hidden, hidden] for each gate.
 */
export function gruBackward(
  steps: i32, counts: usize, positions: i32, hiddenUnits: i32, uTransposed: usize,
  z: usize, inner: usize, hBefore: usize, dh: usize, masks: usize, scratch: usize, zeros: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  const maskBytes = <usize>load<i32>(counts) * hidden;
  let at = <usize>positions * hidden;
  for (let t = steps - 1; t >= 0; t--) {
    const rows = load<i32>(counts + ((<usize>t) << 2));
    at -= <usize>rows * hidden;
    const to = t > 0 ? dh + at - <usize>load<i32>(counts + ((<usize>t - 1) << 2)) * hidden : 0;
    gatesBackward(rows, hidden, z + 3 * at, inner + 3 * at, hBefore + at, dh + at, to);
    if (t == 0) return;
    if (masks) multiplyDroppedBack(rows, 3, hiddenUnits, inner + 3 * at, uTransposed, masks, maskBytes, scratch, zeros, to);
    else multiply(rows, hiddenUnits, hiddenUnits * 3, inner + 3 * at, 3 * hidden, uTransposed, hiddenUnits * 3, to, hidden, to, hidden);
  }
}
