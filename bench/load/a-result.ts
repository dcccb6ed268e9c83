import type { FoldResult } from '../../core/results.ts';

const heldOut = 326; // of the sample corpus
const epochs = 25;

/** A result of the usual size. */
export const aResult = (): FoldResult => ({
  state: 'scored',
  scores: { accuracy: 0.8, balancedAccuracy: 0.8, macroF1: 0.8, weightedF1: 0.8, mcc: 0.6, rocAuc: 0.9, logLoss: 0.4 },
  f1ByClass: [0.8, 0.8],
  confusion: [
    [120, 30],
    [36, 140],
  ],
  cost: 1e9,
  curves: {
    loss: Array.from({ length: epochs }, (_, at) => 0.7 / (at + 1.1)),
    accuracy: Array.from({ length: epochs }, (_, at) => at / 33),
    heldOutLoss: Array.from({ length: epochs }, (_, at) => 0.8 / (at + 1.1)),
    heldOutAccuracy: Array.from({ length: epochs }, (_, at) => at / 37),
  },
  predictions: {
    rows: Uint32Array.from({ length: heldOut }, (_, at) => at),
    probabilities: new Float32Array(2 * heldOut).fill(0.5),
  },
});
