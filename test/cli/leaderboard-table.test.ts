import { expect, test } from 'vitest';
import { textWidth } from '../../cli/grid/text-width.ts';
import type { TableOptions } from '../../cli/leaderboard-table.ts';
import { leaderboardTable } from '../../cli/leaderboard-table.ts';
import { leaderboardByAxis } from '../../cli/leaderboard-by-axis.ts';
import { parseWhere } from '../../cli/leaderboard-where.ts';
import { paper as paperView, tour as tourView, viewOf } from './leaderboard-views.ts';

const [tour, paper] = [tourView(), paperView()];

const options: TableOptions = { width: 80, colour: false, plain: false, top: 20, columns: null, where: () => true };

const widestLine = (text: string): number => Math.max(...text.split('\n').map(textWidth));

test('eight trials in 80 columns', () => {
  expect(leaderboardTable(tour, options)).toMatchSnapshot();
});

test('432 trials and seven axes in 80 columns: what does not fit is named', () => {
  const text = leaderboardTable(paper, options);

  expect(text).toMatchSnapshot();
  expect(text).toContain('columns dropout, batch, epochs, folds, seconds (the terminal');
});

test('432 trials and seven axes in 200 columns: all of them fit', () => {
  const text = leaderboardTable(paper, { ...options, width: 200, top: 5 });

  expect(text).toMatchSnapshot();
  expect(text).not.toContain('too narrow');
});

test('no line is wider than the terminal', () => {
  for (const width of [60, 80, 100, 131, 200, 400]) {
    for (const view of [tour, paper]) {
      expect(widestLine(leaderboardTable(view, { ...options, width }))).toBeLessThanOrEqual(Math.min(width, 200));
    }
  }
});

test('--plain has no rules, signs or colour, and leaves no column out', () => {
  const text = leaderboardTable(tour, { ...options, plain: true, colour: true });

  expect(text).toMatchSnapshot();
  expect(text).not.toMatch(/[▸•↓✗─\u001B]/u);
});

test('colour changes no letter', () => {
  const plain = leaderboardTable(tour, options);
  const coloured = leaderboardTable(tour, { ...options, colour: true });

  expect(coloured).not.toBe(plain);
  expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(plain);
});

test('the trial to take is shown even where it is not among the first', () => {
  const view = paper;
  const take = view.leaderboard.scored.find((row) => row.take);

  const text = leaderboardTable(view, { ...options, top: 1 });

  expect(take?.rank).toBe(3);
  expect(text).toMatch(new RegExp(`^▸ +3 +${take?.id}`, 'm'));
  expect(text).toContain('423 more ranked (--top 425)');
});

test('where even the trial to take does not beat guessing, nobody is told to take it', () => {
  const { leaderboard } = tour;
  const scored = leaderboard.scored.map((row) => ({ ...row, beatsBaseline: false }));

  const text = leaderboardTable({ ...tour, leaderboard: { ...leaderboard, scored } }, { ...options, plain: true });

  expect(text).toMatch(/^Nothing to take: \w+ \([^)]*\) does not beat always guessing/m);
});

test('columns can be chosen; one that does not exist is refused with those that do', () => {
  const text = leaderboardTable(tour, { ...options, columns: ['rank', 'id', 'macroF1', 'pValue', 'cost'] });

  expect(text).toContain('\n#  id     macroF1           pValue  cost\n');
  expect(() => leaderboardTable(tour, { ...options, columns: ['acuracy'] })).toThrow('no column "acuracy"');
});

test('--where keeps the trials whose axes hold the condition, at the ranks that they have', () => {
  const view = tour;
  const text = leaderboardTable(view, { ...options, where: parseWhere(view, 'units>=32, window=2') });

  const ranks = [...text.matchAll(/^[▸•↓✗ ]+ +(\d|–) +t/gmu)].map(([, rank]) => rank);
  expect(ranks).toEqual(['2', '5']);
  expect(text).toContain('6 that --where leaves out');
});

test('--where refuses an axis that the sweep lacks and what is no condition', () => {
  expect(() => parseWhere(tour, 'dropout=0.5')).toThrow('this sweep has no axis "dropout"');
  expect(() => parseWhere(tour, 'units')).toThrow('"units" is not a condition');
});

test('a sweep that has just begun says so', () => {
  const view = { ...tour, state: 'running' as const };
  const text = leaderboardTable({ ...view, leaderboard: { ...view.leaderboard, scored: [], failed: [] } }, options);

  expect(text).toContain('tour: running, 0 scored, 8 to go');
  expect(text).toContain('No trial has a score yet.');
});

test('another metric than the declared one, and a group of many, are said', () => {
  const text = leaderboardTable(
    { ...viewOf({ 'model.units': [8, 16, 32] }, { spread: 0.01 }), declaredBy: 'mcc' },
    options,
  );
  const words = text.replaceAll(/\n +/g, ' ');

  expect(words).toContain('Ranked by accuracy, but the grid declares mcc');
  expect(words).toContain('the folds do not show that these are worse. It does not show that they are as good.');
});

test('by an axis: its values in the order of their best trials', () => {
  expect(leaderboardByAxis(tour, 'model.units', { width: 80, plain: false, where: () => true })).toMatchSnapshot();
});

test('a line with every fold stands at the right where there is room, or where it is asked for', () => {
  const wide = leaderboardTable(tour, { ...options, width: 110 });
  const asked = leaderboardTable(tour, { ...options, columns: ['id', 'strip'] });

  for (const text of [wide, asked]) {
    expect(text).toMatch(/^.* 0\.589 +0\.765$/m);
    expect(text).toMatch(/t6924.* ┼─+┼.*●/);
    expect(text).toContain('┼ a fold, ● their mean');
  }
  expect(leaderboardTable(tour, { ...options, width: 110, plain: true })).not.toContain('●');
});
