import { plural } from '../core/amounts.ts';
import { isGivenHoldout, lessIsBetter } from '../core/grid.ts';
import type { FailedRow, Leaderboard, ScoredRow } from './leaderboard.ts';
import { confirmWords, leastWords } from './what-if-words.ts';
import type { Reading } from './what-if-words.ts';

export type { Reading };

/** A sentence or two about one thing; names and labels stand in it as they are, whatever they hold. */
export type Sentence = {
  readonly about: 'take' | 'groups' | 'least' | 'confirm' | 'luck' | 'guessing' | 'failure' | 'caveat';
  readonly text: string;
};

/** The marks of trials and of sentences where they are signs. */
export const markSigns = { take: '▸', withinOneSe: '•', notAboveBaseline: '↓', failed: '✗', caveat: '!' } as const;

const mostKinds = 3;
const noScore = 'No trial has a score yet.';

/** What may mislead, by code. */
export const caveatTexts: { readonly [code: string]: string } = {
  EMBEDDING_SAW_HELD_OUT:
    'The word vectors were trained on the held-out texts too (embedding.fit: all): scores are higher than on new texts.',
  REPEATED_TEXTS_ON_BOTH_SIDES:
    'Equal texts stand on both sides of splits (data.duplicates: keep): scores are higher than on new texts.',
  NO_TEST_ROWS: 'No test rows were set aside: nothing was scored on texts that had no part in the choice.',
};

const spreadWords = ({ split, leaderboard }: Reading): string => {
  if (isGivenHoldout(split) && split.repeats > 1) return `mean ± sd over ${split.repeats} trainings on a single split`;
  if (leaderboard.splits === 1) return 'scores of a single split';
  return `mean ± sd over ${leaderboard.splits} ${split.holdout === 'none' ? 'folds' : 'splits'}`;
};

/** The line above the table. */
export const wordsAbove = (view: Reading): string => {
  const { sweep, state, trials, leaderboard } = view;
  const { scored, failed, by } = leaderboard;
  const open = trials - scored.length - failed.length;
  const counts = [
    `${scored.length} scored`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(open > 0 ? [`${open} to go`] : []),
  ];
  const direction = lessIsBetter(by) ? ', lower is better' : '';
  return `${sweep}: ${state}, ${counts.join(', ')}; by ${by}${direction}, ${spreadWords(view)}`;
};

const withinWords = (within: number): string =>
  within > 1
    ? `the cheapest to train of the ${within} trials within one standard error of the best`
    : 'no cheaper trial is within one standard error of it';

/** e.g. ` 0.884 (best 0.889, one standard error 0.006)`; the best trial needs no more than its own score. */
const scoreWords = (take: ScoredRow, { by, scored }: Leaderboard): string => {
  const [own, best] = [take.scores[by]?.mean ?? null, scored[0]?.scores[by] ?? null];
  if (own === null || best === null || best.mean === null) return '';
  const error = best.sd === null ? '' : `, one standard error ${(best.sd / Math.sqrt(best.values.length)).toFixed(3)}`;
  return take.rank === 1 ? ` ${own.toFixed(3)}` : ` ${own.toFixed(3)} (best ${best.mean.toFixed(3)}${error})`;
};

const takeWords = (take: ScoredRow, within: number, leaderboard: Leaderboard): string => {
  const { splits } = leaderboard;
  const single = within > 1 ? 'the cheapest to train of those with the best score' : 'the best score';
  const why = splits === 1 ? `${single} of a single split` : withinWords(within);
  return take.beatsBaseline === false
    ? `Nothing to take: ${take.id} (${take.name}) does not beat always guessing (${why}).`
    : `Take ${take.id}${scoreWords(take, leaderboard)}: ${take.name}; ${why}.`;
};

const groupWords = ({ scored, leastDifference }: Leaderboard): readonly string[] => {
  const first = scored.filter(({ group }) => group === 1).length;
  if (scored.length < 2) return [];
  if (scored[0]?.pValue === null) return ['A single split: nothing here says which differences are luck.'];
  if (first === 1) return [`Group 1 is ${scored[0]?.id} alone: the folds show that all others are worse (p ≤ 0.05).`];
  const others =
    first === scored.length
      ? 'no trial is shown to be worse'
      : `${scored.length - first} are shown to be worse, p ≤ 0.05`;
  return [
    `Group 1 has ${first} of ${plural(scored.length, 'trial')} (${others}): besides rank 1, the folds do not show that ` +
      `these are worse. It does not show that they are as good.`,
    ...(leastDifference === 0 ? ['The differences are the same in every fold: nothing is left to chance.'] : []),
  ];
};

/** What the best score is worth on new texts, or nothing where that is not known. */
export const selectionWords = ({ by, scored, selection }: Leaderboard): readonly string[] => {
  const best = scored[0]?.scores[by]?.mean ?? null;
  if (selection === null || best === null) return [];
  const [estimate, low, high] = [selection.estimate, selection.low, selection.high].map((value) => value.toFixed(3));
  const tried = scored.length === 1 ? 'the score of the only trial' : `the best of ${scored.length} tried`;
  return [`${best.toFixed(3)} is ${tried} on these folds; on new texts expect about ${estimate} (${low}–${high}).`];
};

const baselineWords = ({ by, baseline, scored }: Leaderboard, signs: boolean): readonly string[] => {
  const score = baseline?.scores[by];
  if (baseline === null || score === undefined || score === null) return [];
  const below = scored.filter(({ beatsBaseline }) => beatsBaseline === false).length;
  const marked =
    below === 0
      ? ''
      : ` ${plural(below, 'trial')}${signs ? ` (${markSigns.notAboveBaseline})` : ''} ${below === 1 ? 'does' : 'do'} not beat that.`;
  const guessed = by === 'f1' ? 'the positive label' : `"${baseline.label}"`;
  return [`Always guessing ${guessed} has ${by} ${score.toFixed(4)}.${marked}`];
};

/** Failures of one kind together, the most frequent first. */
const failureWords = ({ failed }: Leaderboard): readonly string[] => {
  const kinds = new Map<string, readonly FailedRow[]>();
  for (const row of failed) {
    const kind = `${row.failure.code} ${row.failure.message}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), row]);
  }
  const most = [...kinds.values()].toSorted((a, b) => b.length - a.length).slice(0, mostKinds);
  return most.map((rows) => {
    const { id, failure } = rows[0] as FailedRow;
    const where =
      rows.length === 1
        ? `${id}, fold ${failure.fold}`
        : `${plural(rows.length, 'trial')}, e.g. ${id} in fold ${failure.fold}`;
    return `${failure.code} (${where}): ${failure.message}`;
  });
};

const otherMetric = ({ declaredBy, leaderboard }: Reading): readonly string[] =>
  declaredBy === leaderboard.by
    ? []
    : [`Ranked by ${leaderboard.by}, but the grid declares ${declaredBy}: a ranking chosen after looking finds luck.`];

const about = (what: Sentence['about'], texts: readonly string[]): readonly Sentence[] =>
  texts.map((text) => ({ about: what, text }));

/**
 * What a leaderboard means and what may mislead: the same on a terminal, on the page and in a report.
 * @param signs whether trials are marked with signs beside it, which the sentences then name
 */
export const wordsBelow = (reading: Reading, { signs }: { readonly signs: boolean }): readonly Sentence[] => {
  const { leaderboard } = reading;
  const take = leaderboard.scored.find((row) => row.take);
  const within = leaderboard.scored.filter(({ withinOneSe }) => withinOneSe).length;
  return [
    ...about('take', take === undefined ? [noScore] : [takeWords(take, within, leaderboard)]),
    ...about('groups', groupWords(leaderboard)),
    ...about('least', leastWords(reading)),
    ...about('confirm', confirmWords(reading)),
    ...about('luck', selectionWords(leaderboard)),
    ...about('guessing', baselineWords(leaderboard, signs)),
    ...about('failure', failureWords(leaderboard)),
    ...about('caveat', [...otherMetric(reading), ...reading.caveats.map((code) => caveatTexts[code] ?? code)]),
  ];
};

const signOf = ({ about: what }: Sentence): string => {
  if (what === 'take') return `${markSigns.take} `;
  return what === 'failure' ? `${markSigns.failed} ` : what === 'caveat' ? `${markSigns.caveat} ` : '';
};

/** A sentence with the sign of what it is about before it. */
export const signed = (sentence: Sentence): string =>
  sentence.text === noScore ? noScore : `${signOf(sentence)}${sentence.text}`;
