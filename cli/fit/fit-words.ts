import { lessIsBetter } from '../../core/grid.ts';
import { shareInterval } from '../../scoring/share-interval.ts';
import { duration, plural } from '../../core/amounts.ts';
import { harmless } from '../grid/text-width.ts';
import type { FitView, SeenLook, TestView } from './fit-view.ts';

/** Which trial, of what, trained on what. */
export const headWords = (view: FitView): string => {
  const { sweep, id, taken, row, ranked, rows, trial, curves, seconds } = view;
  const guesses = row?.beatsBaseline === false; // then the leaderboard says that there is nothing to take
  const rank = row === null ? 'not ranked' : `rank ${row.rank} of ${ranked}`;
  const place = `${taken && !guesses ? 'the one to take' : rank} of ${sweep}`;
  const time = seconds === null || seconds < 1 ? '' : `, ${duration(seconds)}`;
  const loss = curves.loss.at(-1)?.toFixed(3) ?? '–';
  return (
    `${id}, ${place}, ${guesses ? 'not above always guessing, ' : ''}trained on all ${plural(rows, 'row')}: ` +
    `${plural(trial.cell.train.epochs, 'epoch')}, loss ${loss}${time}.`
  );
};

const lookWords = (view: FitView, { id, sweep, score }: SeenLook): string =>
  `${sweep === view.sweep ? '' : `${sweep} `}${id} ${score === null ? '(no score)' : Number(score.toFixed(3))}`;

/** How often these test rows were looked at, and what that makes of their score. */
export const looksWords = (view: FitView, { look, rows, earlier, later }: TestView): string => {
  if (earlier.length === 0 && later.length === 0)
    return `test rows: look 1, the first at these ${plural(rows, 'row')}.`;
  const list = (looks: readonly SeenLook[]): string => looks.map((each) => lookWords(view, each)).join(', ');
  const told = [
    ...(earlier.length === 0 ? [] : [`earlier: ${list(earlier)}`]),
    ...(later.length === 0 ? [] : [`later: ${list(later)}`]),
  ];
  return `test rows: look ${look} (${told.join('; ')}). The best of several looks is no longer a test score.`;
};

/** What the scores may make somebody believe. */
export const cautionWords = (view: FitView): readonly string[] => {
  const { test, row, ranked, by } = view;
  const expected = view.expected === null || ranked < 2 ? [] : [view.expected];
  if (test === null)
    return [
      'No test rows were set aside (split.test): nothing here was scored on texts that the choice of this trial did not see.',
      ...expected,
    ];
  const hits = test.confusion.reduce((sum, of, at) => sum + (of[at] as number), 0);
  const { low, high } = shareInterval(hits, test.rows);
  const range = `Of all texts like the test rows it gets ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} % right (95 % interval).`;
  const chosen = ranked > 1 && row !== null;
  const too = lessIsBetter(by) ? 'low' : 'high';
  const luck = `The folds' mean is that of a trial chosen among ${ranked} by it, and so tends to be too ${too}; the test rows had no part in the choice.`;
  return [
    range,
    ...(chosen && test.earlier.length + test.later.length === 0 ? [luck] : []),
    ...expected,
    ...baselineWords(view, test),
  ];
};

const baselineWords = ({ by }: FitView, { scores, baseline }: TestView): readonly string[] => {
  const [own, guess] = [scores[by] ?? null, baseline.scores[by] ?? null];
  if (own === null || guess === null || (lessIsBetter(by) ? own < guess : own > guess)) return [];
  return [`On the test rows it does not beat always guessing "${harmless(baseline.label)}".`];
};
