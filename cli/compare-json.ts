import type { Json } from '../core/canonical.ts';
import type { ScoredRow } from '../scoring/leaderboard.ts';
import { sixDigits } from '../scoring/six-digits.ts';
import type { CompareView } from './compare-view.ts';

const trialJson = ({ id, name, rank, group, cost, scores }: ScoredRow, by: CompareView['by']): Json => ({
  id,
  trial: name,
  rank,
  group,
  cost,
  values: (scores[by]?.values ?? []) as Json,
});

/** The object of `compare --json`; differences are first less second, folds in their order, classes as labels. */
export const compareJson = (view: CompareView): { readonly [key: string]: Json } => {
  const { first, second, by, pair, predictions, labels } = view;
  const { rows, bothRight, onlyFirst, onlySecond, bothWrong, method, statistic, pValue } = predictions;
  const label = (at: number): string => labels[at] as string;
  return {
    v: 1,
    sweep: view.sweep,
    by,
    first: trialJson(first, by),
    second: trialJson(second, by),
    paired: { ...pair },
    predictions: {
      rows,
      bothRight,
      onlyFirst,
      onlySecond,
      bothWrong,
      mcnemar: { method, statistic: sixDigits(statistic), pValue: sixDigits(pValue) },
    },
    labels,
    differing: view.differing.map((each) => ({
      row: each.row,
      rows: each.rows,
      text: each.text,
      truth: label(each.truth),
      first: label(each.first),
      second: label(each.second),
      firstProbabilities: each.firstProbabilities,
      secondProbabilities: each.secondProbabilities,
    })),
  };
};
