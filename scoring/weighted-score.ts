import type { Metric } from '../core/grid.ts';
import { log } from '../core/math.ts';
import { countMetrics } from './confusion.ts';
import type { Scored } from './roc.ts';
import { least, predictedClasses } from './score-fold.ts';

/** A metric of one split's rows, each counted so many times; null where it has no value, as of no row at all. */
export type WeightedScore = (times: Uint8Array, from: number) => number | null;

/** Mean of a number per row. */
const weightedMean =
  (ofRow: Float64Array): WeightedScore =>
  (times, from) => {
    let sum = 0;
    let count = 0;
    for (let row = 0; row < ofRow.length; row++) {
      const time = times[from + row] as number;
      sum += time * (ofRow[row] as number);
      count += time;
    }
    return count === 0 ? null : sum / count;
  };

const correctOf = (scored: Scored): Float64Array => {
  const predicted = predictedClasses(scored);
  return Float64Array.from(scored.truth, (actual, row) => (predicted[row] === actual ? 1 : 0));
};

const natsOf = ({ probabilities, truth, classes }: Scored): Float64Array =>
  Float64Array.from(truth, (actual, row) => {
    const given = probabilities[row * classes + actual] as number;
    return -log(Math.min(Math.max(given, least), 1 - least));
  });

/** A metric of the confusion matrix of the rows. */
const fromCounts = (scored: Scored, of: (confusion: readonly (readonly number[])[]) => number): WeightedScore => {
  const { truth, classes } = scored;
  const predicted = predictedClasses(scored);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  return (times, from) => {
    for (const row of confusion) row.fill(0);
    let count = 0;
    for (let row = 0; row < truth.length; row++) {
      const time = times[from + row] as number;
      (confusion[truth[row] as number] as number[])[predicted[row] as number]! += time;
      count += time;
    }
    return count === 0 ? null : of(confusion);
  };
};

/** Area under the ROC curve of one class against the rest: pairs counted upwards in runs of equal scores. */
const areaOf = ({ probabilities, truth, classes }: Scored, positive: number): WeightedScore => {
  const score = (row: number): number => probabilities[row * classes + positive] as number;
  const order = Uint32Array.from(truth.keys()).sort((a, b) => score(a) - score(b));
  const ends = Uint8Array.from(order, (row, at) => (score(row) === score(order[at + 1] ?? NaN) ? 0 : 1)); // last of a run
  return (times, from) => {
    let [halves, positives, negatives, ofRun, others] = [0, 0, 0, 0, 0];
    for (let at = 0; at < order.length; at++) {
      const row = order[at] as number;
      if (truth[row] === positive) ofRun += times[from + row] as number;
      else others += times[from + row] as number;
      if (ends[at] === 0) continue;
      halves += ofRun * (2 * negatives + others);
      positives += ofRun;
      negatives += others;
      ofRun = others = 0;
    }
    return positives === 0 || negatives === 0 ? null : halves / 2 / (positives * negatives);
  };
};

const rocAucOf = (scored: Scored): WeightedScore => {
  if (scored.classes === 2) return areaOf(scored, 1);
  const areas = Array.from({ length: scored.classes }, (_, positive) => areaOf(scored, positive));
  return (times, from) => {
    let sum = 0;
    for (const area of areas) {
      const value = area(times, from);
      if (value === null) return null;
      sum += value;
    }
    return sum / areas.length;
  };
};

const f1Of =
  (positive: number) =>
  (confusion: readonly (readonly number[])[]): number => {
    const hits = confusion[positive]?.[positive] as number;
    let edges = 0;
    for (let c = 0; c < confusion.length; c++)
      edges += (confusion[positive]?.[c] as number) + (confusion[c]?.[positive] as number);
    return edges === 0 ? 0 : (2 * hits) / edges;
  };

/**
 * A metric of a split's held-out rows as a function of how often each counts; with every row once it is that of `scoreFold`.
 * @param positive place of the label that f1 is about; read for f1 alone
 */
export const createWeightedScore = (scored: Scored, by: Metric, positive: number): WeightedScore => {
  switch (by) {
    case 'accuracy':
      return weightedMean(correctOf(scored));
    case 'logLoss':
      return weightedMean(natsOf(scored));
    case 'rocAuc':
      return rocAucOf(scored);
    case 'f1':
      return fromCounts(scored, f1Of(positive));
    case 'balancedAccuracy':
    case 'macroF1':
    case 'weightedF1':
    case 'mcc':
      return fromCounts(scored, (confusion) => countMetrics(confusion)[by]);
    default:
      return by satisfies never;
  }
};
