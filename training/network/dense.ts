import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';
import { addressOf } from './matrix.ts';
import type { Batch } from './packing.ts';

/** The head's weights: from plan.last to logits, and from the logits' gradients, in their place, to plan.dLast. */
export const createDense = ({ kernel }: Machine, plan: NetworkPlan) => {
  const { outputWidth, classWidth, last, dLast, logits, transposed, zeros, packed } = plan;
  const bytes = outputWidth * 4;
  const logitBytes = classWidth * 4;
  const w = addressOf(plan.values, plan.head.kernel);
  const bias = addressOf(plan.values, plan.head.bias);
  const dw = addressOf(plan.gradients, plan.head.kernel);
  return {
    forward: ({ texts }: Batch): void =>
      kernel.multiply(texts, classWidth, outputWidth, last, bytes, w, outputWidth, bias, 0, logits, logitBytes),
    backward: ({ texts }: Batch): void => {
      const from = [logits, logitBytes] as const;
      kernel.multiplyTransposed(texts, outputWidth, classWidth, last, bytes, ...from, dw, outputWidth, packed);
      kernel.addColumnSums(texts, classWidth, logits, addressOf(plan.gradients, plan.head.bias));
      kernel.transposePanels(outputWidth, classWidth, w, outputWidth, transposed, outputWidth);
      kernel.multiply(texts, outputWidth, classWidth, ...from, transposed, classWidth, zeros, 0, dLast, bytes);
    },
  };
};
