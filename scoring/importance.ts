import { createStream } from '../core/random.ts';
import { effectOf, effectsOf } from './effects.ts';
import type { Effect, Levels } from './effects.ts';
import { percentile } from './percentile.ts';
import { residualVariance } from './residual-variance.ts';
import { sixDigits } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { correctedFactor, splitsOf } from './split-facts.ts';

/** How much of the variance of the trials' means an axis explains alone, or a pair beyond its two axes; to 6 digits. */
export type Share<Name> = {
  readonly axes: readonly [Name] | readonly [Name, Name];
  readonly share: number; // 0 to 1
  readonly low: number | null; // 95 % interval over folds drawn again; null of a single split
  readonly high: number | null;
  readonly byLuck: number | null; // what an effect of its size takes on the average where nothing but luck differs
};

export type Importance<Name> =
  | {
      readonly state: 'known';
      readonly axes: readonly Share<Name>[]; // in the order given; those with several values
      readonly pairs: readonly Share<Name>[];
      readonly rest: number; // share of what three and more axes do together
      readonly sd: number; // of the trials' means, n below
    }
  | { readonly state: 'unknown'; readonly reason: string };

export type ImportanceInput<Name> = {
  readonly axes: readonly { readonly name: Name; readonly levels: number }[];
  /** Scored trials: which value of each axis (from 0), and the scores per split. */
  readonly trials: readonly { readonly place: readonly number[]; readonly values: readonly number[] }[];
  readonly missing: number; // trials of the grid without a score: failed, or not decided yet
  readonly split: SplitFacts;
};

const resamples = 1000;
const most = 4e8; // steps through cells, pairs and folds: some seconds

/** Sums of products over all cells, [fold][fold]: the sum of squares of any mean of folds is a form in it. */
type Gram = readonly Float64Array[];

const gramOf = (ofFolds: readonly Float64Array[], each: number): Gram =>
  ofFolds.map((a) =>
    Float64Array.from(ofFolds, (b) => each * a.reduce((sum, value, at) => sum + value * (b[at] as number), 0)),
  );

/** Sum of squares of the mean of folds, each taken so many times. */
const squaresOf = (gram: Gram, times: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < gram.length; i++) {
    for (let j = 0; j < gram.length; j++)
      sum += (times[i] as number) * (times[j] as number) * ((gram[i] as Float64Array)[j] as number);
  }
  return sum / (gram.length * gram.length);
};

const drawFolds = (folds: number): readonly Float64Array[] => {
  const stream = createStream('importance', folds);
  return Array.from({ length: folds < 2 ? 0 : resamples }, () => {
    const times = new Float64Array(folds);
    for (let drawn = 0; drawn < folds; drawn++) times[stream.below(folds)]! += 1;
    return times;
  });
};

const centred = (scores: Float64Array): Float64Array => {
  const middle = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  return scores.map((value) => value - middle);
};

/** Why shares of variance cannot be had exactly, or null. */
const obstacle = <Name>({ axes, trials, missing }: ImportanceInput<Name>, levels: Levels): string | null => {
  const cells = levels.reduce((product, count) => product * count, 1);
  if (missing > 0) return `${missing} of ${missing + trials.length} trials have no score: the grid is not full`;
  if (trials.length < 2) return 'a single trial has no variance';
  const seen = new Set(trials.map(({ place }) => place.join(' ')));
  if (trials.length !== cells || seen.size !== cells)
    return `the ${trials.length} trials are not all ${cells} combinations of the axes' values`;
  const folds = trials[0]?.values.length as number;
  const steps = trials.length * folds * (axes.length * axes.length + folds);
  return steps > most ? `${trials.length} trials on ${folds} splits are too many to take apart` : null;
};

const shareOf = <Name>(
  input: ImportanceInput<Name>,
  { axes, degreesOfFreedom }: Effect,
  own: Gram,
  whole: Gram,
  draws: readonly Float64Array[],
): Share<Name> => {
  const once = new Float64Array(whole.length).fill(1);
  const drawn = Float64Array.from(draws, (times) => squaresOf(own, times) / squaresOf(whole, times)).sort();
  const factor = correctedFactor(input.split);
  const scores = input.trials.map(({ values }) => values);
  const luck = factor === null ? null : degreesOfFreedom * factor * residualVariance(scores);
  const ends = (p: number): number | null => (drawn.length === 0 ? null : sixDigits(percentile(drawn, p)));
  return {
    axes: axes.map((axis) => (input.axes[axis] as { name: Name }).name) as unknown as Share<Name>['axes'],
    share: sixDigits(squaresOf(own, once) / squaresOf(whole, once)),
    low: ends(0.025),
    high: ends(0.975),
    byLuck: luck === null ? null : sixDigits(Math.min(1, luck / squaresOf(whole, once))),
  };
};

/**
 * Shares of the variance of the trials' means by axis and by pair of axes: a functional analysis of variance, which on a full
 * grid is the plain one, exact and the same in any order of the axes. Intervals by drawing the folds again, 1,000 times from a
 * stream of their own number, so that the same scores give the same bits.
 * @see Hutter, Hoos & Leyton-Brown 2014, "An efficient approach for assessing hyperparameter importance"; Fisher 1925
 */
export const importance = <Name>(input: ImportanceInput<Name>): Importance<Name> => {
  const levels = input.axes.map((axis) => axis.levels);
  const reason = obstacle(input, levels);
  if (reason !== null) return { state: 'unknown', reason };
  const places = input.trials.map(({ place }) => place);
  const folds = Array.from({ length: input.trials[0]?.values.length as number }, (_, fold) =>
    Float64Array.from(input.trials, ({ values }) => values[fold] as number),
  );
  const whole = gramOf(folds.map(centred), 1);
  const total = squaresOf(whole, new Float64Array(folds.length).fill(1));
  if (total / places.length < 1e-24) return { state: 'unknown', reason: 'all trials have the same score' };
  const draws = drawFolds(splitsOf(input.split) < 2 ? 1 : folds.length);
  const shares = effectsOf(levels).map((effect) => {
    const size = effect.axes.reduce((product, axis) => product * (levels[axis] as number), 1);
    const own = gramOf(
      folds.map((scores) => effectOf(scores, places, effect.axes, levels)),
      places.length / size,
    );
    return shareOf(input, effect, own, whole, draws);
  });
  return {
    state: 'known',
    axes: shares.filter(({ axes }) => axes.length === 1),
    pairs: shares.filter(({ axes }) => axes.length === 2),
    rest: sixDigits(Math.max(0, 1 - shares.reduce((sum, { share }) => sum + share, 0))),
    sd: sixDigits(Math.sqrt(total / places.length)),
  };
};
