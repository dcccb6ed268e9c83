import type { ClassReport, Confusion } from './confusion.ts';
import { classReports } from './confusion.ts';

/** The numbers of scikit-learn's classification_report with all labels given. */
export type ClassificationReport = {
  readonly classes: readonly (ClassReport & { readonly label: string })[]; // in the order of the labels
  readonly accuracy: number;
  readonly macro: ClassReport; // means over all labels; support: of all
  readonly weighted: ClassReport; // means weighted by support
};

/** Means of a list of reports, each with a weight; scikit-learn's for weights that sum to 0: 0. */
const average = (reports: readonly ClassReport[], weights: readonly number[]): ClassReport => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const of = (value: (report: ClassReport) => number): number =>
    total === 0 ? 0 : reports.reduce((sum, report, c) => sum + value(report) * (weights[c] as number), 0) / total;
  return {
    precision: of(({ precision }) => precision),
    recall: of(({ recall }) => recall),
    f1: of(({ f1 }) => f1),
    support: reports.reduce((sum, { support }) => sum + support, 0),
  };
};

/**
 * What scikit-learn's classification_report prints, as numbers; a quotient with nothing below it is 0.
 * @param confusion rows = true class, columns = predicted class; at least one row of data
 * @param labels one for each class
 */
export const classificationReport = (confusion: Confusion, labels: readonly string[]): ClassificationReport => {
  if (confusion.length !== labels.length)
    throw new RangeError(`${confusion.length} classes cannot be called by ${labels.length} labels`);
  const reports = classReports(confusion);
  const hits = confusion.reduce((sum, row, c) => sum + (row[c] as number), 0);
  const macro = average(
    reports,
    reports.map(() => 1),
  );
  return {
    classes: reports.map((report, c) => ({ label: labels[c] as string, ...report })),
    accuracy: hits / macro.support,
    macro,
    weighted: average(
      reports,
      reports.map(({ support }) => support),
    ),
  };
};

/**
 * A number of a report as Python writes it: of two nearest decimals the even one, where `toFixed` takes the greater.
 * @param value 0 to 1
 */
export const reportNumber = (value: number, digits: number): string => {
  const halves = value * 2 ** (digits + 1); // exact; in the middle of two decimals are the odd ones alone
  if (!Number.isInteger(halves) || halves % 2 === 0) return value.toFixed(digits);
  const below = value.toFixed(digits + 1).slice(0, -1);
  return Number(below.at(-1)) % 2 === 0 ? below : value.toFixed(digits);
};
