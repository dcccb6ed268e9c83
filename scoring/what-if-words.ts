import { plural } from '../core/amounts.ts';
import type { Metric } from '../core/grid.ts';
import type { Leaderboard } from './leaderboard.ts';
import { splitsOf } from './split-facts.ts';
import type { SplitFacts } from './split-facts.ts';
import { confirmed, leaders, leastOfAll, whatIf } from './what-if.ts';
import type { Alternative } from './what-if.ts';

/** Whether a sweep confirms another one's leaders, or its own were confirmed by a sweep of that name. */
export type Confirmation =
  | { readonly state: 'none' }
  | { readonly state: 'is' }
  | { readonly state: 'started'; readonly sweep: string };

/** What the sentences about a leaderboard are made from. */
export type Reading = {
  readonly sweep: string; // its name
  readonly state: 'running' | 'paused' | 'stopped' | 'interrupted' | 'done';
  readonly declaredBy: Metric; // what the grid ranks by
  readonly caveats: readonly string[]; // codes
  readonly trials: number; // of the whole sweep
  readonly split: SplitFacts;
  readonly confirmation: Confirmation;
  readonly leaderboard: Leaderboard;
};

const number = (value: number): string => String(Number(value.toPrecision(3)));

/** What the other grid would have, e.g. `10 folds × 2 repeats`. */
export const alternativeWords = ({ kind, split, trials }: Omit<Alternative, 'leastDifference'>): string => {
  switch (kind) {
    case 'this':
      return 'this grid';
    case 'moreFolds':
      return split.repeats === 1 ? `${split.folds} folds` : `${split.folds} folds × ${split.repeats} repeats`;
    case 'moreRepeats':
      return `${split.repeats} repeats`;
    case 'confirm':
      return `a second grid of the ${trials} leaders alone on ${splitsOf(split)} new splits`;
    default:
      return kind satisfies never;
  }
};

const otherwise = (alternative: Alternative): string =>
  `about ${number(alternative.leastDifference)} with ${alternativeWords(alternative)}`;

/** Where all that is usually proposed was done: that more of it would not help much. */
const endWords = ({ leaderboard: { scored, variance }, split }: Reading): string => {
  const end = split.holdout === 'none' ? leastOfAll(scored.length, split, variance ?? 0) : null;
  return end === null ? '' : ` No number of repeats would bring it below about ${number(end)}.`;
};

/** What these folds can tell apart, and what more of them would. */
export const leastWords = (reading: Reading): readonly string[] => {
  const { state, leaderboard, split, confirmation } = reading;
  const { leastDifference, variance, scored } = leaderboard;
  if (leastDifference === null || variance === null || variance === 0) return [];
  const isSaidBelow = state === 'done' || confirmation.state === 'started'; // with its command
  const others = whatIf(scored.length, split, variance, confirmation.state === 'is').filter(
    ({ kind }) => kind !== 'this' && !(kind === 'confirm' && isSaidBelow),
  );
  const would = others.length === 0 ? endWords(reading) : ` It would be ${others.map(otherwise).join(', ')}.`;
  const grid = `${plural(scored.length, 'trial')} × ${plural(splitsOf(split), split.holdout === 'none' ? 'fold' : 'split')}`;
  return [`The least difference that ${grid} can tell apart: ${number(leastDifference)}.${would}`];
};

/** How to go on where the folds leave several at the top, and what that would tell apart. */
export const confirmWords = ({ sweep, state, split, leaderboard, confirmation }: Reading): readonly string[] => {
  const { scored, variance, leastDifference } = leaderboard;
  if (confirmation.state === 'started')
    return [`Leaders of it were trained again on new splits: sweep leaderboard ${confirmation.sweep}`];
  const first = scored.filter(({ group }) => group === 1).length;
  if (state !== 'done' || confirmation.state === 'is' || variance === null || variance === 0 || first < 2) return [];
  const trials = Math.min(first, leaders);
  const second = confirmed(trials, split, variance);
  if (second === null || second.leastDifference >= (leastDifference ?? Infinity)) return [];
  const which =
    first > trials ? `The first ${trials} of them` : trials === 2 ? 'Both of them' : `All ${trials} of them`;
  const top = trials === leaders ? '' : ` --top ${trials}`;
  return [
    `${which} alone on ${splitsOf(second.split)} new splits would be told apart by about ${number(second.leastDifference)}: ` +
      `sweep confirm ${sweep}${top}`,
  ];
};
