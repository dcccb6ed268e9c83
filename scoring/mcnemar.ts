import { studentTail } from './distributions.ts';

/** Whether two classifiers err equally often, from the rows on which exactly one of them is right. */
export type McNemar = {
  readonly method: 'exact' | 'chiSquare';
  readonly statistic: number; // exact: the smaller count; chiSquare: with continuity correction
  readonly pValue: number; // two-sided
};

const few = 25; // discordant rows below which the chi-square distribution is too coarse

/** Chance of at most `most` heads of `count` fair coins; count < 50, so that all terms are exact. */
const coins = (most: number, count: number): number => {
  let ways = 1;
  let sum = 1;
  for (let heads = 1; heads <= most; heads++) {
    ways = (ways * (count - heads + 1)) / heads;
    sum += ways;
  }
  return sum / 2 ** count;
};

/**
 * McNemar's test: the exact binomial one below 25 discordant rows, else chi-square with continuity correction. Rows are taken
 * to be independent, and the two trained models as given: it says nothing of another training.
 * @param onlyFirst rows on which the first alone is right
 * @param onlySecond rows on which the second alone is right
 * @see McNemar 1947; Edwards 1948 (the correction)
 */
export const mcnemar = (onlyFirst: number, onlySecond: number): McNemar => {
  const discordant = onlyFirst + onlySecond;
  if (discordant < few) {
    const least = Math.min(onlyFirst, onlySecond);
    return { method: 'exact', statistic: least, pValue: Math.min(1, 2 * coins(least, discordant)) };
  }
  const apart = Math.abs(onlyFirst - onlySecond) - 1;
  const statistic = (apart * apart) / discordant;
  return { method: 'chiSquare', statistic, pValue: studentTail(Math.sqrt(statistic), Infinity) };
};
