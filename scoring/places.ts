import { byText } from '../core/by-text.ts';
import type { Metric } from '../core/grid.ts';
import { lessIsBetter } from '../core/grid.ts';
import { mean, standardDeviation } from './residual-variance.ts';
import { sixDigits, sixDigitsOrNull } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { splitsOf } from './split-facts.ts';
import type { Difference } from './told-apart.ts';
import { agree, createComparison } from './told-apart.ts';

/** What of a scored trial decides its place. */
export type Candidate = {
  readonly values: readonly number[]; // of the metric to rank by, in the order of the splits
  readonly cost: number;
  readonly name: string;
};

/** Where a trial stands among all scored ones, and what the folds tell of it. */
export type Place = {
  readonly rank: number;
  readonly group: 1 | 2; // 1: the folds do not show that it is worse than rank 1
  readonly withinOneSe: boolean;
  readonly take: boolean;
  readonly beatsBaseline: boolean | null; // null where there is no baseline in this metric
  readonly difference: Difference;
  readonly pValue: number | null;
};

/** Trials, best first, and the place of each; places are made when they are asked for, so that millions take little room. */
export type Placing<Each extends Candidate> = {
  readonly ordered: readonly Each[];
  readonly placeOf: (at: number) => Place;
  readonly leastDifference: number | null;
  readonly variance: number | null;
};

type Measured<Each> = { readonly each: Each; readonly values: readonly number[]; readonly mean: number };

const significance = 0.05;

/** Best mean first; equal means by cost, then by name. */
const inOrder = <Each extends Candidate>(candidates: readonly Each[], sign: 1 | -1): readonly Measured<Each>[] =>
  candidates
    .map((each) => ({ each, values: each.values, mean: mean(each.values) }))
    .toSorted((a, b) => {
      if (!agree(a.mean, b.mean)) return sign * (b.mean - a.mean);
      return a.each.cost - b.each.cost || byText(a.each.name, b.each.name);
    });

/**
 * Places of the trials within one standard error of the best, which is the first; those that equal it where there is none:
 * a single split has none, and repeats on the same held-out rows tell nothing of other rows.
 */
const withinOneSe = (ordered: readonly Measured<unknown>[], split: SplitFacts, sign: 1 | -1): readonly boolean[] => {
  const best = ordered[0] as Measured<unknown>;
  const deviation = splitsOf(split) < 2 ? null : standardDeviation(best.values);
  const error = (deviation ?? 0) / Math.sqrt(best.values.length);
  return ordered.map((each) => sign * (best.mean - each.mean) <= error || agree(best.mean - error, each.mean));
};

/** The place of the cheapest of those, the better ranked of equally cheap ones. */
const takeOf = (ordered: readonly Measured<Candidate>[], within: readonly boolean[]): number => {
  let take = 0;
  const costAt = (at: number): number => (ordered[at] as Measured<Candidate>).each.cost;
  for (let at = 1; at < ordered.length; at++) if (within[at] && costAt(at) < costAt(take)) take = at;
  return take;
};

/** Equal means share a rank. */
const ranksOf = (ordered: readonly Measured<unknown>[]): Uint32Array => {
  const ranks = new Uint32Array(ordered.length).fill(1);
  for (let at = 1; at < ordered.length; at++) {
    const [before, own] = [ordered[at - 1] as Measured<unknown>, ordered[at] as Measured<unknown>];
    ranks[at] = agree(own.mean, before.mean) ? (ranks[at - 1] as number) : at + 1;
  }
  return ranks;
};

/**
 * Places trials and says what the folds can tell apart: the only place where ranks, groups, p-values, intervals and marks are
 * made.
 * @param guessed the baseline's score in this metric; null: none
 * @see Tukey 1953 (all differences at once); Nadeau & Bengio 2003 (splits share training rows)
 */
export const placeTrials = <Each extends Candidate>(
  candidates: readonly Each[],
  { by, split, guessed }: { readonly by: Metric; readonly split: SplitFacts; readonly guessed: number | null },
): Placing<Each> => {
  const sign = lessIsBetter(by) ? -1 : 1;
  const ordered = inOrder(candidates, sign);
  const best = ordered[0];
  const placed = ordered.map(({ each }) => each);
  if (best === undefined) {
    const placeOf = (at: number): Place => {
      throw new RangeError(`place ${at} of no trials`);
    };
    return { ordered: placed, placeOf, leastDifference: null, variance: null };
  }
  const within = withinOneSe(ordered, split, sign);
  const take = takeOf(ordered, within);
  const ranks = ranksOf(ordered);
  const { compare, leastDifference, variance } = createComparison(
    ordered.map(({ values }) => values),
    split,
  );
  const placeOf = (at: number): Place => {
    const own = (ordered[at] as Measured<Each>).mean;
    const { pValue, difference } = compare(at, own - best.mean);
    return {
      rank: ranks[at] as number,
      group: pValue === null || pValue > significance ? 1 : 2,
      withinOneSe: within[at] as boolean,
      take: at === take,
      beatsBaseline: guessed === null ? null : sign * (sixDigits(own) - guessed) > 0,
      difference,
      pValue: sixDigitsOrNull(pValue),
    };
  };
  return { ordered: placed, placeOf, leastDifference, variance };
};
