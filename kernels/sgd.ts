import { fadeAway } from './fade';

/**
 * Gradient descent with momentum as Keras has it: m = momentum · m - rate · g, w += m. constants: rate, momentum.
 * @see Polyak 1964; Sutskever et al. 2013, eq. 1 and 2
 */
export function sgd(count: i32, constants: usize, w: usize, g: usize, m: usize): void {
  const rate = v128.load32_splat(constants);
  const momentum = v128.load32_splat(constants, 4);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const m1 = fadeAway(f32x4.sub(f32x4.mul(v128.load(m + at), momentum), f32x4.mul(v128.load(g + at), rate)));
    v128.store(m + at, m1);
    v128.store(w + at, f32x4.add(v128.load(w + at), m1));
  }
}

/** What steps without a gradient do, all at once: w += m · Σ momentumʲ. idle: that sum; its fourth number, momentum to their number. */
export function sgdIdle(count: i32, idle: usize, w: usize, m: usize): void {
  const drift = v128.load32_splat(idle);
  const fade = v128.load32_splat(idle, 12);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const m0 = v128.load(m + at);
    v128.store(m + at, fadeAway(f32x4.mul(m0, fade)));
    v128.store(w + at, f32x4.add(v128.load(w + at), f32x4.mul(m0, drift)));
  }
}
