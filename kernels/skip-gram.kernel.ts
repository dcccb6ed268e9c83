// Skip-gram with negative sampling over one job, four float32 lanes at a time, in the fixed order that
// training/word2vec/plain-kernel.ts spells out: the two give the same bits.
//
// Inside a pair the rows of syn1 are independent of each other unless a negative repeats. So six rows are worked on
// together: six dot products in one pass over the input row, then six updates in a second pass. A pair with a repeated
// negative goes row by row. Rows are addressed by byte; a row's length is a multiple of four floats, padded with zeros.

const block: usize = 6; // rows of syn1 worked on together; more do not fit the sixteen registers of x86-64

let syn0: usize = 0; // input rows
let syn1: usize = 0; // output rows
let rowBytes: usize = 0;
let cumulative: usize = 0; // u32 per row: cumulative share of draws, the last one 2³¹ − 1
let guide: usize = 0; // u32 per bucket of 2¹⁵ draws: the first row that the bucket can draw; one bucket more at the end
let sigmoid: usize = 0; // f32 [1000]
let words: usize = 0; // u32: rows of the job's words
let starts: usize = 0; // u32: where each sentence starts in `words`, and where the last ends
let shrink: usize = 0; // u32 per word: how much smaller than `window` its window is
let window: i32 = 0;
let negative: usize = 0;
let targets: usize = 0; // u32 [2 * window][slots]: addresses of the rows of syn1 for each pair of one centre
let slots: usize = 0; // 1 + negative, rounded up to a multiple of `block`
let gradients: usize = 0; // f32 [slots]
let work: usize = 0; // f32 [rowBytes / 4]

export function setUp(
  syn0At: usize, syn1At: usize, bytesOfRow: usize, cumulativeAt: usize, guideAt: usize, sigmoidAt: usize,
  wordsAt: usize, startsAt: usize, shrinkAt: usize, scratchAt: usize, windowSize: i32, negatives: usize,
): void {
  syn0 = syn0At;
  syn1 = syn1At;
  rowBytes = bytesOfRow;
  cumulative = cumulativeAt;
  guide = guideAt;
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

/** Draws the negatives of `pairs` pairs into `targets`; the next state of the generator. */
function draw(centre: usize, pairs: i32, first: u64): u64 {
  let state = first;
  for (let pair = 0, at = targets; pair < pairs; pair++, at += slots * 4) {
    store<u32>(at, <u32>centre);
    for (let slot: usize = 1; slot <= negative; slot++) {
      const bits = <u32>(state >> 16);
      let share = (bits & 0x7fffffff) + (bits >> 31); // bits mod 2³¹ − 1
      if (share >= 0x7fffffff) share -= 0x7fffffff;
      const bucket = guide + ((share >> 15) << 2);
      let low = load<u32>(bucket);
      let high = load<u32>(bucket, 4);
      while (low < high) {
        const middle = (low + high) >> 1;
        if (load<u32>(cumulative + (middle << 2)) < share) low = middle + 1;
        else high = middle;
      }
      store<u32>(at + (slot << 2), <u32>(syn1 + <usize>low * rowBytes));
      state = (state * 25214903917 + 11) & 0xffffffffffff;
    }
    for (let slot = negative + 1; slot < slots; slot++) store<u32>(at + (slot << 2), <u32>centre);
  }
  return state;
}

/** Whether two negatives of the pair at `at` are the same row. */
function repeats(at: usize): bool {
  if (negative == 5) {
    const four = v128.load(at, 4);
    const last = v128.load32_splat(at, 20);
    const same = v128.or(
      v128.or(
        i32x4.eq(four, v128.shuffle<i32>(four, four, 1, 2, 3, 0)),
        i32x4.eq(four, v128.shuffle<i32>(four, four, 2, 3, 0, 1)),
      ),
      i32x4.eq(four, last),
    );
    return v128.any_true(same);
  }
  for (let one: usize = 2; one <= negative; one++) {
    const row = load<u32>(at + (one << 2));
    for (let other: usize = 1; other < one; other++) if (load<u32>(at + (other << 2)) == row) return true;
  }
  return false;
}

/** (label − σ(dot)) · alpha; 0 where |dot| ≥ 6. */
// @ts-ignore: decorator
@inline
function gradient(dot: f32, label: f32, alpha: f32): f32 {
  if (!(dot > -6.0 && dot < 6.0)) return 0;
  const place = <u32>((<f64>dot + 6.0) * 83.0);
  return (label - load<f32>(sigmoid + (place << 2))) * alpha;
}

/** Dot products of the input row with the six rows at `at`, turned into gradients. */
// @ts-ignore: decorator
@inline
function dotBlock(input: usize, at: usize, out: usize, first: bool, alpha: f32): void {
  const centre = load<u32>(targets);
  let x = input;
  const end = input + rowBytes;
  let p0: usize = load<u32>(at), p1: usize = load<u32>(at, 4), p2: usize = load<u32>(at, 8);
  let p3: usize = load<u32>(at, 12), p4: usize = load<u32>(at, 16), p5: usize = load<u32>(at, 20);
  const r1 = p1, r2 = p2, r3 = p3, r4 = p4, r5 = p5, r0 = p0;
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0), s4 = f32x4.splat(0), s5 = f32x4.splat(0);
  while (x < end) {
    const value = v128.load(x);
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(p0)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(p1)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(p2)));
    s3 = f32x4.add(s3, f32x4.mul(value, v128.load(p3)));
    s4 = f32x4.add(s4, f32x4.mul(value, v128.load(p4)));
    s5 = f32x4.add(s5, f32x4.mul(value, v128.load(p5)));
    x += 16; p0 += 16; p1 += 16; p2 += 16; p3 += 16; p4 += 16; p5 += 16;
  }
  // (lane 0 + lane 2) + (lane 1 + lane 3) of each sum
  const s01 = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
  const s23 = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
  const s45 = f32x4.add(v128.shuffle<f32>(s4, s5, 0, 4, 1, 5), v128.shuffle<f32>(s4, s5, 2, 6, 3, 7));
  const d0 = f32x4.add(v128.shuffle<f32>(s01, s23, 0, 1, 4, 5), v128.shuffle<f32>(s01, s23, 2, 3, 6, 7));
  const d4 = f32x4.add(s45, v128.shuffle<f32>(s45, s45, 2, 3, 0, 1));
  store<f32>(out, first ? gradient(f32x4.extract_lane(d0, 0), 1, alpha) : r0 == centre ? <f32>0 : gradient(f32x4.extract_lane(d0, 0), 0, alpha));
  store<f32>(out, r1 == centre ? <f32>0 : gradient(f32x4.extract_lane(d0, 1), 0, alpha), 4);
  store<f32>(out, r2 == centre ? <f32>0 : gradient(f32x4.extract_lane(d0, 2), 0, alpha), 8);
  store<f32>(out, r3 == centre ? <f32>0 : gradient(f32x4.extract_lane(d0, 3), 0, alpha), 12);
  store<f32>(out, r4 == centre ? <f32>0 : gradient(f32x4.extract_lane(d4, 0), 0, alpha), 16);
  store<f32>(out, r5 == centre ? <f32>0 : gradient(f32x4.extract_lane(d4, 1), 0, alpha), 20);
}

/** Updates the six rows at `at`, and the input row once the last block has been added to what it gets. */
// @ts-ignore: decorator
@inline
function updateBlock(input: usize, at: usize, from: usize, first: bool, last: bool): void {
  let x = input;
  const end = input + rowBytes;
  let sum = work;
  let p0: usize = load<u32>(at), p1: usize = load<u32>(at, 4), p2: usize = load<u32>(at, 8);
  let p3: usize = load<u32>(at, 12), p4: usize = load<u32>(at, 16), p5: usize = load<u32>(at, 20);
  const g0 = v128.load32_splat(from), g1 = v128.load32_splat(from, 4), g2 = v128.load32_splat(from, 8);
  const g3 = v128.load32_splat(from, 12), g4 = v128.load32_splat(from, 16), g5 = v128.load32_splat(from, 20);
  while (x < end) {
    const value = v128.load(x);
    let total = first ? f32x4.splat(0) : v128.load(sum);
    let row = v128.load(p0);
    total = f32x4.add(total, f32x4.mul(g0, row));
    v128.store(p0, f32x4.add(row, f32x4.mul(g0, value)));
    row = v128.load(p1);
    total = f32x4.add(total, f32x4.mul(g1, row));
    v128.store(p1, f32x4.add(row, f32x4.mul(g1, value)));
    row = v128.load(p2);
    total = f32x4.add(total, f32x4.mul(g2, row));
    v128.store(p2, f32x4.add(row, f32x4.mul(g2, value)));
    row = v128.load(p3);
    total = f32x4.add(total, f32x4.mul(g3, row));
    v128.store(p3, f32x4.add(row, f32x4.mul(g3, value)));
    row = v128.load(p4);
    total = f32x4.add(total, f32x4.mul(g4, row));
    v128.store(p4, f32x4.add(row, f32x4.mul(g4, value)));
    row = v128.load(p5);
    total = f32x4.add(total, f32x4.mul(g5, row));
    v128.store(p5, f32x4.add(row, f32x4.mul(g5, value)));
    if (last) v128.store(x, f32x4.add(value, total));
    else v128.store(sum, total);
    x += 16; p0 += 16; p1 += 16; p2 += 16; p3 += 16; p4 += 16; p5 += 16;
    if (!first || !last) sum += 16;
  }
}

/** One pair whose rows of syn1 are all different. */
function trainTogether(input: usize, at: usize, alpha: f32): void {
  if (slots == block) {
    dotBlock(input, at, gradients, true, alpha);
    updateBlock(input, at, gradients, true, true);
    return;
  }
  dotBlock(input, at, gradients, true, alpha);
  for (let slot = block; slot < slots; slot += block) {
    dotBlock(input, at + (slot << 2), gradients + (slot << 2), false, alpha);
  }
  updateBlock(input, at, gradients, true, false);
  const end = slots - block;
  for (let slot = block; slot < end; slot += block) {
    updateBlock(input, at + (slot << 2), gradients + (slot << 2), false, false);
  }
  updateBlock(input, at + (end << 2), gradients + (end << 2), false, true);
}

/** One pair, row of syn1 after row. */
function trainOneByOne(input: usize, at: usize, alpha: f32): void {
  const centre = load<u32>(at);
  memory.fill(work, 0, rowBytes);
  for (let slot: usize = 0; slot <= negative; slot++) {
    const row: usize = load<u32>(at + (slot << 2));
    if (slot > 0 && row == centre) continue;
    let sum = f32x4.splat(0);
    for (let k: usize = 0; k < rowBytes; k += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(input + k), v128.load(row + k)));
    const dot = (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 2)) + (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3));
    const g = f32x4.splat(gradient(dot, slot == 0 ? 1 : 0, alpha));
    for (let k: usize = 0; k < rowBytes; k += 16) {
      const old = v128.load(row + k);
      v128.store(work + k, f32x4.add(v128.load(work + k), f32x4.mul(g, old)));
      v128.store(row + k, f32x4.add(old, f32x4.mul(g, v128.load(input + k))));
    }
  }
  for (let k: usize = 0; k < rowBytes; k += 16) v128.store(input + k, f32x4.add(v128.load(input + k), v128.load(work + k)));
}

/** Trains one job; `state` is the 48-bit state of the generator of negatives. */
export function train(sentences: i32, alpha: f32, state: f64): void {
  let next = <u64>state;
  for (let sentence = 0; sentence < sentences; sentence++) {
    const start = load<i32>(starts + (<usize>sentence << 2));
    const end = load<i32>(starts + (<usize>sentence << 2), 4);
    for (let i = start; i < end; i++) {
      const reach = window - load<i32>(shrink + (<usize>i << 2));
      const from = max(start, i - reach);
      const to = min(end, i + reach + 1);
      if (to - from < 2) continue;
      next = draw(syn1 + <usize>load<u32>(words + (<usize>i << 2)) * rowBytes, to - from - 1, next);
      let at = targets;
      for (let j = from; j < to; j++) {
        if (j == i) continue;
        const input = syn0 + <usize>load<u32>(words + (<usize>j << 2)) * rowBytes;
        if (repeats(at)) trainOneByOne(input, at, alpha);
        else trainTogether(input, at, alpha);
        at += slots << 2;
      }
    }
  }
}
