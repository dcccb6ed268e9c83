import type { TrainOptions } from '../../../core/grid.ts';

/** A weight and what an optimiser keeps of it, in doubles. */
export type PlainWeight = { w: number; first: number; second: number };

type Rule = (weight: PlainWeight, gradient: number, learningRate: number, step: number) => void;

const adam: Rule = (weight, gradient, learningRate, step) => {
  weight.first = 0.9 * weight.first + 0.1 * gradient;
  weight.second = 0.999 * weight.second + 0.001 * gradient ** 2;
  const rate = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
  weight.w -= (rate * weight.first) / (Math.sqrt(weight.second) + 1e-7);
};

/** Keras' optimizers as their papers and its defaults have them. */
export const plainRules: Readonly<Record<TrainOptions['optimizer'], Rule>> = {
  adam,
  adamw: (weight, gradient, learningRate, step) => {
    weight.w -= 0.004 * learningRate * weight.w;
    adam(weight, gradient, learningRate, step);
  },
  sgd: (weight, gradient, learningRate) => {
    weight.first = 0.9 * weight.first - learningRate * gradient;
    weight.w += weight.first;
  },
  rmsprop: (weight, gradient, learningRate) => {
    weight.first = 0.9 * weight.first + 0.1 * gradient ** 2;
    weight.w -= (learningRate * gradient) / Math.sqrt(weight.first + 1e-7);
  },
};
