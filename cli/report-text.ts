import type { ClassReport, Confusion } from '../scoring/confusion.ts';
import { classificationReport, reportNumber } from '../scoring/classification-report.ts';
import { cutTo, harmless, padStart, textWidth } from './grid/text-width.ts';

const averages = { macro: 'macro avg', weighted: 'weighted avg' } as const;
const numberColumns = 41; // of a line, behind its name
const digits = 4;
const cell = (text: string): string => ` ${text.padStart(9)}`;

/**
 * scikit-learn's classification_report of a confusion matrix, to four decimals, byte for byte where letters are a column wide
 * and labels fit; longer ones are cut.
 * @see sklearn.metrics.classification_report
 */
export const reportText = (confusion: Confusion, labels: readonly string[], columns: number): readonly string[] => {
  const { classes, accuracy, macro, weighted } = classificationReport(confusion, labels);
  const longest = Math.max(averages.weighted.length, columns - numberColumns);
  const names = labels.map((label) => cutTo(harmless(label), longest));
  const width = Math.max(...names.map(textWidth), averages.weighted.length);
  const line = (name: string, cells: readonly string[]): string =>
    `${padStart(name, width)} ${cells.map(cell).join('')}`;
  const text = (value: number): string => reportNumber(value, digits);
  const reportLine = (name: string, { precision, recall, f1, support }: ClassReport): string =>
    line(name, [text(precision), text(recall), text(f1), String(support)]);
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '',
    ...classes.map((report, at) => reportLine(names[at] as string, report)),
    '',
    line('accuracy', ['', '', text(accuracy), String(macro.support)]),
    reportLine(averages.macro, macro),
    reportLine(averages.weighted, weighted),
  ];
};
