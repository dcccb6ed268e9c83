import { basename } from 'node:path';

import { shortName, valuesAt, valueText } from '../../core/parameters.ts';
import { packageVersion } from '../../services/package-root.ts';
import { plural } from '../../core/amounts.ts';
import { facts } from './data-section.ts';
import { gridText } from './grid-text.ts';
import type { Report } from './read-report.ts';
import { el, t, tableOf } from './html.ts';
import type { Html } from './html.ts';

/** What was asked, in words: which values of which axes, by which score. */
export const questionSection = ({ plan, view }: Report): Html => {
  const { grid } = plan.sweep;
  const { varying, trials, cells, splits } = plan.space;
  const axes = varying.map((path) => {
    const values = new Set(grid.parts.flatMap((part) => valuesAt(part, path).map(valueText)));
    return { name: shortName(path), path, values: [...values] };
  });
  const drawn = trials < cells ? ` drawn at random from ${cells.toLocaleString('en-US')} cells` : '';
  const names = axes.map(({ name }) => name);
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  const classes = grid.data.label === null ? 'the classes' : `the classes of "${grid.data.label}"`;
  const by = view.leaderboard.by;
  const question =
    listed === undefined
      ? `How well does this one configuration tell ${classes} apart, by ${by}?`
      : `Which ${listed} ${names.length > 1 ? 'tell' : 'tells'} ${classes} apart best, by ${by}?`;
  return el(
    'section',
    { id: 'question' },
    el('h2', {}, t('The question')),
    el('p', { class: 'lead' }, t(question)),
    el(
      'p',
      {},
      t(
        `${plural(trials, 'trial')}${drawn}, each scored on the same ${plural(splits, 'split')}: ${plural(trials * splits, 'fold')}.`,
      ),
    ),
    axes.length === 0
      ? []
      : tableOf(
          'What was tried',
          [{ text: 'axis' }, { text: 'values' }],
          axes.map(({ path, values }) => ({ cells: [{ text: path, strong: true }, { text: values.join(', ') }] })),
        ),
  );
};

const mostFailed = 20;

/** Trials without a score, by why. */
export const failureSection = ({ view }: Report): Html => {
  const { failed } = view.leaderboard;
  const codes = new Map<string, number>();
  for (const { failure } of failed) codes.set(failure.code, (codes.get(failure.code) ?? 0) + 1);
  const counts = [...codes].map(([code, count]) => `${code} ${count}`).join(', ');
  const rows = failed.slice(0, mostFailed).map(({ id, name, failure }) => ({
    cells: [
      { text: id, strong: true },
      { text: failure.code },
      { text: String(failure.fold), right: true },
      { text: failure.message },
      { text: name },
    ],
  }));
  return el(
    'section',
    { id: 'failures' },
    el('h2', {}, t('What failed')),
    failed.length === 0
      ? el('p', {}, t('No trial failed.'))
      : [
          el('p', {}, t(`${plural(failed.length, 'trial')} failed: ${counts}.`)),
          tableOf(
            'Failed trials',
            [{ text: 'id' }, { text: 'code' }, { text: 'fold', right: true }, { text: 'message' }, { text: 'trial' }],
            rows,
          ),
          failed.length > mostFailed
            ? el(
                'p',
                { class: 'note' },
                t(`${failed.length - mostFailed} more are in sweep leaderboard ${view.sweep} --json.`),
              )
            : [],
        ],
  );
};

/** Everything that decides these numbers, and the commands that make them again. */
export const againSection = ({ plan, view, taken }: Report): Html => {
  const { sweep } = plan;
  const file = basename(sweep.gridFile);
  const digests = [
    ['grid', sweep.gridDigest],
    ...sweep.files.map(({ path, digest }) => [basename(path), digest] as const),
    ['splits', sweep.prepared.splits],
    ...sweep.prepared.corpora.map(
      ({ digest }, at) => [`tokenised texts${sweep.prepared.corpora.length > 1 ? ` ${at + 1}` : ''}`, digest] as const,
    ),
  ] as const;
  const commands = [
    `sweep start ${file}`,
    `sweep leaderboard ${view.sweep}`,
    ...(taken === null ? [] : [`sweep show ${view.sweep} ${taken.id}`, taken.command]),
    `sweep export ${view.sweep} --csv --out ${view.sweep}.csv`,
    `sweep report ${view.sweep} --out ${view.sweep}.html`,
  ];
  return el(
    'section',
    { id: 'again' },
    el('h2', {}, t('How to do it again')),
    el(
      'p',
      {},
      t(
        sweep.engine === 'wasm'
          ? 'The same grid, data and engine give the same scores bit for bit, on any machine and with any number of workers.'
          : `The same grid, data and library (${sweep.engine}) give the same scores, but for the last digits where the processor is of another kind.`,
      ),
    ),
    el('pre', {}, t(commands.join('\n'))),
    facts([
      ['program', t(`Sweep ${packageVersion()}`)],
      ['engine', t(`${sweep.engine}, numerics ${sweep.numerics}`)],
      ['edition', t(sweep.edition === 0 ? 'as started' : `amended ${plural(sweep.edition, 'time')}`)],
      ...digests.map(([name, digest]) => [`SHA-256, ${name}`, el('code', {}, t(digest))] as const),
    ]),
    el('h3', {}, t('The grid, with every default written out')),
    el('pre', { class: 'two' }, t(gridText(sweep.grid))),
  );
};
