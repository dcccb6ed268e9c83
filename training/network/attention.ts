import { exp } from '../../core/math.ts';
import type { AttentionMatrices } from './head-layout.ts';
import type { Machine } from './kernel.ts';
import type { LayerPlan } from './layer-layout.ts';
import type { Layer } from './layer.ts';
import type { NetworkPlan } from './layout.ts';
import { addressOf } from './matrix.ts';
import type { Batch } from './packing.ts';

/** What follows from the scores of each text alone, in doubles. */
const createShares = ({ floats, words }: Machine, plan: NetworkPlan) => {
  const { scores, shares } = plan.pooling;
  const perText = new Float64Array(plan.shape.rows);
  const other = new Float64Array(plan.shape.rows);
  const eachPosition = ({ steps }: Batch, visit: (text: number, share: number, score: number) => void): void => {
    let position = 0;
    for (let step = 0; step < steps; step++) {
      const active = words[plan.counts / 4 + step] as number;
      for (let text = 0; text < active; text++, position++) visit(text, shares / 4 + position, scores / 4 + position);
    }
  };
  return {
    /** Softmax of the scores over the positions of each text. */
    forward: (batch: Batch): void => {
      perText.fill(-Infinity, 0, batch.texts);
      other.fill(0, 0, batch.texts);
      eachPosition(batch, (text, _, score) => {
        perText[text] = Math.max(perText[text] as number, floats[score] as number);
      });
      eachPosition(batch, (text, share, score) => {
        const power = exp((floats[score] as number) - (perText[text] as number));
        floats[share] = power;
        other[text]! += power;
      });
      eachPosition(batch, (text, share) => {
        floats[share] = (floats[share] as number) / (other[text] as number);
      });
    },
    /** From the gradients of the shares, where the scores were, to those of the scores. */
    backward: (batch: Batch): void => {
      perText.fill(0, 0, batch.texts);
      eachPosition(batch, (text, share, score) => {
        perText[text]! += (floats[share] as number) * (floats[score] as number);
      });
      eachPosition(batch, (text, share, score) => {
        floats[score] = (floats[share] as number) * ((floats[score] as number) - (perText[text] as number));
      });
    },
  };
};

/**
 * Additive attention over a text's own positions: u_t = tanh(W h_t + b), a = softmax over t of u_t · context, s = Σ a_t h_t.
 * @see Yang et al. 2016, Hierarchical Attention Networks for Document Classification, eq. 5 to 7
 */
export const createAttention = (
  machine: Machine,
  plan: NetworkPlan,
  top: LayerPlan,
  matrices: AttentionMatrices,
): Layer => {
  const { kernel } = machine;
  const { counts, outputWidth: width, last, dLast, transposed, packed } = plan;
  const { u, shares, scores } = plan.pooling;
  const [w, bias, context] = [matrices.kernel, matrices.bias, matrices.context].map((each) =>
    addressOf(plan.values, each),
  ) as [number, number, number];
  const [dw, dBias, dContext] = [matrices.kernel, matrices.bias, matrices.context].map((each) =>
    addressOf(plan.gradients, each),
  ) as [number, number, number];
  const bytes = width * 4;
  const softmax = createShares(machine, plan);
  return {
    forward: (batch) => {
      kernel.multiply(batch.positions, width, width, top.output, bytes, w, width, bias, 0, u, bytes);
      kernel.attentionScores(batch.positions, width, u, context, scores);
      softmax.forward(batch);
      kernel.attentionSum(batch.steps, counts, width, shares, top.output, last);
    },
    backward: (batch) => {
      const { steps, positions } = batch;
      kernel.attentionSpread(steps, counts, width, shares, top.output, dLast, scores, top.dOutput);
      softmax.backward(batch);
      kernel.attentionBackward(positions, width, scores, context, u, dContext);
      kernel.multiplyTransposed(positions, width, width, top.output, bytes, u, bytes, dw, width, packed);
      kernel.addColumnSums(positions, width, u, dBias);
      kernel.transposePanels(width, width, w, width, transposed, width);
      const onTop = [top.dOutput, bytes, top.dOutput, bytes] as const;
      kernel.multiply(positions, width, width, u, bytes, transposed, width, ...onTop);
    },
  };
};
