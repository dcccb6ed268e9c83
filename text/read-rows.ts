import { SweepError } from '../core/errors.ts';
import type { DataOptions } from '../core/grid.ts';
import { candidateColumns, findColumns } from './find-columns.ts';
import type { Columns } from './find-columns.ts';
import type { DataFile } from './open-bytes.ts';
import { fileProblem, listedPerKind } from './problems.ts';
import type { Problems } from './problems.ts';
import { openCsv } from './read-csv.ts';
import { openJsonl } from './read-jsonl.ts';
import { unreadable } from './table.ts';
import type { RawRecord, Table } from './table.ts';
import { openSource } from './utf8-source.ts';
import type { Utf8Source } from './utf8-source.ts';

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

type Context = {
  readonly data: DataOptions;
  readonly groups: string | null;
  readonly problems: Problems;
  readonly report: Report;
};

const kindOf = (path: string): string => {
  const kind = /\.(csv|tsv|txt|jsonl)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  if (kind !== undefined) return kind;
  const message = 'a file of unknown kind; .csv, .tsv, .txt or .jsonl (also .gz) was expected';
  throw unreadable(path, null, message, 'save it as CSV');
};

const openTable = async (context: Context, kind: string, source: Utf8Source): Promise<Table> => {
  const { data, groups, report } = context;
  report.encodings.push(source.encoding);
  const isWanted = (columns: readonly string[]): boolean =>
    'columns' in findColumns(source.path, columns, wanted(context), groups);
  const table = kind === 'jsonl' ? await openJsonl(source) : await openCsv(source, data.delimiter, isWanted);
  report.delimiters.push(table.delimiter);
  return table;
};

/** What the front of a data file tells: its columns, and its encoding where a grid has to name it, else null. */
export type DataHead = { readonly columns: readonly string[]; readonly encoding: string | null };

/**
 * The columns of a data file, without reading its rows, and the encoding that it is likely in where it is not UTF-8.
 * @throws {SweepError} INVALID_DATA where it cannot be read, is empty, or is of unknown kind
 */
export const readHead = async (file: string, encoding: string | null = null): Promise<DataHead> => {
  const kind = kindOf(file);
  const source = await openSource(file, encoding ?? 'auto', () => undefined);
  try {
    const proposed = encoding === null ? source.proposed() : null;
    if (proposed !== null) return await readHead(file, proposed);
    const hasBoth = (columns: readonly string[]): boolean =>
      candidateColumns(columns, 'text').length > 0 && candidateColumns(columns, 'label').length > 0;
    const { columns } = kind === 'jsonl' ? await openJsonl(source) : await openCsv(source, 'auto', hasBoth);
    return { columns, encoding };
  } finally {
    await source.close();
  }
};

/** What was found in the first file is asked for by name in the others. */
const wanted = ({ data, report }: Context): Pick<DataOptions, 'text' | 'label'> => ({
  text: data.text ?? report.columns?.text ?? null,
  label: data.label ?? report.columns?.label ?? null,
});

const asRow = (columns: Columns, file: string, { line, values }: RawRecord): Row => ({
  text: values.slice(0, columns.text.length).join(' '),
  label: (values[columns.text.length] as string).trim(),
  group: columns.group === null ? null : (values[columns.text.length + 1] as string).trim(),
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
  const { groups, problems, report } = context;
  const found = findColumns(source.path, table.columns, wanted(context), groups);
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
  problems.add('files without rows', fileProblem(source.path, 'data.file', message, 'name a file with rows'));
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

/**
 * Reads the rows of all files, one after the other and once from front to back; no more than one chunk is held.
 * What is wrong goes into `problems`; reading goes on, so that all of it is found. Ask the report after the last row.
 * @param groups the column whose equal values stay on one side of a split, or null
 */
export const createReader = (data: DataOptions, groups: string | null, problems: Problems): Reader => {
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
        yield* readFile({ data, groups, problems, report }, file);
      } catch (error) {
        if (!(error instanceof SweepError)) throw error;
        for (const problem of error.problems) problems.add('files that cannot be read', problem);
      }
    }
  }
  return { rows: rows(), report: () => report };
};
