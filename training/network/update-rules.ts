import type { TrainOptions } from '../../core/grid.ts';
import { pow } from '../../core/math.ts';

/** How an optimiser moves a weight in a step, in numbers that the kernel reads; see kernels/optimisers.ts. */
export type UpdateRule = {
  readonly kernel: number; // which rule of the kernel
  readonly moments: number; // numbers kept beside each weight
  readonly constants: (learningRate: number, step: number) => readonly number[];
  /** Factors by which a step without a gradient shrinks the first and the second number. */
  readonly fades: readonly [first: number, second: number];
  /** What such a step moves a weight by, in units of its first number over the root of its second (or of the first alone). */
  readonly drift: (learningRate: number, step: number) => number;
  /** What weight decay leaves of a weight in a step. */
  readonly kept: (learningRate: number) => number;
};

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;
const momentum = 0.9;
const rho = 0.9;
const decay = 0.004;

const adamRate = (learningRate: number, step: number): number =>
  (learningRate * Math.sqrt(1 - pow(beta2, step))) / (1 - pow(beta1, step));

const adamWith = (kept: (learningRate: number) => number): UpdateRule => ({
  kernel: 0,
  moments: 2,
  constants: (learningRate, step) => [adamRate(learningRate, step), 1 - beta1, 1 - beta2, epsilon, kept(learningRate)],
  fades: [beta1, beta2],
  drift: adamRate,
  kept,
});

/** Keras 3's optimisers with its defaults, but the momentum of sgd, which is 0 there. */
export const updateRules = {
  adam: adamWith(() => 1),
  adamw: adamWith((learningRate) => 1 - decay * learningRate),
  sgd: {
    kernel: 1,
    moments: 1,
    constants: (learningRate) => [learningRate, momentum],
    fades: [momentum, 1],
    drift: () => 1,
    kept: () => 1,
  },
  rmsprop: {
    kernel: 2,
    moments: 1,
    constants: (learningRate) => [learningRate, rho, 1 - rho, epsilon],
    fades: [1, rho],
    drift: () => 0,
    kept: () => 1,
  },
} as const satisfies Readonly<Record<TrainOptions['optimizer'], UpdateRule>>;
