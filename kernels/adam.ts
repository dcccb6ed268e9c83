import { fadeAway } from './fade';

/**
 * Adam as Keras has it, over `count` weights, a multiple of 4; with decoupled weight decay, which may be 0.
 * constants: learning rate · √(1 - β2ᵗ) / (1 - β1ᵗ), 1 - β1, 1 - β2, ε, the share of a weight that decays.
 * @see Kingma & Ba 2014, arXiv:1412.6980, end of section 2; Loshchilov & Hutter 2017, arXiv:1711.05101
 */
export function adam(count: i32, constants: usize, w: usize, g: usize, m: usize, v: usize): void {
  const rate = v128.load32_splat(constants);
  const rest1 = v128.load32_splat(constants, 4);
  const rest2 = v128.load32_splat(constants, 8);
  const epsilon = v128.load32_splat(constants, 12);
  const decay = v128.load32_splat(constants, 16);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const gradient = v128.load(g + at);
    const m0 = v128.load(m + at);
    const v0 = v128.load(v + at);
    const m1 = fadeAway(f32x4.add(m0, f32x4.mul(f32x4.sub(gradient, m0), rest1)));
    const v1 = f32x4.add(v0, f32x4.mul(f32x4.sub(f32x4.mul(gradient, gradient), v0), rest2));
    v128.store(m + at, m1);
    v128.store(v + at, v1);
    const step = f32x4.div(f32x4.mul(m1, rate), f32x4.add(f32x4.sqrt(v1), epsilon));
    const w0 = v128.load(w + at);
    v128.store(w + at, f32x4.sub(f32x4.sub(w0, f32x4.mul(w0, decay)), step));
  }
}

/**
 * What steps without a gradient do, all at once. They move a weight by m · Σ rate · β1ʲ / (√(v β2ʲ) + ε), j from 1 to their number.
 * With b = β2^(j/2), x = (1 - b) / b and δ = ε / (√v + ε), one over the root's sum is (1 - δ x + δ² x² - …) / (b (√v + ε)): drift0,
 * drift1 and drift2 are the sums of rate · β1ʲ / b · xⁿ. What is left out is below a millionth of the movement: where x is not small, β1ʲ is.
 */
export function adamIdle(count: i32, constants: usize, idle: usize, w: usize, m: usize, v: usize): void {
  const epsilon = v128.load32_splat(constants, 12);
  const drift0 = v128.load32_splat(idle);
  const drift1 = v128.load32_splat(idle, 4);
  const drift2 = v128.load32_splat(idle, 8);
  const fade1 = v128.load32_splat(idle, 12);
  const fade2 = v128.load32_splat(idle, 16);
  const decay = v128.load32_splat(idle, 20);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const m0 = v128.load(m + at);
    const v0 = v128.load(v + at);
    const below = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.sqrt(v0), epsilon));
    const share = f32x4.mul(epsilon, below);
    const drift = f32x4.add(drift0, f32x4.mul(share, f32x4.sub(f32x4.mul(share, drift2), drift1)));
    const step = f32x4.mul(f32x4.mul(m0, drift), below);
    v128.store(m + at, fadeAway(f32x4.mul(m0, fade1)));
    v128.store(v + at, f32x4.mul(v0, fade2));
    const w0 = v128.load(w + at);
    v128.store(w + at, f32x4.sub(f32x4.sub(w0, f32x4.mul(w0, decay)), step));
  }
}
