// Skip-gram with negative sampling over one job, four float32 lanes at a time, in the fixed order that
// training/word2vec/plain-kernel.ts spells out: the two give the same bits.
//
// Inside a pair the rows of syn1 are independent of each other unless a negative repeats. So six rows are worked on
// together: six dot products in one pass over the input row, then six updates in a second pass. A pair with a repeated
// negative goes row by row. Rows are addressed by byte; a row's length is a multiple of four floats, padded with zeros.
// Unrolling gains nothing, and six pointers that move along cost spilled registers in V8: hence the one index.

import { drawRows } from './initial-vectors';
import { draw, repeats, seed, setTables } from './negatives';

const block: usize = 6; // rows of syn1 worked on together; more do not fit the sixteen registers of x86-64

let syn0: usize = 0; // input rows
let syn1: usize = 0; // output rows
let rowBytes: usize = 0;
let sigmoid: usize = 0; // f32 [1000]
let words: usize = 0; // u32: rows of the job's words
let starts: usize = 0; // u32: where each sentence starts in `words`, and where the last ends
let shrink: usize = 0; // u32 per word: how much smaller than `window` its window is
let window: i32 = 0;
let negative: usize = 0;
let slots: usize = 0; // 1 + negative, rounded up to a multiple of `block`
let targets: usize = 0; // u32 [slots]: addresses of the pair's rows of syn1: the centre, negatives, the centre again
let gradients: usize = 0; // f32 [slots]
let work: usize = 0; // f32 [rowBytes / 4]: what the input row gets

export function setUp(
  syn0At: usize, syn1At: usize, bytesOfRow: usize, cumulativeAt: usize, guideAt: usize, sigmoidAt: usize,
  wordsAt: usize, startsAt: usize, shrinkAt: usize, scratchAt: usize, windowSize: i32, negatives: usize,
): void {
  syn0 = syn0At;
  syn1 = syn1At;
  rowBytes = bytesOfRow;
  setTables(cumulativeAt, guideAt);
  sigmoid = sigmoidAt;
  words = wordsAt;
  starts = startsAt;
  shrink = shrinkAt;
  window = windowSize;
  negative = negatives;
  slots = (negatives + block) / block * block;
  work = scratchAt;
  gradients = work + bytesOfRow;
  targets = gradients + slots * 4;
}

/** Draws the input rows. */
export function initialise(rows: u32, size: u32, stateHigh: u64, stateLow: u64, stepHigh: u64, stepLow: u64): void {
  drawRows(syn0, rowBytes, rows, size, stateHigh, stateLow, stepHigh, stepLow);
}

/** (label − σ(dot)) · alpha; 0 where |dot| ≥ 6. */
// @ts-ignore: decorator
@inline
function gradient(dot: f32, label: f32, alpha: f32, table: usize): f32 {
  if (!(abs(dot) < 6)) return 0;
  const place = <i32>((<f64>dot + 6) * 83);
  return (label - load<f32>(table + (<usize>place << 2))) * alpha;
}

/** The gradient of a negative; none where it is the centre itself. */
// @ts-ignore: decorator
@inline
function negativeGradient(dot: f32, row: usize, centre: usize, alpha: f32, table: usize): f32 {
  return row == centre ? 0 : gradient(dot, 0, alpha, table);
}

/** Dot products of the input row with six targets from `slot` on, turned into their gradients. */
// @ts-ignore: decorator
@inline
function dotBlock(input: usize, slot: usize, alpha: f32): void {
  const at = targets + (slot << 2), out = gradients + (slot << 2), table = sigmoid, length = rowBytes;
  const r0: usize = load<u32>(at), r1: usize = load<u32>(at, 4), r2: usize = load<u32>(at, 8);
  const r3: usize = load<u32>(at, 12), r4: usize = load<u32>(at, 16), r5: usize = load<u32>(at, 20);
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0), s4 = f32x4.splat(0), s5 = f32x4.splat(0);
  for (let k: usize = 0; k < length; k += 16) {
    const x = v128.load(input + k);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(r0 + k)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(r1 + k)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(r2 + k)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(r3 + k)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(r4 + k)));
    s5 = f32x4.add(s5, f32x4.mul(x, v128.load(r5 + k)));
  }
  // (lane 0 + lane 2) + (lane 1 + lane 3) of each sum
  const s01 = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
  const s23 = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
  const s45 = f32x4.add(v128.shuffle<f32>(s4, s5, 0, 4, 1, 5), v128.shuffle<f32>(s4, s5, 2, 6, 3, 7));
  const d0 = f32x4.add(v128.shuffle<f32>(s01, s23, 0, 1, 4, 5), v128.shuffle<f32>(s01, s23, 2, 3, 6, 7));
  const d4 = f32x4.add(s45, v128.shuffle<f32>(s45, s45, 2, 3, 0, 1));
  const centre: usize = load<u32>(targets);
  const first = f32x4.extract_lane(d0, 0);
  store<f32>(out, slot == 0 ? gradient(first, 1, alpha, table) : negativeGradient(first, r0, centre, alpha, table));
  store<f32>(out, negativeGradient(f32x4.extract_lane(d0, 1), r1, centre, alpha, table), 4);
  store<f32>(out, negativeGradient(f32x4.extract_lane(d0, 2), r2, centre, alpha, table), 8);
  store<f32>(out, negativeGradient(f32x4.extract_lane(d0, 3), r3, centre, alpha, table), 12);
  store<f32>(out, negativeGradient(f32x4.extract_lane(d4, 0), r4, centre, alpha, table), 16);
  store<f32>(out, negativeGradient(f32x4.extract_lane(d4, 1), r5, centre, alpha, table), 20);
}

/** total += g · row, and row += g · x, at four floats; the new total. */
// @ts-ignore: decorator
@inline
function update(total: v128, g: v128, at: usize, x: v128): v128 {
  const row = v128.load(at);
  v128.store(at, f32x4.add(row, f32x4.mul(g, x)));
  return f32x4.add(total, f32x4.mul(g, row));
}

/** Updates six targets from `slot` on; what the input row gets adds up in `work` until the last block. */
// @ts-ignore: decorator
@inline
function updateBlock(input: usize, slot: usize, first: bool, last: bool): void {
  const at = targets + (slot << 2), from = gradients + (slot << 2), length = rowBytes, sum = work;
  const r0: usize = load<u32>(at), r1: usize = load<u32>(at, 4), r2: usize = load<u32>(at, 8);
  const r3: usize = load<u32>(at, 12), r4: usize = load<u32>(at, 16), r5: usize = load<u32>(at, 20);
  const g0 = v128.load32_splat(from), g1 = v128.load32_splat(from, 4), g2 = v128.load32_splat(from, 8);
  const g3 = v128.load32_splat(from, 12), g4 = v128.load32_splat(from, 16), g5 = v128.load32_splat(from, 20);
  for (let k: usize = 0; k < length; k += 16) {
    const x = v128.load(input + k);
    let total = first ? f32x4.splat(0) : v128.load(sum + k);
    total = update(total, g0, r0 + k, x);
    total = update(total, g1, r1 + k, x);
    total = update(total, g2, r2 + k, x);
    total = update(total, g3, r3 + k, x);
    total = update(total, g4, r4 + k, x);
    total = update(total, g5, r5 + k, x);
    if (last) v128.store(input + k, f32x4.add(x, total));
    else v128.store(sum + k, total);
  }
}

/** One pair whose negatives all differ, in one block. */
function trainBlock(input: usize, alpha: f32): void {
  dotBlock(input, 0, alpha);
  updateBlock(input, 0, true, true);
}

/** One pair whose negatives all differ, in several blocks. */
function trainBlocks(input: usize, alpha: f32): void {
  const last = slots - block;
  for (let slot: usize = 0; slot < slots; slot += block) dotBlock(input, slot, alpha);
  updateBlock(input, 0, true, false);
  for (let slot = block; slot < last; slot += block) updateBlock(input, slot, false, false);
  updateBlock(input, last, false, true);
}

/** One pair, target after target. */
function trainOneByOne(input: usize, alpha: f32): void {
  const centre: usize = load<u32>(targets);
  const length = rowBytes, sum = work;
  memory.fill(sum, 0, length);
  for (let slot: usize = 0; slot <= negative; slot++) {
    const row: usize = load<u32>(targets + (slot << 2));
    if (slot > 0 && row == centre) continue;
    let dots = f32x4.splat(0);
    for (let k: usize = 0; k < length; k += 16) {
      dots = f32x4.add(dots, f32x4.mul(v128.load(input + k), v128.load(row + k)));
    }
    const even = f32x4.extract_lane(dots, 0) + f32x4.extract_lane(dots, 2);
    const odd = f32x4.extract_lane(dots, 1) + f32x4.extract_lane(dots, 3);
    const g = f32x4.splat(gradient(even + odd, slot == 0 ? 1 : 0, alpha, sigmoid));
    for (let k: usize = 0; k < length; k += 16) {
      v128.store(sum + k, update(v128.load(sum + k), g, row + k, v128.load(input + k)));
    }
  }
  for (let k: usize = 0; k < length; k += 16) {
    v128.store(input + k, f32x4.add(v128.load(input + k), v128.load(sum + k)));
  }
}

/** Trains one job; `first` is the state of the generator of negatives. */
export function train(sentences: i32, alpha: f32, first: f64): void {
  seed(<u64>first);
  const negatives = targets + 4;
  for (let sentence = 0; sentence < sentences; sentence++) {
    const start = load<i32>(starts + (<usize>sentence << 2));
    const end = load<i32>(starts + (<usize>sentence << 2), 4);
    for (let i = start; i < end; i++) {
      const reach = window - load<i32>(shrink + (<usize>i << 2));
      const to = min(end, i + reach + 1);
      const centre = <u32>(syn1 + <usize>load<u32>(words + (<usize>i << 2)) * rowBytes);
      store<u32>(targets, centre);
      for (let slot = negative + 1; slot < slots; slot++) store<u32>(targets + (slot << 2), centre);
      for (let j = max(start, i - reach); j < to; j++) {
        if (j == i) continue;
        const input = syn0 + <usize>load<u32>(words + (<usize>j << 2)) * rowBytes;
        draw(negatives, negative, syn1, rowBytes);
        if (repeats(negatives, negative)) trainOneByOne(input, alpha);
        else if (slots == block) trainBlock(input, alpha);
        else trainBlocks(input, alpha);
      }
    }
  }
}
