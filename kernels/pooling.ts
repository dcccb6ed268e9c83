import { tanh4 } from './activations';

// From the outputs at all positions to one row per text. Positions are packed as in recurrence.ts: counts[t] rows at step t, text i in
// row i of each step that it has; rows of `width` floats, a multiple of 4. Sums run in ascending steps.

@inline
function countAt(counts: usize, step: i32): i32 {
  return load<i32>(counts + ((<usize>step) << 2));
}

/** Divides row i by the length of text i. */
function overLengths(steps: i32, counts: usize, bytes: usize, rows: usize): void {
  let length = steps;
  for (let i = 0; i < load<i32>(counts); i++, rows += bytes) {
    while (countAt(counts, length - 1) <= i) length--;
    const by = f32x4.splat(<f32>length);
    for (let at: usize = 0; at < bytes; at += 16) v128.store(rows + at, f32x4.div(v128.load(rows + at), by));
  }
}

/** to[i] = Σ h / length of text i */
export function meanForward(steps: i32, counts: usize, width: i32, h: usize, to: usize): void {
  const bytes = (<usize>width) << 2;
  memory.copy(to, h, <usize>load<i32>(counts) * bytes);
  h += <usize>load<i32>(counts) * bytes;
  for (let t = 1; t < steps; t++) {
    const size = <usize>countAt(counts, t) * bytes;
    for (let at: usize = 0; at < size; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(h + at)));
    h += size;
  }
  overLengths(steps, counts, bytes, to);
}

/** dh = d / length of the text, at each of its positions; d [texts, width] is used up. */
export function meanBackward(steps: i32, counts: usize, width: i32, d: usize, dh: usize): void {
  const bytes = (<usize>width) << 2;
  overLengths(steps, counts, bytes, d);
  for (let t = 0; t < steps; t++) {
    const size = <usize>countAt(counts, t) * bytes;
    memory.copy(dh, d, size);
    dh += size;
  }
}

/** to[i] = the largest h of text i, NaN if one is NaN; places[i]: its step, the first of equals. */
export function maxForward(steps: i32, counts: usize, width: i32, h: usize, to: usize, places: usize): void {
  const bytes = (<usize>width) << 2;
  const all = <usize>load<i32>(counts) * bytes;
  memory.copy(to, h, all);
  memory.fill(places, 0, all);
  h += all;
  for (let t = 1; t < steps; t++) {
    const size = <usize>countAt(counts, t) * bytes;
    const step = i32x4.splat(t);
    for (let at: usize = 0; at < size; at += 16) {
      const before = v128.load(to + at);
      const value = v128.load(h + at);
      v128.store(places + at, v128.bitselect(step, v128.load(places + at), f32x4.gt(value, before)));
      v128.store(to + at, f32x4.max(before, value));
    }
    h += size;
  }
}

/** dh = d where the largest value was, else 0. */
export function maxBackward(steps: i32, counts: usize, width: i32, d: usize, places: usize, dh: usize): void {
  const bytes = (<usize>width) << 2;
  for (let t = 0; t < steps; t++) {
    const size = <usize>countAt(counts, t) * bytes;
    const step = i32x4.splat(t);
    for (let at: usize = 0; at < size; at += 16) {
      v128.store(dh + at, v128.and(v128.load(d + at), i32x4.eq(v128.load(places + at), step)));
    }
    dh += size;
  }
}

@inline
function dot(bytes: usize, a: usize, b: usize): f32 {
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  const pairs = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** u = tanh u [positions, width]; scores [positions] = u · context. */
export function attentionScores(positions: i32, width: i32, u: usize, context: usize, scores: usize): void {
  const bytes = (<usize>width) << 2;
  for (let p = 0; p < positions; p++, u += bytes, scores += 4) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(u + at, tanh4(v128.load(u + at)));
    store<f32>(scores, dot(bytes, u, context));
  }
}

/** to[i] = Σ shares · h */
export function attentionSum(steps: i32, counts: usize, width: i32, shares: usize, h: usize, to: usize): void {
  const bytes = (<usize>width) << 2;
  memory.fill(to, 0, <usize>load<i32>(counts) * bytes);
  for (let t = 0; t < steps; t++) {
    let row = to;
    for (let i = countAt(counts, t); i > 0; i--, row += bytes, h += bytes, shares += 4) {
      const share = v128.load32_splat(shares);
      for (let at: usize = 0; at < bytes; at += 16) {
        v128.store(row + at, f32x4.add(v128.load(row + at), f32x4.mul(share, v128.load(h + at))));
      }
    }
  }
}

/** dShares [positions] = d of the text · h; dh = share · d of the text. */
export function attentionSpread(
  steps: i32, counts: usize, width: i32, shares: usize, h: usize, d: usize, dShares: usize, dh: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let t = 0; t < steps; t++) {
    let row = d;
    for (let i = countAt(counts, t); i > 0; i--, row += bytes, h += bytes, dh += bytes, shares += 4, dShares += 4) {
      const share = v128.load32_splat(shares);
      for (let at: usize = 0; at < bytes; at += 16) v128.store(dh + at, f32x4.mul(share, v128.load(row + at)));
      store<f32>(dShares, dot(bytes, row, h));
    }
  }
}

/** From the scores' gradients: dContext += Σ dScores · u; u gets its own gradient before the tanh. */
export function attentionBackward(positions: i32, width: i32, dScores: usize, context: usize, u: usize, dContext: usize): void {
  const bytes = (<usize>width) << 2;
  const one = f32x4.splat(1);
  for (let p = 0; p < positions; p++, u += bytes, dScores += 4) {
    const slope = v128.load32_splat(dScores);
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(u + at);
      v128.store(dContext + at, f32x4.add(v128.load(dContext + at), f32x4.mul(slope, value)));
      const du = f32x4.mul(slope, v128.load(context + at));
      v128.store(u + at, f32x4.mul(du, f32x4.sub(one, f32x4.mul(value, value))));
    }
  }
}
