import { plural } from '../core/amounts.ts';
import type { Metric } from '../core/grid.ts';
import type { Leaderboard } from './leaderboard.ts';
import { splitsOf } from './split-facts.ts';
import type { SplitFacts } from './split-facts.ts';
import { confirmed, leaders, whatIf } from './what-if.ts';
import type { Alternative } from './what-if.ts';

/** What the sentences about a leaderboard are made from. */
export type Reading = {
  readonly sweep: string; // its name
  readonly state: 'running' | 'paused' | 'stopped' | 'interrupted' | 'done';
  readonly declaredBy: Metric; // what the grid ranks by
  readonly caveats: readonly string[]; // codes
  readonly trials: number; // of the whole sweep
  readonly split: SplitFacts;
  readonly leaderboard: Leaderboard;
};

const number = (value: number): string => String(Number(value.toPrecision(3)));

const otherwise = ({ kind, split, trials, leastDifference }: Alternative): string => {
  const what = {
    this: 'this grid',
    moreFolds: `${split.folds} folds`,
    moreRepeats: `${split.repeats} repeats`,
    confirm: `a second grid of the ${trials} leaders alone on ${splitsOf(split)} new splits`,
  }[kind];
  return `about ${number(leastDifference)} with ${what}`;
};

/** Whether the next step is said with its command: once the sweep is done, and not of one that confirms already. */
const isAdvised = (state: Reading['state'], sweep: string): boolean => state === 'done' && !sweep.endsWith('-confirm');

/** What these folds can tell apart, and what more of them would. */
export const leastWords = ({ sweep, state, leaderboard, split }: Reading): readonly string[] => {
  const { leastDifference, variance, scored } = leaderboard;
  if (leastDifference === null || variance === null || variance === 0) return [];
  const others = whatIf(scored.length, split, variance).filter(
    ({ kind }) => kind !== 'this' && !(kind === 'confirm' && isAdvised(state, sweep)),
  );
  const would = others.length === 0 ? '' : ` It would be ${others.map(otherwise).join(', ')}.`;
  const grid = `${plural(scored.length, 'trial')} × ${plural(splitsOf(split), split.holdout === 'none' ? 'fold' : 'split')}`;
  return [`The least difference that ${grid} can tell apart: ${number(leastDifference)}.${would}`];
};

/** How to go on where the folds leave several at the top, and what that would tell apart. */
export const confirmWords = ({ sweep, state, split, leaderboard }: Reading): readonly string[] => {
  const { scored, variance } = leaderboard;
  const first = scored.filter(({ group }) => group === 1).length;
  if (!isAdvised(state, sweep) || variance === null || variance === 0 || first < 2) return [];
  const trials = Math.min(first, leaders);
  const second = confirmed(trials, split, variance);
  if (second === null) return [];
  const which =
    first > trials ? `The first ${trials} of them` : trials === 2 ? 'Both of them' : `All ${trials} of them`;
  const top = trials === leaders ? '' : ` --top ${trials}`;
  return [
    `${which} alone on ${splitsOf(second.split)} new splits would be told apart by about ${number(second.leastDifference)}: ` +
      `sweep confirm ${sweep}${top}`,
  ];
};
