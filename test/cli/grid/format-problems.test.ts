import { expect, it } from 'vitest';
import { SweepError } from '../../../core/errors.ts';
import { formatProblems } from '../../../cli/grid/format-problems.ts';
import { refusal, withLines } from './refused.ts';

const format = (source: string): string => formatProblems(refusal(source), new Map([['grids/bad.yaml', source]]));

it('shows place, finding, expectation, source line with a caret, and fix', () => {
  expect(format(withLines('model:', '  unit: 16', '  dropout: 1'))).toBe(
    [
      'grids/bad.yaml:4:3: model.unit: unknown key "unit" under "model"',
      '  4 |   unit: 16',
      '    |   ^',
      '  → did you mean "units"?',
      '',
      'grids/bad.yaml:5:12: model.dropout: found 1, expected a number from 0, less than 1',
      '  5 |   dropout: 1',
      '    |            ^',
      '  → write for example `dropout: 0.5`',
    ].join('\n'),
  );
});

it('puts the caret below the place in lines with wide characters, carriage returns and great length', () => {
  expect(format('name: x\r\ndata: { file: "数据.csv", rows: 0 }\r\n').split('\n').slice(1, 3)).toEqual([
    '  2 | data: { file: "数据.csv", rows: 0 }',
    '    |                                 ^',
  ]);
  const numbers = Array.from({ length: 400 }, (_, n) => n + 1).join(', ');
  const [, line = '', caret = ''] = format(withLines(`model: { units: [${numbers}, x] }`)).split('\n');
  expect(line.length).toBeLessThan(115);
  expect(line[caret.indexOf('^')]).toBe('x');
});

it('lets no control character through to the terminal', () => {
  expect(format(withLines('mod\u009bel: "\\e[31m"'))).not.toMatch(/[\u001b\u009b]/);
});

it('falls back to the message of an error without problems', () => {
  const error = new SweepError({ code: 'USAGE', message: 'No.', fix: 'Try.' });

  expect(formatProblems(error, new Map())).toBe('No.\n  → Try.');
});
