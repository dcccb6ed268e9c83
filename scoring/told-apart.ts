import { createStudentizedRange } from './distributions.ts';
import { degreesOfFreedom, residualVariance } from './residual-variance.ts';
import { sixDigits } from './six-digits.ts';
import type { SplitFacts } from './split-facts.ts';
import { correctedFactor, splitsOf } from './split-facts.ts';

/** This trial's mean less rank 1's, with its simultaneous 95 % interval; ends are null where one split tells nothing. */
export type Difference = { readonly mean: number; readonly low: number | null; readonly high: number | null };

export type Comparison = {
  /** How the trial at a place stands against the first, from the difference of their means. */
  readonly compare: (
    at: number,
    difference: number,
  ) => { readonly pValue: number | null; readonly difference: Difference };
  readonly leastDifference: number | null;
  readonly variance: number | null;
};

const places = 1e12;

/** Whether two means are equal to 12 places: what lies beyond comes from the order of summation. */
export const agree = (a: number, b: number): boolean => Math.round(a * places) === Math.round(b * places);

/** One trial, or one split: nothing to test. */
const withoutTest = (alone: boolean): Comparison => {
  const end = alone ? 0 : null;
  return {
    compare: (_, difference) => ({
      pValue: alone ? 1 : null,
      difference: { mean: sixDigits(difference), low: end, high: end },
    }),
    leastDifference: null,
    variance: null,
  };
};

/**
 * Compares trials with the first, which was chosen by looking: differences over √(s² (1/J + v)) against the studentized range
 * of all m trials. For two trials it is the corrected resampled t-test.
 * @param scores [trial][split], the best first
 */
export const createComparison = (scores: readonly (readonly number[])[], split: SplitFacts): Comparison => {
  const factor = correctedFactor(split);
  if (factor === null || scores.length < 2) return withoutTest(factor !== null);
  const variance = residualVariance(scores);
  const scale = Math.sqrt(variance * factor);
  const range = createStudentizedRange(scores.length, degreesOfFreedom(scores.length, splitsOf(split)));
  const least = range.quantile(0.05) * scale;
  const pValue = (difference: number): number => {
    if (agree(difference, 0)) return 1;
    return scale === 0 ? 0 : range.tail((difference < 0 ? -difference : difference) / scale);
  };
  return {
    compare: (at, difference) => {
      const [low, high] = at === 0 ? [0, 0] : [difference - least, difference + least];
      const interval = { mean: sixDigits(difference), low: sixDigits(low), high: sixDigits(high) };
      return { pValue: pValue(difference), difference: interval };
    },
    leastDifference: sixDigits(least),
    variance: sixDigits(variance),
  };
};
