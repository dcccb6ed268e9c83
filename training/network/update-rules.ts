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
  /** The share of a weight that decays in a step. */
  readonly decay: (learningRate: number) => number;
};

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;
const momentum = 0.9;
const rho = 0.9;
const weightDecay = 0.004;

const adamRate = (learningRate: number, step: number): number =>
  (learningRate * Math.sqrt(1 - pow(beta2, step))) / (1 - pow(beta1, step));

const adamWith = (decay: (learningRate: number) => number): UpdateRule => ({
  kernel: 0,
  moments: 2,
  constants: (learningRate, step) => [adamRate(learningRate, step), 1 - beta1, 1 - beta2, epsilon, decay(learningRate)],
  fades: [beta1, beta2],
  drift: adamRate,
  decay,
});

/** Keras 3's optimisers with its defaults, but the momentum of sgd, which is 0 there. */
export const updateRules = {
  adam: adamWith(() => 0),
  adamw: adamWith((learningRate) => weightDecay * learningRate),
  sgd: {
    kernel: 1,
    moments: 1,
    constants: (learningRate) => [learningRate, momentum],
    fades: [momentum, 1],
    drift: () => 1,
    decay: () => 0,
  },
  rmsprop: {
    kernel: 2,
    moments: 1,
    constants: (learningRate) => [learningRate, rho, 1 - rho, epsilon],
    fades: [1, rho],
    drift: () => 0,
    decay: () => 0,
  },
} as const satisfies Readonly<Record<TrainOptions['optimizer'], UpdateRule>>;
