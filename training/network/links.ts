import { exp } from '../../core/math.ts';
import type { ModelOptions } from '../../core/grid.ts';

/** From logits at floats[at …] to probabilities of all classes, and back. */
export type Link = {
  /** Overwrites the logits by their probabilities and gives those of all classes, in doubles. */
  probabilities(at: number, row: Float64Array): void;
  /** After `probabilities`: gradients of the cross-entropy by the logits, divided by `by`. */
  gradients(at: number, label: number, by: number): void;
};

const createSoftmax = (floats: Float32Array, classes: number): Link => ({
  probabilities: (at, row) => {
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
  },
  gradients: (at, label, by) => {
    floats[at + label] = (floats[at + label] as number) - 1;
    for (let c = 0; c < classes; c++) floats[at + c] = (floats[at + c] as number) / by;
  },
});

/** One logit, that of the second class; both probabilities are computed from it, so that neither loses digits beside 1. */
const createSigmoid = (floats: Float32Array): Link => ({
  probabilities: (at, row) => {
    const logit = floats[at] as number;
    row[0] = 1 / (1 + exp(logit));
    row[1] = 1 / (1 + exp(-logit));
    floats[at] = row[1];
  },
  gradients: (at, label, by) => {
    floats[at] = ((floats[at] as number) - label) / by;
  },
});

/** @param floats the machine's memory; the sigmoid has two classes */
export const createLink = (floats: Float32Array, head: ModelOptions['head'], classes: number): Link =>
  head === 'sigmoid' ? createSigmoid(floats) : createSoftmax(floats, classes);
