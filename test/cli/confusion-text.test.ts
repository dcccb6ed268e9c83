import { expect, test } from 'vitest';

import { confusionText, reportText } from '../../cli/confusion-text.ts';
import { textWidth } from '../../cli/grid/text-width.ts';

const three = [
  [50, 3, 7],
  [4, 20, 0],
  [11, 1, 5],
];
const labels = ['bad', 'so-so', 'extremely good'];

test('the report is what scikit-learn 1.9 prints of the same rows', () => {
  expect(reportText(three, labels, 80).join('\n')).toBe(`                precision    recall  f1-score   support

           bad     0.7692    0.8333    0.8000        60
         so-so     0.8333    0.8333    0.8333        24
extremely good     0.4167    0.2941    0.3448        17

      accuracy                         0.7426       101
     macro avg     0.6731    0.6536    0.6594       101
  weighted avg     0.7251    0.7426    0.7313       101`);
});

test('the report of a class that was never predicted is what scikit-learn prints with zero_division=0', () => {
  const never = [
    [0, 7],
    [0, 5],
  ];

  expect(reportText(never, ['a', 'b'], 80).join('\n')).toBe(`              precision    recall  f1-score   support

           a     0.0000    0.0000    0.0000         7
           b     0.4167    1.0000    0.5882         5

    accuracy                         0.4167        12
   macro avg     0.2083    0.5000    0.2941        12
weighted avg     0.1736    0.4167    0.2451        12`);
});

test('cells are shaded by their share of the row, and mistakes are told', () => {
  expect(confusionText(three, labels, { width: 80, plain: false }).join('\n')).toMatchSnapshot();
});

test('where labels do not fit, columns carry numbers', () => {
  const lines = confusionText(three, labels, { width: 44, plain: false });

  expect(lines[0]).toMatch(/^true \\ predicted +1 +2 +3$/);
  expect(lines[2]).toMatch(/^1 bad +50 ██ +3 ░░ +7 ░░$/);
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
