import { multiplyDropped, multiplyDroppedBack } from './dropped-product';
import { gates, gatesBackward } from './recurrence';
import { gatherRows } from './rows';

/** lstmForward (see recurrence.ts) whose gates see h_{t-1} through masks [4, first step's rows, hidden]; scratch [first step's rows, hidden]. */
export function lstmForwardDropped(
  steps: i32, counts: usize, hiddenUnits: i32, slots: usize, projected: usize,
  u: usize, z: usize, c: usize, tanhC: usize, h: usize, hBefore: usize, masks: usize, scratch: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  let rows = load<i32>(counts);
  const maskBytes = <usize>rows * hidden;
  memory.fill(hBefore, 0, maskBytes);
  let cBefore: usize = 0;
  for (let t = 0; t < steps; t++) {
    if (slots) {
      gatherRows(rows, slots, 4 * hidden, projected, z);
      slots += (<usize>rows) << 2;
    }
    if (t > 0) multiplyDropped(rows, 4, hiddenUnits, hBefore, masks, maskBytes, scratch, u, z, 4 * hidden, z);
    gates(rows, hidden, z, cBefore, c, tanhC, h);
    const size = <usize>rows * hidden;
    const next = t + 1 < steps ? load<i32>(counts + ((<usize>t + 1) << 2)) : 0;
    hBefore += size;
    memory.copy(hBefore, h, <usize>next * hidden);
    cBefore = c;
    z += 4 * size;
    c += size;
    tanhC += size;
    h += size;
    rows = next;
  }
}

/** lstmBackward with masks; uTransposed: panels of [hidden, hidden] for each gate; zeros [hidden]. */
export function lstmBackwardDropped(
  steps: i32, counts: usize, positions: i32, hiddenUnits: i32, uTransposed: usize,
  z: usize, c: usize, tanhC: usize, dh: usize, carry: usize, masks: usize, scratch: usize, zeros: usize,
): void {
  const hidden = (<usize>hiddenUnits) << 2;
  const maskBytes = <usize>load<i32>(counts) * hidden;
  memory.fill(carry, 0, maskBytes);
  let at = <usize>positions * hidden;
  for (let t = steps - 1; t >= 0; t--) {
    const rows = load<i32>(counts + ((<usize>t) << 2));
    at -= <usize>rows * hidden;
    const before = t > 0 ? at - <usize>load<i32>(counts + ((<usize>t - 1) << 2)) * hidden : 0;
    gatesBackward(rows, hidden, z + 4 * at, t > 0 ? c + before : 0, tanhC + at, dh + at, carry);
    if (t > 0) multiplyDroppedBack(rows, 4, hiddenUnits, z + 4 * at, uTransposed, masks, maskBytes, scratch, zeros, dh + before);
  }
}
