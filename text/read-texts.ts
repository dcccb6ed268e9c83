import { SweepError } from '../core/errors.ts';
import type { DataOptions } from '../core/grid.ts';
import { candidateColumns } from './find-columns.ts';
import type { DataFile } from './open-bytes.ts';
import { fileProblem } from './problems.ts';
import type { Problems } from './problems.ts';
import { openCsv } from './read-csv.ts';
import { kindOf } from './read-head.ts';
import { linesOf, openJsonl } from './read-jsonl.ts';
import type { RawRecord } from './table.ts';
import { openSource, wrongBytes } from './utf8-source.ts';
import type { Utf8Source } from './utf8-source.ts';

/** Files of texts without labels, and how they are read. */
export type TextFiles = {
  readonly files: readonly string[];
  readonly key: string; // of the grid, that names them
  readonly data: Pick<DataOptions, 'text' | 'delimiter' | 'encoding' | 'badRows'>;
  readonly like: readonly string[]; // columns of the rows, which are taken where a file has them
  readonly problems: Problems;
};

export type TextReader = {
  readonly texts: AsyncGenerator<string>;
  /** Complete once the last text was read. */
  readonly report: () => { readonly files: readonly DataFile[]; readonly skippedBad: number };
};

/** The columns with the texts: those of the rows, the one that looks like a text, or the only one; null: none. */
const textColumns = ({ data, like }: TextFiles, columns: readonly string[]): readonly string[] | null => {
  const has = (names: readonly string[]): boolean => names.length > 0 && names.every((name) => columns.includes(name));
  if (data.text !== null && has(data.text)) return data.text;
  if (has(like)) return like;
  const candidates = candidateColumns(columns, 'text');
  if (candidates.length === 1) return candidates;
  return columns.length === 1 ? columns : null;
};

const openRecords = async (
  options: TextFiles,
  kind: string,
  source: Utf8Source,
): Promise<AsyncGenerator<readonly RawRecord[]> | null> => {
  const isWanted = (columns: readonly string[]): boolean => textColumns(options, columns) !== null;
  const table = kind === 'jsonl' ? await openJsonl(source) : await openCsv(source, options.data.delimiter, isWanted);
  const texts = textColumns(options, table.columns);
  if (texts !== null) return table.records({ texts, others: [] });
  const listed = table.columns.slice(0, 30).map((name) => JSON.stringify(name));
  const message = `no column that looks like the text; the columns are ${listed.join(', ')}`;
  const problem = fileProblem(source.path, options.key, message, 'call the column of the texts "text"');
  options.problems.add(`columns of ${source.path}`, { ...problem, line: 1 });
  return null;
};

/** A text a line; blank lines are none. */
async function* asRecords(source: Utf8Source): AsyncGenerator<readonly RawRecord[]> {
  for await (const lines of linesOf(source, 'write one text a line'))
    yield lines
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, line, end }) => ({ line, values: [text], wrong: wrongBytes(source, end, [text]) }));
}

async function* textsOf(
  options: TextFiles,
  source: Utf8Source,
  records: AsyncGenerator<readonly RawRecord[]>,
  onBad: () => void,
): AsyncGenerator<string> {
  const { data, problems } = options;
  for await (const batch of records) {
    for (const { line, values, wrong } of batch) {
      if (wrong === null) yield values.join(' ');
      else if (data.badRows === 'skip') onBad();
      else problems.add(wrong.kind, { ...fileProblem(source.path, 'data.badRows', wrong.message, wrong.fix), line });
    }
  }
}

/**
 * Reads texts from .txt files with one text a line, and from .csv, .tsv and .jsonl files with a column of texts, also .gz:
 * one after the other and once from front to back, with the encoding and delimiter of the data. What is wrong goes into
 * `problems`. Texts may be empty.
 */
export const createTextReader = (options: TextFiles): TextReader => {
  const { files, key, data, problems } = options;
  const report = { files: [] as DataFile[], skippedBad: 0 };
  async function* readFile(file: string): AsyncGenerator<string> {
    const kind = kindOf(file);
    const source = await openSource(file, data.encoding, (read) => report.files.push(read));
    try {
      const records = kind === 'txt' ? asRecords(source) : await openRecords(options, kind, source);
      if (records !== null) yield* textsOf(options, source, records, () => report.skippedBad++);
    } finally {
      await source.close();
    }
  }
  async function* texts(): AsyncGenerator<string> {
    for (const file of files) {
      try {
        yield* readFile(file);
      } catch (error) {
        if (!(error instanceof SweepError)) throw error;
        for (const problem of error.problems) {
          const path = problem.path === 'data.file' ? key : problem.path;
          problems.add('files that cannot be read', { ...problem, path });
        }
      }
    }
  }
  return { texts: texts(), report: () => report };
};
