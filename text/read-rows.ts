import { SweepError } from '../core/errors.ts';
import type { DataOptions } from '../core/grid.ts';
import { findColumns } from './find-columns.ts';
import type { Columns } from './find-columns.ts';
import type { DataFile } from './open-bytes.ts';
import { fileProblem, listedPerKind } from './problems.ts';
import type { Problems } from './problems.ts';
import { openCsv } from './read-csv.ts';
import { kindOf } from './read-head.ts';
import { openJsonl } from './read-jsonl.ts';
import type { RawRecord, Table } from './table.ts';
import { openSource } from './utf8-source.ts';
import type { Utf8Source } from './utf8-source.ts';
import { nfc } from './nfc.ts';

/** One usable row: its text columns joined by a space, its label, its value in the groups column, and its place. */
export type Row = {
  readonly text: string;
  readonly label: string;
  readonly group: string | null;
  readonly file: string;
  readonly line: number;
};

/** A row that was left out because it is ragged or cannot be decoded. */
export type SkippedRow = { readonly file: string; readonly line: number; readonly message: string };

/** What was understood and left out, complete once the last row was read. */
export type ReadReport = {
  readonly files: readonly DataFile[];
  readonly delimiters: readonly (string | null)[]; // per file; null: JSON lines
  readonly encodings: readonly string[]; // per file
  readonly columns: Columns | null;
  readonly droppedMissing: number;
  readonly skippedBad: { readonly count: number; readonly first: readonly SkippedRow[] };
};

export type Reader = { readonly rows: AsyncGenerator<Row>; readonly report: () => ReadReport };

type Report = {
  files: DataFile[];
  delimiters: (string | null)[];
  encodings: string[];
  columns: Columns | null;
  droppedMissing: number;
  skippedBad: { count: number; first: SkippedRow[] };
};

/** The key of the grid that names the files, and columns that are taken where the files have them. */
export type Naming = { readonly key: 'data.file' | 'split.test' | 'split.holdout'; readonly like: Columns | null };

type Context = {
  readonly data: DataOptions;
  readonly groups: string | null;
  readonly naming: Naming;
  readonly problems: Problems;
  readonly report: Report;
};

const openTable = async (context: Context, kind: string, source: Utf8Source): Promise<Table> => {
  const { data, groups, report } = context;
  report.encodings.push(source.encoding);
  const isWanted = (columns: readonly string[]): boolean =>
    'columns' in findColumns(source.path, columns, wanted(context, columns), groups);
  const table = kind === 'jsonl' ? await openJsonl(source) : await openCsv(source, data.delimiter, isWanted);
  report.delimiters.push(table.delimiter);
  return table;
};

/** What was found in the first file is asked for by name in the others; files of another key need only look like it. */
const wanted = (
  { data, report, naming: { like } }: Context,
  columns: readonly string[],
): Pick<DataOptions, 'text' | 'label'> => {
  const text = like?.text.every((name) => columns.includes(name)) === true ? like.text : null;
  const label = like !== null && columns.includes(like.label) ? like.label : null;
  return {
    text: data.text ?? report.columns?.text ?? text,
    label: data.label ?? report.columns?.label ?? label,
  };
};

/** A label or a group: text whatever it looks like, trimmed and in NFC, so that what looks the same is the same. */
const asName = (value: string): string => nfc(value.trim());

const asRow = (columns: Columns, file: string, { line, values }: RawRecord): Row => ({
  text: values.slice(0, columns.text.length).join(' '),
  label: asName(values[columns.text.length] as string),
  group: columns.group === null ? null : asName(values[columns.text.length + 1] as string),
  file,
  line,
});

/** Whether the record can be used; what is wrong with it is counted or becomes a problem, as the options say. */
const isSound = ({ data, problems, report }: Context, file: string, { line, wrong }: RawRecord): boolean => {
  if (wrong === null) return true;
  if (data.badRows === 'error') {
    problems.add(wrong.kind, { ...fileProblem(file, 'data.badRows', wrong.message, wrong.fix), line });
    return false;
  }
  report.skippedBad.count++;
  if (report.skippedBad.first.length < listedPerKind)
    report.skippedBad.first.push({ file, line, message: wrong.message });
  return false;
};

const isFilled = ({ data, problems, report }: Context, { text, label, group, file, line }: Row): boolean => {
  const empty = text.trim() === '' ? 'text' : label === '' ? 'label' : group === '' ? 'group' : null;
  if (empty === null) return true;
  report.droppedMissing++;
  if (data.missing === 'drop') return false;
  const fix = 'fill it in, or write data.missing: drop';
  problems.add('rows with an empty text, label or group', {
    ...fileProblem(file, 'data.missing', `the ${empty} is empty`, fix),
    line,
  });
  return false;
};

async function* rowsOf(context: Context, source: Utf8Source, table: Table): AsyncGenerator<Row> {
  const { groups, naming, problems, report } = context;
  const found = findColumns(source.path, table.columns, wanted(context, table.columns), groups);
  if ('problems' in found) {
    for (const problem of found.problems) problems.add(`columns of ${source.path}`, problem);
    return;
  }
  const { columns } = found;
  report.columns ??= columns;
  let records = 0;
  const others = columns.group === null ? [columns.label] : [columns.label, columns.group];
  for await (const batch of table.records({ texts: columns.text, others })) {
    records += batch.length;
    for (const record of batch) {
      if (!isSound(context, source.path, record)) continue;
      const row = asRow(columns, source.path, record);
      if (isFilled(context, row)) yield row;
    }
  }
  if (records > 0) return;
  const message = 'the file has a header and no rows';
  problems.add('files without rows', fileProblem(source.path, naming.key, message, 'name a file with rows'));
}

async function* readFile(context: Context, file: string): AsyncGenerator<Row> {
  const kind = kindOf(file);
  const source = await openSource(file, context.data.encoding, (read) => context.report.files.push(read));
  try {
    yield* rowsOf(context, source, await openTable(context, kind, source));
  } finally {
    await source.close();
  }
}

const asKey = (path: string, { key }: Naming): string => (path === 'data.file' ? key : path);

/**
 * Reads the rows of all files, one after the other and once from front to back; no more than one chunk is held.
 * What is wrong goes into `problems`; reading goes on, so that all of it is found. Ask the report after the last row.
 * @param groups the column whose equal values stay on one side of a split, or null
 */
export const createReader = (
  data: DataOptions,
  groups: string | null,
  problems: Problems,
  naming: Naming = { key: 'data.file', like: null },
): Reader => {
  const report: Report = {
    files: [],
    delimiters: [],
    encodings: [],
    columns: null,
    droppedMissing: 0,
    skippedBad: { count: 0, first: [] },
  };
  async function* rows(): AsyncGenerator<Row> {
    for (const file of data.files) {
      try {
        yield* readFile({ data, groups, naming, problems, report }, file);
      } catch (error) {
        if (!(error instanceof SweepError)) throw error;
        for (const problem of error.problems)
          problems.add('files that cannot be read', { ...problem, path: asKey(problem.path, naming) });
      }
    }
  }
  return { rows: rows(), report: () => report };
};
