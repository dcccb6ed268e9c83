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

/** From the last recurrent layer's output [P, D] to one row per text, plan.last [rows, D]; back, it overwrites all of dOutput. */
export const createPooling = (machine: Machine, plan: NetworkPlan, top: LayerPlan): Layer =>
  createLastPooling(machine, plan, top);
