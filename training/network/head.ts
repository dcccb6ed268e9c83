import { log } from '../../core/math.ts';
import { createDense } from './dense.ts';
import type { Machine } from './kernel.ts';
import type { NetworkPlan } from './layout.ts';
import { createLink } from './links.ts';
import type { Batch } from './packing.ts';

/** What a batch was worth: summed over its texts. */
export type Outcome = { readonly loss: number; readonly correct: number };

/** The last layer, from the texts' states to class probabilities and the loss. */
export type Head = {
  /** Logits of plan.last. */
  forward(batch: Batch): void;
  /**
   * Turns the logits into probabilities: loss in nats, weighted by the texts' classes; hits by the largest probability (the
   * first of equals).
   */
  score(batch: Batch): Outcome;
  /**
   * Turns the logits into probabilities and keeps them.
   * @param probabilities [texts of the whole set, classes]; batch.order[i]'s go to row places[batch.order[i]]
   */
  deliver(batch: Batch, probabilities: Float32Array, places: Uint32Array): void;
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
 * Dense layer, softmax or sigmoid, cross-entropy: Σ weight · -log p of the true class over the number of texts, as Keras has it.
 * @param labels class of each text, by its index into the texts
 * @param weights of each class
 */
export const createHead = (machine: Machine, plan: NetworkPlan, labels: Uint32Array, weights: Float64Array): Head => {
  const { classWidth, logits } = plan;
  const { classes, model } = plan.shape;
  const dense = createDense(machine, plan);
  const link = createLink(machine.floats, model.head, classes);
  const row = new Float64Array(classes);
  const place = (i: number): number => logits / 4 + i * classWidth;

  return {
    forward: dense.forward,
    score: ({ texts, order }) => {
      let loss = 0;
      let correct = 0;
      for (let i = 0; i < texts; i++) {
        const label = labels[order[i] as number] as number;
        link.probabilities(place(i), row);
        loss += (weights[label] as number) * nats(row[label] as number);
        if (indexOfLargest(row) === label) correct++;
      }
      return { loss, correct };
    },
    deliver: ({ texts, order }, probabilities, places) => {
      for (let i = 0; i < texts; i++) {
        link.probabilities(place(i), row);
        probabilities.set(row, (places[order[i] as number] as number) * classes);
      }
    },
    backward: (batch) => {
      const { texts, order } = batch;
      for (let i = 0; i < texts; i++) {
        const label = labels[order[i] as number] as number;
        link.gradients(place(i), label, texts / (weights[label] as number));
      }
      dense.backward(batch);
    },
  };
};
