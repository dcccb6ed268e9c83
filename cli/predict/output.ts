import { indexOfLargest } from '../../training/network/head.ts';
import { sixDigits } from '../../scoring/six-digits.ts';
import type { CsvCell } from '../csv.ts';
import { csvLine, csvStart } from '../csv.ts';
import type { Input, InputRow } from './input.ts';

/** What a row was predicted as. */
export type Prediction = {
  readonly row: InputRow;
  readonly label: string;
  readonly probabilities: readonly number[]; // in the order of the labels, to 6 significant digits
};

/** How predictions are written: before, for each batch, and after them. */
export type Format = {
  readonly start: string;
  readonly rows: (batch: readonly Prediction[]) => string;
  readonly end: string;
};

/** @param values float32 [rows, labels] */
export const predictionsOf = (
  rows: readonly InputRow[],
  values: Float32Array,
  labels: readonly string[],
): readonly Prediction[] =>
  rows.map((row, at) => {
    const own = values.subarray(at * labels.length, (at + 1) * labels.length);
    return { row, label: labels[indexOfLargest(own)] as string, probabilities: Array.from(own, sixDigits) };
  });

/** Names for new columns that no column has yet: `predicted`, else `predicted_2`, … */
const freeNames = (wanted: readonly string[], taken: readonly string[]): readonly string[] => {
  const used = new Set(taken.map((name) => name.trim()));
  return wanted.map((name) => {
    let free = name;
    for (let number = 2; used.has(free); number++) free = `${name}_${number}`;
    used.add(free);
    return free;
  });
};

export const newColumns = (labels: readonly string[], header: readonly string[]): readonly string[] =>
  freeNames(['predicted', ...labels.map((label) => `p_${label}`)], header);

/** The input's rows with the new columns behind: CSV with the input's delimiter, or as spreadsheets want it. */
export const csvFormat = ({ header, separator }: Input, labels: readonly string[], excel: boolean): Format => {
  const options = { excel, separator };
  const line = (cells: readonly CsvCell[]): string => csvLine(cells, options);
  return {
    start: csvStart(options) + line([...header, ...newColumns(labels, header)]),
    rows: (batch) =>
      batch.map(({ row, label, probabilities }) => line([...row.cells, label, ...probabilities])).join(''),
    end: '',
  };
};

/** One object; its predictions in the order of the input, counted from 1. */
export const jsonFormat = (labels: readonly string[], withText: boolean): Format => {
  let count = 0;
  const item = ({ row, label, probabilities }: Prediction): string => {
    count++;
    const text = withText ? { text: row.text } : {};
    return `${count === 1 ? '' : ','}${JSON.stringify({ row: count, ...text, label, probabilities })}`;
  };
  return {
    start: `{"v":1,"labels":${JSON.stringify(labels)},"predictions":[`,
    rows: (batch) => batch.map(item).join(''),
    end: ']}\n',
  };
};

/** One text for a person: every label with its probability, the likeliest first. */
export const lineFormat = (labels: readonly string[]): Format => ({
  start: '',
  rows: (batch) =>
    batch
      .flatMap(({ probabilities }) => {
        const width = Math.max(...labels.map(({ length }) => length));
        return labels
          .map((label, at) => ({ label, p: probabilities[at] as number }))
          .toSorted((a, b) => b.p - a.p)
          .map(({ label, p }) => `${label.padEnd(width)}  ${p.toFixed(4)}\n`);
      })
      .join(''),
  end: '',
});
