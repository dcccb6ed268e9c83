import { corpusDigest, foldKeysOf } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { SweepError } from '../core/errors.ts';
import type { Metric } from '../core/grid.ts';
import type { Predictions } from '../core/results.ts';
import { trialAt } from '../core/space.ts';
import { comparePair } from '../scoring/compare.ts';
import type { PairedComparison } from '../scoring/compare.ts';
import { comparePredictions } from '../scoring/compare-predictions.ts';
import type { DifferingRow, PredictionComparison } from '../scoring/compare-predictions.ts';
import type { Leaderboard, ScoredRow } from '../scoring/leaderboard.ts';
import type { SameText } from '../scoring/one-per-text.ts';
import { onePerText } from '../scoring/one-per-text.ts';
import type { SplitFacts } from '../scoring/split-facts.ts';
import { getBlob } from '../store/blobs.ts';
import { readFold } from '../store/folds.ts';
import type { Store } from '../store/open-store.ts';
import { readCorpus } from '../text/corpus-bytes.ts';
import { rowWords } from '../text/corpus.ts';
import { firstOfSameText } from '../text/same-text.ts';

/** A row that the two trials class differently, with its tokens: the store holds no more of a text. */
export type DifferingText = DifferingRow & SameText & { readonly text: string };

/** Two trials on the same splits: score by score and text by text. */
export type CompareView = {
  readonly sweep: string; // its name
  readonly by: Metric;
  readonly split: SplitFacts;
  readonly first: ScoredRow;
  readonly second: ScoredRow;
  readonly pair: PairedComparison; // first less second, by `by`
  readonly predictions: PredictionComparison;
  readonly differing: readonly DifferingText[]; // one of each text, the one that is most sure against the other first
  readonly labels: readonly string[];
};

const mostWords = 40;

/** How far apart the two are about the true class. */
const gap = ({ truth, firstProbabilities, secondProbabilities }: DifferingRow): number =>
  Math.abs((firstProbabilities[truth] as number) - (secondProbabilities[truth] as number));

const readPredictions = async (store: Store, plan: Plan, { index, id }: ScoredRow): Promise<readonly Predictions[]> => {
  const found: Predictions[] = [];
  for (const [split, key] of foldKeysOf(plan, trialAt(plan.space, index)).entries()) {
    const fold = await readFold(store, key);
    if (fold?.state !== 'scored') throw new Error(`fold ${split + 1} of ${id} is not in the store any more`);
    found.push(fold.predictions);
  }
  return found;
};

/**
 * What a trial's row is on the leaderboard.
 * @throws {SweepError} USAGE where it has no score to compare
 */
export const scoredRowOf = ({ scored, failed }: Leaderboard, index: number, wanted: string): ScoredRow => {
  const row = scored.find((each) => each.index === index);
  if (row !== undefined) return row;
  const lost = failed.find((each) => each.index === index);
  const why = lost === undefined ? 'is not decided yet' : `failed in fold ${lost.failure.fold} (${lost.failure.code})`;
  throw new SweepError({
    code: 'USAGE',
    message: `"${wanted}" ${why}, so there is no score to compare.`,
    fix: 'name two trials that have a rank',
  });
};

/** Reads the folds of two scored trials and compares them. */
export const readComparison = async (
  store: Store,
  plan: Plan,
  { by }: Pick<Leaderboard, 'by'>,
  [first, second]: readonly [ScoredRow, ScoredRow],
): Promise<CompareView> => {
  const { name, grid, prepared } = plan.sweep;
  const valuesOf = ({ scores }: ScoredRow): readonly number[] => scores[by]?.values as readonly number[];
  const corpus = readCorpus(await getBlob(store, corpusDigest(plan, trialAt(plan.space, first.index))));
  const predictions = comparePredictions(
    await readPredictions(store, plan, first),
    await readPredictions(store, plan, second),
    corpus.classes,
    prepared.labels.length,
  );
  return {
    sweep: name,
    by,
    split: grid.split,
    first,
    second,
    pair: comparePair(valuesOf(first), valuesOf(second), grid.split),
    predictions,
    differing: onePerText(
      predictions.differing.toSorted((a, b) => gap(b) - gap(a) || a.row - b.row),
      firstOfSameText(corpus),
      (row) => [row.truth, row.first, row.second],
    ).map((each) => ({ ...each, text: rowWords(corpus, each.row, mostWords) })),
    labels: prepared.labels,
  };
};
