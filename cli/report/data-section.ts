import { basename } from 'node:path';

import { splitCount } from '../../core/grid.ts';
import { duration, plural } from '../../core/amounts.ts';
import { moment } from '../amounts.ts';
import { percent } from '../grid/page.ts';
import type { Report } from './read-report.ts';
import { el, t, tableOf } from './html.ts';
import type { Content, Html } from './html.ts';

export const facts = (pairs: readonly (readonly [string, Content])[]): Html =>
  el(
    'dl',
    {},
    pairs.map(([name, content]) => [el('dt', {}, t(name)), el('dd', {}, content)]),
  );

const splitText = ({ plan }: Report): string => {
  const { split } = plan.sweep.grid;
  const stratified = split.stratify ? ', every class in the same share' : '';
  const grouped = split.groups === null ? '' : `, rows of one "${split.groups}" together`;
  if (split.holdout === 'none') {
    const times = split.repeats > 1 ? ` × ${plural(split.repeats, 'repeat')}` : '';
    return `${plural(split.folds, 'fold')}${times}${stratified}${grouped}, seed ${split.seed}`;
  }
  const what =
    typeof split.holdout === 'number' ? `${percent(split.holdout)} held out` : `held out: ${basename(split.holdout)}`;
  return `${what}, ${plural(split.repeats, 'time')}${stratified}${grouped}, seed ${split.seed}`;
};

const testText = ({ plan }: Report): string => {
  const { test } = plan.sweep.prepared;
  if (test === null) return 'none: nothing here was kept for a last look';
  return `${plural(test.rows, 'row')} that nothing in this report has seen; sweep fit scores them`;
};

const repeatedText = ({ plan, texts }: Report): string => {
  const how = {
    together: 'never on both sides of a split',
    keep: 'kept as they are',
    drop: 'dropped when the data were read',
  };
  return texts.repeated === 0
    ? 'no two rows have the same words'
    : `${plural(texts.repeated, 'row')} with the words of an earlier row; equal texts are ${how[plan.sweep.grid.data.duplicates]}`;
};

/** The rows: how many of which class, how long, how split. */
export const dataSection = (report: Report): Html => {
  const { plan, texts } = report;
  const { prepared, grid } = plan.sweep;
  const labels = prepared.labels.map((label, at) => ({ label, rows: prepared.classes[at] ?? 0 }));
  const classes = tableOf(
    'Classes',
    [{ text: 'class' }, { text: 'rows', right: true }, { text: 'share', right: true }],
    labels
      .toSorted((a, b) => b.rows - a.rows)
      .map(({ label, rows }) => ({
        cells: [
          { text: label, strong: true },
          { text: String(rows), right: true },
          { text: percent(rows / prepared.rows), right: true },
        ],
      })),
  );
  return el(
    'section',
    { id: 'data' },
    el('h2', {}, t('The data')),
    facts([
      ['files', t(grid.data.files.map((file) => basename(file)).join(', '))],
      ['rows', t(`${plural(prepared.rows, 'text')} in ${prepared.labels.length} classes`)],
      [
        'lengths',
        t(
          `${texts.mean.toFixed(1)} words on average, half up to ${texts.median}, 95 % up to ${texts.p95}, longest ${texts.max}; ${texts.words} distinct words`,
        ),
      ],
      ['repeated', t(repeatedText(report))],
      ['splits', t(splitText(report))],
      ['test rows', t(testText(report))],
    ]),
    classes,
  );
};

/** 1.2e15 as 1.2 × 10¹⁵. */
const scientific = (value: number): string => {
  if (value < 1e6) return String(value);
  const [digits = '', power = ''] = value.toExponential(2).split('e+');
  const raised = Array.from(power, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '').join('');
  return `${digits} × 10${raised}`;
};

/** What it took: time, arithmetic, folds trained and reused. */
export const costSection = (report: Report): Html => {
  const { view, counts, plan, timed } = report;
  const rows = [...view.leaderboard.scored, ...view.leaderboard.failed];
  const work = view.leaderboard.scored.reduce((sum, { cost }) => sum + cost, 0);
  const seconds = rows.reduce((sum, row) => sum + (view.secondsOf(row) ?? 0), 0);
  const { startedAt } = plan.sweep;
  const lasted =
    counts.finishedAt === null ? [] : [['took', t(duration((counts.finishedAt - startedAt) / 1000))] as const];
  return el(
    'section',
    { id: 'cost' },
    el('h2', {}, t('What it cost')),
    facts([
      ['started', t(moment(startedAt))],
      ['finished', t(counts.finishedAt === null ? `not yet: ${counts.state}` : moment(counts.finishedAt))],
      ...lasted,
      [
        'folds',
        t(
          `${counts.done} of ${counts.total} scored, ${counts.failed} lost with failed trials; ${counts.reused} were known from other sweeps`,
        ),
      ],
      [
        'training',
        t(timed ? `${duration(seconds)} of one slot's time, all folds together` : 'not added up for so many folds'),
      ],
      ['arithmetic', t(`${scientific(work)} multiply-adds in the scored trials`)],
      ['splits of a trial', t(String(splitCount(plan.sweep.grid.split)))],
    ]),
  );
};
