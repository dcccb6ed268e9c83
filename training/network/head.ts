import { exp, log } from '../../core/math.ts';
import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';
import type { Batch } from './packing.ts';

/** What a batch was worth: summed over its texts. */
export type Outcome = { readonly loss: number; readonly correct: number };

/** The last layer, from the texts' states to class probabilities and the loss. */
export type Head = {
  /** Logits of plan.last. */
  forward(batch: Batch): void;
  /**
   * Turns the logits into probabilities: loss in nats, hits by the largest probability (the first of equals).
   * @param probabilities [texts of the whole set, classes]; batch.order[i]'s go to row places[batch.order[i]]; null: not kept
   */
  score(batch: Batch, probabilities: Float32Array | null, places: Uint32Array | null): Outcome;
  /** After `score`: gradients of the mean loss of the batch, down to plan.dLast. */
  backward(batch: Batch): void;
};

const least = 2 ** -52;
const most = 1 - 2 ** -52;

/** -log p with p held within [2⁻⁵², 1 - 2⁻⁵²], so that a loss is finite unless p is NaN. */
export const nats = (p: number): number => -log(p < least ? least : p > most ? most : p);

/** Place of the largest value, the first of equals. */
export const indexOfLargest = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] as number) > (values[best] as number)) best = at;
  return best;
};

/**
 * Dense layer, softmax, categorical cross-entropy.
 * @param labels class of each text, by its index into the texts
 */
export const createSoftmaxHead = ({ kernel, floats }: Machine, plan: NetworkPlan, labels: Uint32Array): Head => {
  const { outputWidth: width, classWidth, last, dLast, logits, transposed, zeros, values, gradients } = plan;
  const { classes } = plan.shape;
  const { kernel: matrix, bias } = plan.head;
  const row = new Float64Array(classes);

  const softmax = (at: number): void => {
    let top = -Infinity;
    for (let c = 0; c < classes; c++) top = Math.max(top, floats[at + c] as number);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const value = exp((floats[at + c] as number) - top);
      row[c] = value;
      sum += value;
    }
    for (let c = 0; c < classes; c++) {
      row[c] = (row[c] as number) / sum;
      floats[at + c] = row[c] as number;
    }
  };

  return {
    forward: ({ texts }) => {
      const w = values + matrix.offset * 4;
      const start = values + bias.offset * 4;
      kernel.multiply(texts, classWidth, width, last, width * 4, w, width, start, 0, logits, classWidth * 4);
    },
    score: ({ texts, order }, probabilities, places) => {
      let loss = 0;
      let correct = 0;
      for (let i = 0; i < texts; i++) {
        const text = order[i] as number;
        const label = labels[text] as number;
        softmax(logits / 4 + i * classWidth);
        loss += nats(row[label] as number);
        if (indexOfLargest(row) === label) correct++;
        if (probabilities !== null && places !== null) probabilities.set(row, (places[text] as number) * classes);
      }
      return { loss, correct };
    },
    backward: ({ texts, order }) => {
      for (let i = 0; i < texts; i++) {
        const at = logits / 4 + i * classWidth;
        const label = at + (labels[order[i] as number] as number);
        floats[label] = (floats[label] as number) - 1;
        for (let c = 0; c < classes; c++) floats[at + c] = (floats[at + c] as number) / texts;
      }
      const dw = gradients + matrix.offset * 4;
      kernel.multiplyTransposed(
        texts,
        width,
        classWidth,
        last,
        width * 4,
        logits,
        classWidth * 4,
        dw,
        width,
        plan.packed,
      );
      kernel.addColumnSums(texts, classWidth, logits, gradients + bias.offset * 4);
      kernel.transposePanels(width, classWidth, values + matrix.offset * 4, width, transposed, width);
      const from = [logits, classWidth * 4, transposed, classWidth] as const;
      kernel.multiply(texts, width, classWidth, ...from, zeros, 0, dLast, width * 4);
    },
  };
};
