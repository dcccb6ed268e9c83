import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvText } from '../../cli/csv.ts';
import { leaderboardCsv, leaderboardMarkdown } from '../../cli/leaderboard-formats.ts';
import { paper, tour } from './leaderboard-views.ts';

test('CSV has a row for every trial, with the numbers of the leaderboard', () => {
  const view = paper();

  const rows = parse(leaderboardCsv(view, { excel: false }), { columns: true }) as Record<string, string>[];

  expect(rows).toHaveLength(432);
  const [first] = view.leaderboard.scored;
  expect(Number(rows[0]?.['accuracy'])).toBe(first?.scores.accuracy?.mean);
  expect(rows[0]).toMatchObject({ rank: '1', group: '1', withinOneSe: 'true', failure: '', trial: first?.name });
  expect(rows.at(-1)).toMatchObject({ rank: '', accuracy: '', failure: 'DIVERGED', folds: '2' });
});

test('--excel writes what a spreadsheet of a decimal-comma country opens rightly', () => {
  const text = leaderboardCsv(tour(), { excel: true });

  expect(text.startsWith('\uFEFFrank;id;group;')).toBe(true);
  expect(text).toContain(';0,7508;');
  expect(text.split('\r\n').at(-1)).toBe('');
});

test('texts that a spreadsheet would run are made harmless, negative numbers stay numbers', () => {
  const row = ['=1+1', '+a', '-b', '@c', 'a "quote"; b', -0.5, null, true] as const;

  expect(csvText([row], { excel: true })).toBe(`\uFEFF"'=1+1";"'+a";"'-b";"'@c";"a ""quote""; b";-0,5;;true\r\n`);
  expect(csvText([['=1+1', 'a,b', 'x\ny', -0.5]], { excel: false })).toBe('=1+1,"a,b","x\ny",-0.5\n');
});

test('Markdown says marks in words and keeps bars inside cells', () => {
  const view = tour();
  const odd = {
    ...view,
    paramsOf: (row: Parameters<typeof view.paramsOf>[0]) => ({ ...view.paramsOf(row), 'embedding.window': 'a|b' }),
  };

  const [head, rule, first] = leaderboardMarkdown(odd, null).split('\n');

  expect(head).toBe('| rank | id | accuracy | group | window | units | epochs | folds | seconds | marks |');
  expect(rule).toMatch(/^\| ---: \| --- /);
  expect(first).toBe('| 1 | t6924 | 0.7508 ± 0.0137 | 1 | a\\|b | 16 | 10 | 5 | 11.7 | take |');
});
