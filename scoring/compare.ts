import { mean, standardDeviation } from './residual-variance.ts';
import { sixDigits, sixDigitsOrNull } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { correctedFactor } from './split-facts.ts';
import { agree, createComparison } from './told-apart.ts';

/** Two trials that were named beforehand, split by split: first less second. To 6 digits but `differences`. */
export type PairedComparison = {
  readonly differences: readonly number[]; // per split
  readonly mean: number;
  readonly sd: number | null; // of the differences; null of a single split
  readonly low: number | null; // 95 % interval of the mean; null where one split tells nothing
  readonly high: number | null;
  readonly t: number | null; // null also where the differences are the same in every split
  readonly degreesOfFreedom: number | null;
  readonly pValue: number | null; // two-sided
  readonly higher: number; // splits in which the first has the higher value
  readonly equal: number;
  readonly lower: number;
};

/**
 * Corrected resampled t-test of two trials on the same splits: the comparison of the leaderboard for two trials alone, so
 * that both never disagree.
 * @param first values of a metric per split
 * @param second the same of the other trial, on the same splits
 * @throws {RangeError} where the numbers of splits differ (a bug, not a user error)
 * @see Nadeau & Bengio 2003, "Inference for the generalization error"
 */
export const comparePair = (
  first: readonly number[],
  second: readonly number[],
  split: SplitFacts,
): PairedComparison => {
  if (first.length !== second.length)
    throw new RangeError(`two trials on ${first.length} and ${second.length} splits cannot be compared`);
  const differences = first.map((value, at) => value - (second[at] as number));
  const middle = mean(first) - mean(second);
  const { pValue, difference } = createComparison([second, first], split).compare(1, middle);
  const factor = correctedFactor(split);
  const sd = standardDeviation(differences);
  const error = factor === null || sd === null ? null : sd * Math.sqrt(factor);
  const count = (is: (difference: number) => boolean): number => differences.filter(is).length;
  return {
    differences,
    mean: difference.mean,
    sd: sixDigitsOrNull(sd),
    low: difference.low,
    high: difference.high,
    t: error === null || pValue === 0 || agree(error, 0) ? null : sixDigits(middle / error),
    degreesOfFreedom: error === null ? null : differences.length - 1,
    pValue: sixDigitsOrNull(pValue),
    higher: count((each) => !agree(each, 0) && each > 0),
    equal: count((each) => agree(each, 0)),
    lower: count((each) => !agree(each, 0) && each < 0),
  };
};
