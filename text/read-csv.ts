import { CsvError, parse } from 'csv-parse';
import { createLineCounter } from './line-counter.ts';
import { headerUnder, separatorLine, sniffDelimiter } from './sniff-delimiter.ts';
import { longestRecord, peek, unreadable } from './table.ts';
import type { RawRecord, Table, Wanted, Wrong } from './table.ts';
import { wrongBytes } from './utf8-source.ts';
import type { Utf8Source } from './utf8-source.ts';

/** One record: all its fields, and the line on which it begins. */
type Fields = { readonly fields: readonly string[]; readonly line: number; readonly wrong: Wrong | null };

const sniffedBytes = 1 << 18;
/** Of a table of texts; more is another file, or one that is to do harm. */
const mostColumns = 10_000;

/** What csv-parse reports at the end of the file or of what it holds in memory, in our words. */
const csvProblem = (path: string, line: number, error: unknown): unknown => {
  if (!(error instanceof CsvError)) return error;
  const fix = 'close the quote; a quote inside a quoted field is written twice ("")';
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return unreadable(path, line, 'a quote opened in this row is never closed', fix);
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return unreadable(path, line, `a row longer than ${longestRecord} characters begins here`, fix);
  return unreadable(path, line, error.message, 'correct this row');
};

const createParser = (delimiter: string, onRecord: (fields: readonly string[], end: number) => void) => {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true, // quotes inside an unquoted field are text
    relax_column_count: true, // told by ourselves, with the line
    skip_empty_lines: true,
    max_record_size: longestRecord,
    on_record: (fields: string[], { bytes }) => {
      onRecord(fields, bytes);
      return null;
    },
  });
  parser.on('error', () => {}); // told through the callbacks below
  parser.resume();
  const push = (chunk: Buffer): Promise<void> =>
    new Promise((done, failed) => parser.write(chunk, (error) => (error ? failed(error) : done())));
  const end = (): Promise<void> => new Promise((done, failed) => parser.once('error', failed).once('end', done).end());
  return { push, end };
};

async function* parseRecords(source: Utf8Source, delimiter: string, skip: number): AsyncGenerator<readonly Fields[]> {
  const lines = createLineCounter(skip === 0 ? 1 : 2);
  let batch: Fields[] = [];
  const parser = createParser(delimiter, (fields, end) => {
    const line = lines.recordLine(end);
    batch.push({ fields, line, wrong: wrongBytes(source, end + skip, fields) });
  });
  const parsed = async (step: () => Promise<void>): Promise<readonly Fields[]> => {
    batch = [];
    try {
      await step();
    } catch (error) {
      throw csvProblem(source.path, lines.recordLine(Infinity), error);
    }
    return batch;
  };
  let left = skip;
  for await (const chunk of source.chunks) {
    const rest = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - rest.length;
    lines.feed(rest);
    if (rest.length > 0) yield await parsed(() => parser.push(rest));
  }
  yield await parsed(() => parser.end());
}

const withoutHeader = async (records: AsyncGenerator<readonly Fields[]>) => {
  for (let next = await records.next(); next.done !== true; next = await records.next()) {
    const [header, ...rest] = next.value;
    if (header !== undefined) return { header, rest };
  }
  return null;
};

const ragged = (found: number, expected: number): Wrong => ({
  kind: 'rows with another number of fields than the header',
  message: `${found} ${found === 1 ? 'field' : 'fields'} where the header has ${expected}`,
  fix: 'quote the texts that hold the delimiter or a line end, or write data.badRows: skip',
});

const isBlank = (fields: readonly string[]): boolean => fields.length === 1 && (fields[0] as string).trim() === '';

/** A CSV file that has been opened as far as its header; its rows are read once, in batches, with all their fields. */
export type CsvRows = {
  readonly header: readonly string[]; // as it stands there
  readonly columns: readonly string[]; // trimmed
  readonly delimiter: string;
  readonly rows: () => AsyncGenerator<readonly Fields[]>;
};

export type CsvOptions = {
  readonly delimiter: string; // 'auto', or the delimiter; a `sep=` line names it for 'auto' and is passed over in any case
  readonly preferred: string | null; // for 'auto': the delimiter where the header then has the wanted columns
  readonly wanted: (columns: readonly string[]) => boolean; // whether a header has the columns that will be read
};

const delimiterOf = (text: string, whole: boolean, { delimiter, preferred, wanted }: CsvOptions): string => {
  if (delimiter !== 'auto') return delimiter;
  const isRight = preferred !== null && wanted(headerUnder(text, preferred));
  return isRight ? preferred : sniffDelimiter(text, whole, wanted);
};

/**
 * Opens a CSV file as far as its header.
 * @throws {SweepError} INVALID_DATA on a quote that is never closed
 */
export const openCsvRows = async (source: Utf8Source, options: CsvOptions): Promise<CsvRows> => {
  const { head, whole, chunks } = await peek(source.chunks, sniffedBytes);
  const text = head.toString('utf8');
  const named = separatorLine(text);
  const skip = named?.length ?? 0;
  const isNamed = named !== null && options.delimiter === 'auto';
  const used = isNamed ? named.delimiter : delimiterOf(text.slice(skip), whole, options);
  const batches = parseRecords({ ...source, chunks }, used, Buffer.byteLength(text.slice(0, skip)));
  const first = await withoutHeader(batches);
  if (first === null) throw unreadable(source.path, null, 'the file is empty', 'name a file with a header and rows');
  const { header, rest } = first;
  if (header.wrong !== null) throw unreadable(source.path, header.line, header.wrong.message, header.wrong.fix);
  const { length } = header.fields;
  if (length > mostColumns)
    throw unreadable(source.path, header.line, `a header of ${length} columns`, 'name a table of texts and labels');
  const read = (batch: readonly Fields[]): readonly Fields[] =>
    batch
      .filter(({ fields }) => length === 1 || !isBlank(fields))
      .map(({ fields, line, wrong }) => ({
        fields,
        line,
        wrong: wrong ?? (fields.length === length ? null : ragged(fields.length, length)),
      }));
  async function* rows(): AsyncGenerator<readonly Fields[]> {
    yield read(rest);
    for await (const batch of batches) yield read(batch);
  }
  return { header: header.fields, columns: header.fields.map((name) => name.trim()), delimiter: used, rows };
};

/**
 * Opens a CSV file as far as its header, to read some of its columns.
 * @param delimiter 'auto', or the delimiter; a `sep=` line names it for 'auto' and is passed over in any case
 * @param wanted    whether a header has the columns that will be read, to tell the delimiter by
 * @throws {SweepError} INVALID_DATA on a quote that is never closed
 */
export const openCsv = async (
  source: Utf8Source,
  delimiter: string,
  wanted: (columns: readonly string[]) => boolean,
): Promise<Table> => {
  const opened = await openCsvRows(source, { delimiter, preferred: null, wanted });
  const { columns } = opened;
  async function* records({ texts, others }: Wanted): AsyncGenerator<readonly RawRecord[]> {
    const places = [...texts, ...others].map((name) => columns.indexOf(name));
    for await (const batch of opened.rows())
      yield batch.map(({ fields, line, wrong }) => ({
        line,
        values: places.map((place) => fields[place] ?? ''),
        wrong,
      }));
  }
  return { columns, delimiter: opened.delimiter, records };
};
