import { shortName } from '../../core/parameters.ts';
import type { ScoredRow } from '../../scoring/leaderboard.ts';
import { leaderboardStrip } from '../../pictures/leaderboard-strip.ts';
import { wordsAbove, wordsBelow } from '../../scoring/leaderboard-words.ts';
import { allColumns } from '../leaderboard-view.ts';
import type { LeaderboardRow, LeaderboardView } from '../leaderboard-view.ts';
import { figure } from './figure.ts';
import { el, paragraphs, t, tableOf } from './html.ts';
import type { Html } from './html.ts';

const mostInPicture = 20;
const mostInTable = 30;

/** The first of the ranking, and the trial to take wherever it stands. */
const shown = (scored: readonly ScoredRow[], most: number): readonly ScoredRow[] =>
  scored.filter((row, at) => at < most || row.take);

const strip = ({ leaderboard }: LeaderboardView): Html => {
  const { scored, by, baseline } = leaderboard;
  const trials = shown(scored, mostInPicture).map((row) => ({
    id: row.id,
    name: row.name,
    rank: row.rank,
    group: row.group,
    take: row.take,
    mean: row.scores[by]?.mean ?? null,
    values: row.scores[by]?.values ?? [],
  }));
  return figure(leaderboardStrip(by, trials, { total: scored.length, baseline: baseline?.scores[by] ?? null }));
};

/** A score and its deviation on one line. */
const whole = (text: string): string => text.replace(' ± ', '\u00a0±\u00a0');

/** The ranking as the terminal shows it: the same columns, made of the same rows by the same functions. */
const ranking = (view: LeaderboardView): readonly Html[] => {
  const { scored, by } = view.leaderboard;
  const known = allColumns(view, true);
  const keys = ['rank', 'id', by, 'group', 'difference', 'pValue', ...view.axes.map(shortName), 'cost', 'marks'];
  const columns = keys.flatMap((key) => known.get(key) ?? []);
  const rows = shown(scored, mostInTable);
  const border = rows.findIndex(({ group }) => group === 2);
  const markOf = (row: LeaderboardRow, at: number): { readonly mark?: string } => {
    if (row.state === 'scored' && row.take) return { mark: 'take' };
    return at === border && at > 0 ? { mark: 'border' } : {};
  };
  const table = tableOf(
    `The ranking by ${by}; difference and p are against rank 1`,
    columns.map(({ head, right }) => ({ text: head, right })),
    rows.map((row, at) => ({
      cells: columns.map(({ text, right }) => ({ text: whole(text(row)), right })),
      ...markOf(row, at),
    })),
  );
  const more = scored.length - rows.length;
  return [
    el('div', { class: 'wide' }, table),
    ...(more > 0
      ? [
          el(
            'p',
            { class: 'note' },
            t(`${more} more ranked trials are not shown: sweep export ${view.sweep} --csv has all of them.`),
          ),
        ]
      : []),
  ];
};

/** What won and how sure that is, in the leaderboard's own words. */
export const answerSection = (view: LeaderboardView): Html =>
  el(
    'section',
    { id: 'answer' },
    el('h2', {}, t('What won, and how sure that is')),
    el('p', {}, t(`${wordsAbove(view)}.`)),
    el('div', { class: 'answer' }, paragraphs(wordsBelow(view, { signs: false }).map(({ text }) => text))),
  );

/** The ranking: the folds of the leaders as a picture, then the table with its groups. */
export const rankingSection = (view: LeaderboardView): readonly Html[] =>
  view.leaderboard.scored.length === 0
    ? []
    : [el('section', { id: 'ranking' }, el('h2', {}, t('The ranking')), strip(view), ...ranking(view))];
