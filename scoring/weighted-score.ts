import type { Metric } from '../core/grid.ts';
import { log } from '../core/math.ts';
import type { Scored } from './roc.ts';
import { least, predictedClasses } from './score-fold.ts';

/** How often each row of one split counts; behind `from` in a list of many draws. */
export type Draw = {
  readonly times: Uint8Array;
  readonly from: number;
  readonly ofClasses: Uint32Array; // how often rows of each true class count, behind `classesFrom`
  readonly classesFrom: number;
};

/** A metric of one split's rows as they are drawn; null where it has no value, as of no row at all. */
export type WeightedScore = (draw: Draw) => number | null;

/** What the metrics of counts read: rows of each class, rows called so, and those of both. */
type Margins = { readonly truth: Float64Array; readonly called: Float64Array; readonly hits: Float64Array };

/** A metric of counts; only the rows that are classed wrong are looked at, which of good trials are few. */
const fromMargins = (scored: Scored, of: (margins: Margins) => number): WeightedScore => {
  const { truth, classes } = scored;
  const predicted = predictedClasses(scored);
  const wrong = Uint32Array.from(truth.keys()).filter((row) => predicted[row] !== truth[row]);
  const actual = wrong.map((row) => truth[row] as number);
  const called = wrong.map((row) => predicted[row] as number);
  const empty = (): Float64Array => new Float64Array(classes);
  const margins = { truth: empty(), called: empty(), hits: empty() };
  return ({ times, from, ofClasses, classesFrom }) => {
    let count = 0;
    for (let c = 0; c < classes; c++) {
      const own = ofClasses[classesFrom + c] as number;
      margins.truth[c] = margins.called[c] = margins.hits[c] = own;
      count += own;
    }
    if (count === 0) return null;
    for (let at = 0; at < wrong.length; at++) {
      const time = times[from + (wrong[at] as number)] as number;
      const c = actual[at] as number;
      margins.hits[c]! -= time;
      margins.called[c]! -= time;
      margins.called[called[at] as number]! += time;
    }
    return of(margins);
  };
};

const accuracy = ({ truth, hits }: Margins): number => {
  let [right, all] = [0, 0];
  for (let c = 0; c < truth.length; c++) {
    right += hits[c] as number;
    all += truth[c] as number;
  }
  return right / all;
};

const balancedAccuracy = ({ truth, hits }: Margins): number => {
  let [sum, present] = [0, 0];
  for (let c = 0; c < truth.length; c++) {
    if (truth[c] === 0) continue;
    sum += (hits[c] as number) / (truth[c] as number);
    present++;
  }
  return sum / present;
};

/** 0 for a class that is neither there nor predicted. */
const f1Of = ({ truth, called, hits }: Margins, c: number): number => {
  const edges = (truth[c] as number) + (called[c] as number);
  return edges === 0 ? 0 : (2 * (hits[c] as number)) / edges;
};

const macroF1 = (margins: Margins): number => {
  let [sum, seen] = [0, 0];
  for (let c = 0; c < margins.truth.length; c++) {
    if ((margins.truth[c] as number) + (margins.called[c] as number) === 0) continue;
    sum += f1Of(margins, c);
    seen++;
  }
  return sum / seen;
};

const weightedF1 = (margins: Margins): number => {
  let [sum, all] = [0, 0];
  for (let c = 0; c < margins.truth.length; c++) {
    sum += f1Of(margins, c) * (margins.truth[c] as number);
    all += margins.truth[c] as number;
  }
  return sum / all;
};

/** @see Gorodkin 2004, the R_K statistic */
const mcc = ({ truth, called, hits }: Margins): number => {
  let [all, right, together, ofTruth, ofCalled] = [0, 0, 0, 0, 0];
  for (let c = 0; c < truth.length; c++) {
    const [t, p] = [truth[c] as number, called[c] as number];
    all += t;
    right += hits[c] as number;
    together += t * p;
    ofTruth += t * t;
    ofCalled += p * p;
  }
  const below = Math.sqrt((all * all - ofTruth) * (all * all - ofCalled));
  return below === 0 ? 0 : (right * all - together) / below;
};

const ofCounts = { accuracy, balancedAccuracy, macroF1, weightedF1, mcc } as const;

const logLossOf = ({ probabilities, truth, classes }: Scored): WeightedScore => {
  const nats = Float64Array.from(truth, (actual, row) => {
    const given = probabilities[row * classes + actual] as number;
    return -log(Math.min(Math.max(given, least), 1 - least));
  });
  return ({ times, from }) => {
    let [sum, count] = [0, 0];
    for (let row = 0; row < nats.length; row++) {
      const time = times[from + row] as number;
      sum += time * (nats[row] as number);
      count += time;
    }
    return count === 0 ? null : sum / count;
  };
};

/** Area under the ROC curve of one class against the rest: pairs counted upwards in runs of equal scores. */
const areaOf = ({ probabilities, truth, classes }: Scored, positive: number): WeightedScore => {
  const score = (row: number): number => probabilities[row * classes + positive] as number;
  const order = Uint32Array.from(truth.keys()).sort((a, b) => score(a) - score(b));
  const ends = Uint8Array.from(order, (row, at) => (score(row) === score(order[at + 1] ?? NaN) ? 0 : 1)); // last of a run
  return ({ times, from }) => {
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
  return (draw) => {
    let sum = 0;
    for (const area of areas) {
      const value = area(draw);
      if (value === null) return null;
      sum += value;
    }
    return sum / areas.length;
  };
};

/**
 * A metric of a split's held-out rows as a function of how often each counts; with every row once it is that of `scoreFold`.
 * @param positive place of the label that f1 is about; read for f1 alone
 */
export const createWeightedScore = (scored: Scored, by: Metric, positive: number): WeightedScore => {
  switch (by) {
    case 'logLoss':
      return logLossOf(scored);
    case 'rocAuc':
      return rocAucOf(scored);
    case 'f1':
      return fromMargins(scored, (margins) => f1Of(margins, positive));
    default:
      return fromMargins(scored, ofCounts[by]);
  }
};
