import { candidateColumns } from './find-columns.ts';
import { openCsv } from './read-csv.ts';
import { openJsonl } from './read-jsonl.ts';
import { unreadable } from './table.ts';
import { openSource } from './utf8-source.ts';

/**
 * What a file of rows is by its name: csv, tsv, txt or jsonl.
 * @throws {SweepError} INVALID_DATA where it is none of them
 */
export const kindOf = (path: string): string => {
  const kind = /\.(csv|tsv|txt|jsonl)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  if (kind !== undefined) return kind;
  const message = 'a file of unknown kind; .csv, .tsv, .txt or .jsonl (also .gz) was expected';
  throw unreadable(path, null, message, 'save it as CSV');
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
