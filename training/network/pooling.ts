import { createAttention } from './attention.ts';
import type { AttentionMatrices } from './head-layout.ts';
import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';
import type { LayerPlan } from './layer-layout.ts';
import type { Layer } from './layer.ts';

/** The state of each direction after the last token that it reads of a text, the backward one's being the first. */
const createLastPooling = ({ kernel, floats }: Machine, plan: NetworkPlan, top: LayerPlan): Layer => {
  const bytes = plan.width * 4;
  const directions = top.directions.length;
  return {
    forward: ({ texts }) => kernel.gatherRows(texts * directions, plan.finals, bytes, top.output, plan.last),
    backward: ({ texts, positions }) => {
      floats.fill(0, top.dOutput / 4, top.dOutput / 4 + positions * plan.outputWidth);
      kernel.scatterRows(texts * directions, plan.finals, bytes, plan.dLast, top.dOutput);
    },
  };
};

/** The mean of the outputs at a text's own positions. */
const createMeanPooling = ({ kernel }: Machine, plan: NetworkPlan, top: LayerPlan): Layer => {
  const { counts, outputWidth, last, dLast } = plan;
  return {
    forward: ({ steps }) => kernel.meanForward(steps, counts, outputWidth, top.output, last),
    backward: ({ steps }) => kernel.meanBackward(steps, counts, outputWidth, dLast, top.dOutput),
  };
};

/** Each unit's largest output at a text's own positions; of equal ones the first gets the gradient. */
const createMaxPooling = ({ kernel }: Machine, plan: NetworkPlan, top: LayerPlan): Layer => {
  const { counts, outputWidth, last, dLast, pooling } = plan;
  return {
    forward: ({ steps }) => kernel.maxForward(steps, counts, outputWidth, top.output, last, pooling.places),
    backward: ({ steps }) => kernel.maxBackward(steps, counts, outputWidth, dLast, pooling.places, top.dOutput),
  };
};

/** From the last recurrent layer's output [P, D] to one row per text, plan.last [rows, D]; back, it overwrites all of dOutput. */
export const createPooling = (machine: Machine, plan: NetworkPlan, top: LayerPlan): Layer => {
  const { pooling } = plan.shape.model;
  switch (pooling) {
    case 'last':
      return createLastPooling(machine, plan, top);
    case 'mean':
      return createMeanPooling(machine, plan, top);
    case 'max':
      return createMaxPooling(machine, plan, top);
    case 'attention':
      return createAttention(machine, plan, top, plan.attention as AttentionMatrices);
    default:
      return pooling satisfies never;
  }
};
