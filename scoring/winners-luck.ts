import type { Metric } from '../core/grid.ts';
import { lessIsBetter } from '../core/grid.ts';
import { createStream } from '../core/random.ts';
import { percentile } from './percentile.ts';
import { sixDigits } from './six-digits.ts';
import { agree } from './told-apart.ts';
import type { Draw } from './weighted-score.ts';
import { createWeightedScore } from './weighted-score.ts';

/** What the best of all trials may be expected to score on new texts, with a 95 % interval; to 6 digits. */
export type Selection = { readonly estimate: number; readonly low: number; readonly high: number };

export type LuckInput = {
  readonly by: Metric;
  readonly positive: number; // place of the label that f1 is about; read for f1 alone
  readonly classes: number;
  readonly classOfRow: ArrayLike<number>; // of the corpus
  readonly heldOut: readonly Uint32Array[]; // rows of each split, in the order of the predictions
  readonly trials: number; // how many will be added: more of them are given fewer resamples
};

export type WinnersLuck = {
  readonly resamples: number;
  /** @param probabilities of each split's held-out rows, float32 [rows, classes] */
  readonly add: (probabilities: readonly Float32Array[]) => void;
  readonly selection: () => Selection | null; // null where nothing was added, or no row is ever left over
};

const [fewest, most] = [200, 1000];
const budget = 1e9; // rows looked at for each resample of each trial: some seconds
const limit = 2e11; // beyond: minutes, at the fewest resamples
const bytes = 2 ** 28; // of drawn counts that are held

/** Rows looked at in one resample of one trial; a split costs as much as some rows, an area more than a count. */
const workOf = ({ by, heldOut, classes }: Omit<LuckInput, 'classOfRow'>): number => {
  const rows = heldOut.reduce((sum, split) => sum + split.length, 0);
  return (by === 'rocAuc' ? 3 * rows * (classes === 2 ? 1 : classes) : rows) + 20 * classes * heldOut.length;
};

/** How many resamples such a sweep is given, by its size alone; 0 where even the fewest take minutes or fill the memory. */
export const resamplesOf = (input: Omit<LuckInput, 'classOfRow'>): number => {
  const work = workOf(input) * input.trials;
  const rows = input.heldOut.reduce((sum, split) => sum + split.length, 0);
  const may = Math.min(most, Math.floor(bytes / rows), Math.max(fewest, Math.floor(budget / work)));
  return may < fewest || work * fewest > limit ? 0 : may;
};

/** How often each held-out row of a split counts in each resample, and how often rows of each class do. */
type Draws = {
  readonly truth: Uint32Array; // [rows]
  readonly times: Uint8Array; // [resample × row]
  readonly ofClasses: Uint32Array; // [resample × class]
};

const countClasses = (times: Uint8Array, truth: Uint32Array, classes: number): Uint32Array => {
  const counts = new Uint32Array(truth.length === 0 ? 0 : (times.length / truth.length) * classes);
  for (let at = 0; at < times.length; at++) {
    const resample = Math.floor(at / truth.length);
    counts[resample * classes + (truth[at % truth.length] as number)]! += times[at] as number;
  }
  return counts;
};

/** Rows of the corpus drawn with replacement, a row of several splits once for all of them. */
const drawRows = ({ heldOut, classOfRow, classes }: LuckInput, resamples: number): readonly Draws[] => {
  const places = new Int32Array(classOfRow.length).fill(-1); // among the rows that any split holds out
  let held = 0;
  for (const split of heldOut) for (const row of split) if (places[row] === -1) places[row] = held++;
  const all = heldOut.map((split) => new Uint8Array(split.length * resamples));
  for (let resample = 0; resample < resamples; resample++) {
    const stream = createStream('winners luck', resample);
    const times = new Uint8Array(held);
    for (let drawn = 0; drawn < held; drawn++) times[stream.below(held)]! += 1; // 256 of one row: chance below 1e-500
    for (const [at, split] of heldOut.entries()) {
      const out = all[at] as Uint8Array;
      for (let n = 0; n < split.length; n++)
        out[resample * split.length + n] = times[places[split[n] as number] as number] as number;
    }
  }
  return heldOut.map((split, at) => {
    const truth = Uint32Array.from(split, (row) => classOfRow[row] as number);
    const times = all[at] as Uint8Array;
    return { truth, times, ofClasses: countClasses(times, truth, classes) };
  });
};

/** One resample of a split: the rows drawn. */
const drawnOf = ({ truth, times, ofClasses }: Draws, classes: number, resample: number): Draw => ({
  times,
  from: resample * truth.length,
  ofClasses,
  classesFrom: resample * classes,
});

/** One resample of a split: the rows left over, each once. */
const leftOf = ({ truth, times }: Draws, classes: number, resample: number): Draw => {
  const own = times.subarray(resample * truth.length, (resample + 1) * truth.length);
  const left = own.map((time) => (time === 0 ? 1 : 0));
  return { times: left, from: 0, ofClasses: countClasses(left, truth, classes), classesFrom: 0 };
};

/** Mean over the splits that have a value; null where none has. */
const meanOfSplits = (splits: number, value: (split: number) => number | null): number | null => {
  let sum = 0;
  let count = 0;
  for (let split = 0; split < splits; split++) {
    const one = value(split);
    if (one === null) continue;
    sum += one;
    count++;
  }
  return count === 0 ? null : sum / count;
};

/**
 * Bootstrap bias-corrected estimate of the best trial's score, from held-out predictions and without training anything: rows
 * are drawn with replacement, the best trial on those is chosen, and it is scored on the rows that were not drawn; the mean
 * over all resamples, and its 2.5 and 97.5 percentiles. Scores are means over the splits as in the leaderboard; a row that
 * several repeats hold out is drawn once for all. Trials are added one at a time and none is kept. Of equal trials the one
 * added first is chosen: add them in an order that does not depend on scores.
 * @throws {RangeError} where a trial's predictions do not fit the held-out rows, or `resamplesOf` the input is 0
 * @see Tsamardinos, Greasidou & Borboudakis 2018, "Bootstrapping the out-of-sample predictions for efficient and accurate
 * cross-validation", algorithms 4 and 5
 */
export const createWinnersLuck = (input: LuckInput): WinnersLuck => {
  const { by, positive, classes } = input;
  const resamples = resamplesOf(input);
  if (resamples === 0) throw new RangeError(`${input.trials} trials are too many for the winner's luck`);
  const sign = lessIsBetter(by) ? -1 : 1;
  const draws = drawRows(input, resamples);
  const chosen = new Float64Array(resamples).fill(NaN); // scores on the rows drawn
  const left = new Float64Array(resamples).fill(NaN); // on those left over

  const add = (probabilities: readonly Float32Array[]): void => {
    const scores = draws.map(({ truth }, split) => {
      const own = probabilities[split] ?? new Float32Array();
      if (own.length !== truth.length * classes)
        throw new RangeError('predictions of other rows than the splits hold out');
      return createWeightedScore({ probabilities: own, truth, classes }, by, positive);
    });
    const scoreOf = (drawOf: typeof drawnOf, resample: number): number | null =>
      meanOfSplits(scores.length, (split) => scores[split]!(drawOf(draws[split] as Draws, classes, resample)));
    for (let at = 0; at < resamples; at++) {
      const own = scoreOf(drawnOf, at);
      const best = chosen[at] as number;
      if (own === null || (!Number.isNaN(best) && (sign * (own - best) <= 0 || agree(own, best)))) continue;
      chosen[at] = own;
      left[at] = scoreOf(leftOf, at) ?? NaN;
    }
  };

  const selection = (): Selection | null => {
    const known = left.filter((value) => !Number.isNaN(value)).sort();
    if (known.length === 0) return null;
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const end = (p: number): number => sixDigits(percentile(known, p));
    return { estimate: sixDigits(mean), low: end(0.025), high: end(0.975) };
  };
  return { resamples, add, selection };
};
