import { expect, test } from 'vitest';

import { unpainted } from '../../../pictures/terminal/accent.ts';
import { beside, lineChart } from '../../../pictures/terminal/line-chart.ts';

const size = { columns: 20, rows: 4 };

test('two series with their scale and steps', () => {
  const chart = lineChart(
    'loss',
    [
      { mark: '○', values: [0.9, 0.6, 0.3], paint: unpainted },
      { mark: '●', values: [0.9, 0.7, 0.6], paint: unpainted },
    ],
    size,
  );

  expect(chart.map((line) => line.trimEnd()).join('\n')).toBe(
    [
      'loss',
      ' 0.900 ┤◉···',
      '       │   ···●····',
      '       │      ○··· ●',
      ' 0.300 ┤          ·○',
      '       └────────────',
      '        1          3',
    ].join('\n'),
  );
});

test('a series has its colour, its dots too; what two share has that of the first', () => {
  const chart = lineChart(
    'loss',
    [
      { mark: '○', values: [1, 0], paint: unpainted },
      { mark: '●', values: [1, 1], paint: (text) => `<${text}>` },
    ],
    { columns: 12, rows: 2 },
  );

  expect(chart[1]).toBe('  1.00 ┤◉·<·><●>');
});

test('a line that never changes lies at the bottom, under one number', () => {
  const chart = lineChart('flat', [{ mark: '○', values: [0.5, 0.5], paint: unpainted }], size);

  expect(chart.filter((line) => line.includes('○'))).toEqual(['       │○··········○']);
  expect(chart.join('')).not.toContain('NaN');
});

test('more steps than columns stay within them', () => {
  const values = Array.from({ length: 500 }, (_, at) => Math.sin(at / 40));

  const chart = lineChart('long', [{ mark: '●', values, paint: unpainted }], size);

  expect(Math.max(...chart.map(({ length }) => length))).toBeLessThanOrEqual(20);
  expect(chart.at(-1)?.trimEnd()).toBe('        1        500');
});

test('a single step', () => {
  expect(
    lineChart('one', [{ mark: '●', values: [3], paint: unpainted }], size)
      .at(-1)
      ?.trimEnd(),
  ).toBe('        1');
});

test('blocks of different heights stand beside each other', () => {
  expect(beside(['a  ', 'bb '], ['c'], 3)).toEqual(['a     c', 'bb']);
});
