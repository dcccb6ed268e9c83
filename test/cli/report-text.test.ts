import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { textWidth } from '../../cli/grid/text-width.ts';
import { reportText } from '../../cli/report-text.ts';
import { reportNumber } from '../../scoring/classification-report.ts';

type Printed = {
  readonly name: string;
  readonly labels: readonly string[];
  readonly confusion: readonly (readonly number[])[];
  readonly text: string;
};

const printed = JSON.parse(
  readFileSync(new URL('../fixtures/scoring/reports.json', import.meta.url), 'utf8'),
) as readonly Printed[];

describe('the classification report is what scikit-learn prints, byte for byte', () => {
  test.each(printed)('$name', ({ labels, confusion, text }) => {
    expect(`${reportText(confusion, labels, Infinity).join('\n')}\n`).toBe(text);
  });
});

test('labels are cut to what fits, and letters of two columns are counted as two', () => {
  const lines = reportText(
    [
      [3, 1],
      [2, 5],
    ],
    ['a label that is far too long for this terminal', '好'],
    60,
  );

  expect(new Set(lines.filter((line) => line !== '').map(textWidth))).toEqual(new Set([60]));
  expect(lines[2]).toContain('a label that is fa…     0.6000');
});

test('halves of the last decimal go to the even one, as in Python', () => {
  expect([1, 3, 5, 7].map((part) => reportNumber(part / 32, 4))).toEqual(['0.0312', '0.0938', '0.1562', '0.2188']);
  expect([1, 3, 5, 7].map((part) => reportNumber(part / 8, 2))).toEqual(['0.12', '0.38', '0.62', '0.88']);
  expect(reportNumber(0.03125 + 2 ** -56, 4)).toBe('0.0313');
});
