import { pow } from '../../core/math.ts';
import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/**
 * Adam with Keras' defaults over all weights; learnt vectors too, densely: every row of the table moves in every step, as
 * its moments say, whether or not its token came up, as in Keras.
 * @returns the update of step 1, 2, …; its state is that number and the moments in the machine
 */
export const createAdam = ({ kernel }: Machine, plan: NetworkPlan, learningRate: number) => {
  const { values, gradients, firstMoments, secondMoments, parameters, table, marks, dx, vectorWidth } = plan;
  const rests = [1 - beta1, 1 - beta2, epsilon] as const;
  return (step: number): void => {
    const rate = (learningRate * Math.sqrt(1 - pow(beta2, step))) / (1 - pow(beta1, step));
    kernel.adam(parameters, values, gradients, firstMoments, secondMoments, rate, ...rests);
    if (!plan.shape.trainable) return;
    const moments = [table.firstMoments, table.secondMoments] as const;
    kernel.adamRows(plan.shape.vocabulary, marks, vectorWidth * 4, table.values, dx, ...moments, rate, ...rests);
  };
};
