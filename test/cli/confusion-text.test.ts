import { expect, test } from 'vitest';

import { confusionText } from '../../cli/confusion-text.ts';
import { textWidth } from '../../cli/grid/text-width.ts';

const three = [
  [50, 3, 7],
  [4, 20, 0],
  [11, 1, 5],
];
const labels = ['bad', 'so-so', 'extremely good'];

test('cells are shaded by their share of the row, and mistakes are told', () => {
  expect(confusionText(three, labels, { width: 80, plain: false }).join('\n')).toMatchSnapshot();
});

test('mistakes are painted, what is right and what did not happen is not', () => {
  const lines = confusionText(three, labels, { width: 80, plain: false, paint: (text) => `<${text}>` });

  expect(lines[2]).toMatch(/^bad +50 ██ +3 <░░> +7 <░░>$/);
  expect(lines[3]).toMatch(/^so-so +4 <▒▒> +20 ██ +0$/);
});

test('where labels do not fit, columns carry numbers', () => {
  const lines = confusionText(three, labels, { width: 44, plain: false });

  expect(lines[0]).toMatch(/^true \\ predicted +1 +2 +3$/);
  expect(lines[2]).toMatch(/^1 bad +50 ██ +3 ░░ +7 ░░$/);
  expect(lines[4]).toMatch(/^3 extremely good +11 ▓▓ +1 ░░ +5 ▒▒$/);
});

test('thirty classes in 80 columns: the mistakes alone', () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    Array.from({ length: 30 }, (_, j) => (i === j ? 9 : i === j + 1 ? i : 0)),
  );
  const names = many.map((_, at) => `class ${at}`);

  const lines = confusionText(many, names, { width: 80, plain: false });

  expect(lines[0]).toBe('30 classes do not fit here; --json has the matrix.');
  expect(lines.join(' ')).toContain('29 × "class 29" taken for "class 28"');
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(80);
});
