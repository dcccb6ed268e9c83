import { adam, adamIdle } from './adam';
import { rmsprop, rmspropIdle } from './rmsprop';
import { sgd, sgdIdle } from './sgd';

// Which rule moves the weights is a number: 0 Adam, 1 gradient descent with momentum, 2 RMSprop. first, second: its moments; the last two
// rules have but the first.

/** Moves `count` weights, a multiple of 4, by their gradients. */
export function move(rule: i32, count: i32, constants: usize, w: usize, g: usize, first: usize, second: usize): void {
  if (rule == 0) adam(count, constants, w, g, first, second);
  else if (rule == 1) sgd(count, constants, w, g, first);
  else rmsprop(count, constants, w, g, first);
}

/** Moves rows index[i] of a table of [·, width] by rows i of the gradients; since[row] becomes `step`. */
export function moveRows(
  rule: i32, count: i32, index: usize, width: i32, since: usize, step: i32, constants: usize, w: usize, g: usize, first: usize, second: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let i = 0; i < count; i++, index += 4, g += bytes) {
    const row = load<u32>(index);
    store<i32>(since + ((<usize>row) << 2), step);
    const at = <usize>row * bytes;
    move(rule, width, constants, w + at, g, first + at, second + at);
  }
}

/**
 * Gives rows index[i], or with index = 0 the first `count`, the steps without a gradient that they are behind: from step since[row] to
 * `step`. idle: 8 numbers for each step from `base` on, what the steps from there to `step` come to.
 */
export function catchUpRows(
  rule: i32, count: i32, index: usize, width: i32, since: usize, base: i32, step: i32, constants: usize, idle: usize,
  w: usize, first: usize, second: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let i = 0; i < count; i++) {
    const row = index ? load<u32>(index + ((<usize>i) << 2)) : i;
    const place = since + ((<usize>row) << 2);
    const last = load<i32>(place);
    if (last == step) continue;
    store<i32>(place, step);
    const entry = idle + ((<usize>(last - base)) << 5);
    const at = <usize>row * bytes;
    if (rule == 0) adamIdle(width, constants, entry, w + at, first + at, second + at);
    else if (rule == 1) sgdIdle(width, entry, w + at, first + at);
    else rmspropIdle(width, entry, first + at);
  }
}

/** In doubles, so that no square is infinite that need not be: two sums side by side, added at the end. `count` a multiple of 4. */
export function sumOfSquares(count: i32, from: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const four = v128.load(from + at);
    const two = f64x2.promote_low_f32x4(four);
    const rest = f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(two, two));
    high = f64x2.add(high, f64x2.mul(rest, rest));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** values[i] *= factor; count a multiple of 4. */
export function scaleAll(count: i32, factor: f32, values: usize): void {
  const by = f32x4.splat(factor);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) v128.store(values + at, f32x4.mul(v128.load(values + at), by));
}

/** Largest size of `count` values, a multiple of 4; NaN if one is NaN. */
export function largest(count: i32, from: usize): f32 {
  let most = f32x4.splat(0);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) most = f32x4.max(most, f32x4.abs(v128.load(from + at)));
  const two = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.max(two, v128.shuffle<f32>(two, two, 1, 0, 3, 2)), 0);
}
