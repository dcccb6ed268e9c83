import { fadeAway } from './fade';

/**
 * RMSprop as Keras has it: v = ρ v + (1 - ρ) g², w -= rate · g / √(v + ε). constants: rate, ρ, 1 - ρ, ε.
 * @see Tieleman & Hinton 2012, lecture 6.5
 */
export function rmsprop(count: i32, constants: usize, w: usize, g: usize, v: usize): void {
  const rate = v128.load32_splat(constants);
  const rho = v128.load32_splat(constants, 4);
  const rest = v128.load32_splat(constants, 8);
  const epsilon = v128.load32_splat(constants, 12);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const gradient = v128.load(g + at);
    const square = f32x4.mul(gradient, gradient);
    const v1 = fadeAway(f32x4.add(f32x4.mul(rho, v128.load(v + at)), f32x4.mul(rest, square)));
    v128.store(v + at, v1);
    const step = f32x4.div(f32x4.mul(rate, gradient), f32x4.sqrt(f32x4.add(v1, epsilon)));
    v128.store(w + at, f32x4.sub(v128.load(w + at), step));
  }
}

/** What steps without a gradient do, all at once: v alone fades. idle: its fifth number, ρ to their number. */
export function rmspropIdle(count: i32, idle: usize, v: usize): void {
  const fade = v128.load32_splat(idle, 16);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) v128.store(v + at, fadeAway(f32x4.mul(v128.load(v + at), fade)));
}
