import { existsSync } from 'node:fs';

import { SweepError } from '../../core/errors.ts';
import { openCsvRows } from '../../text/read-csv.ts';
import { kindOf } from '../../text/read-head.ts';
import { shortened } from '../../text/table.ts';
import { openSource } from '../../text/utf8-source.ts';
import type { Utf8Source } from '../../text/utf8-source.ts';
import type { ModelFacts } from '../../training/export/trained-model.ts';
import { nearest } from '../grid/nearest.ts';
import type { Input } from './input.ts';

export type CsvInput = {
  readonly file: string;
  readonly textColumns: readonly string[] | null; // null: as in training
  readonly delimiter: string | null;
  readonly encoding: string | null;
  readonly reading: ModelFacts['reading'];
};

const delimiters: ReadonlyMap<string, string> = new Map([
  ['auto', 'auto'],
  [',', ','],
  ['comma', ','],
  [';', ';'],
  ['semicolon', ';'],
  ['|', '|'],
  ['tab', '\t'],
  ['\t', '\t'],
  [String.raw`\t`, '\t'],
]);

const delimiterOf = (given: string | null): string => {
  const found = delimiters.get(given ?? 'auto');
  if (found !== undefined) return found;
  const message = `--delimiter ${JSON.stringify(given)} is none of the delimiters.`;
  throw new SweepError({ code: 'USAGE', message, fix: 'one of: auto, ",", ";", "|", tab' });
};

const invalid = (message: string, fix: string): SweepError => new SweepError({ code: 'INVALID_DATA', message, fix });

/** Readers of grids name the grid's keys; here they are flags. */
const withFlags = (fix: string): string =>
  fix
    .replace(/write (?:the right )?data\.encoding: (\S+?),? or .*$/, '--encoding $1')
    .replace(/write (?:the right )?data\.encoding: (\S+)$/, '--encoding $1')
    .replace(/write the right data\.encoding, or .*$/, 'name the right --encoding')
    .replace(/, or write data\.badRows: skip$/, '')
    .replace(/correct data\.file; .*$/, 'correct --file');

const inOurWords = (error: unknown): unknown => {
  if (!(error instanceof SweepError) || error.code !== 'INVALID_DATA') return error;
  const [problem] = error.problems;
  const place = problem?.line === null || problem === undefined ? '' : `:${problem.line}`;
  const message = problem === undefined ? error.message : `${problem.file}${place}: ${problem.message}`;
  return invalid(message, withFlags(problem?.fix ?? error.fix));
};

/** Places of the text columns, each of which must stand in the header once. */
const placesOf = (file: string, columns: readonly string[], wanted: readonly string[], isTold: boolean): number[] =>
  wanted.map((name) => {
    const places = columns.flatMap((column, at) => (column === name.trim() ? [at] : []));
    if (places.length === 1) return places[0] as number;
    const shown = columns.slice(0, 30).map((column) => JSON.stringify(shortened(column)));
    const list = shown.join(', ') + (columns.length > 30 ? ` and ${columns.length - 30} more` : '');
    if (places.length > 1)
      throw invalid(`${file}: column ${JSON.stringify(name)} is there ${places.length} times`, 'rename the others');
    const like = nearest(name, columns);
    const fix = like === null ? 'name it: --text-column <column>' : `--text-column ${JSON.stringify(like)}?`;
    const why = isTold ? '' : ', which the model was trained on';
    throw invalid(`${file}: no column ${JSON.stringify(name)}${why}; the columns are ${list}`, fix);
  });

/** A training file's encoding; UTF-8 as 'auto', which finds a byte order mark and UTF-16 too. */
const encodingOf = ({ encoding, reading }: CsvInput): string =>
  encoding ?? (reading.encoding === 'utf-8' ? 'auto' : reading.encoding);

const kind = (file: string): void => {
  if (!existsSync(file)) throw invalid(`There is no file ${file}.`, 'correct --file');
  if (kindOf(file) === 'jsonl') throw invalid(`${file}: JSON lines, CSV was expected`, 'save it as CSV');
};

const open = async (input: CsvInput, source: Utf8Source): Promise<Input> => {
  const { file, reading } = input;
  const wanted = input.textColumns ?? reading.text;
  const preferred = [...delimiters.values()].find((each) => each === reading.delimiter) ?? null;
  const has = (columns: readonly string[]): boolean => wanted.every((name) => columns.includes(name.trim()));
  const options = { delimiter: delimiterOf(input.delimiter), preferred, wanted: has };
  const { header, columns, delimiter, rows } = await openCsvRows(source, options);
  const places = placesOf(file, columns, wanted, input.textColumns !== null);
  async function* inputRows() {
    try {
      for await (const batch of rows()) {
        yield batch.map(({ fields, line, wrong }) => {
          if (wrong !== null) throw invalid(`${file}:${line}: ${wrong.message}`, withFlags(wrong.fix));
          return { text: places.map((place) => fields[place] as string).join(' '), cells: fields };
        });
      }
    } catch (error) {
      throw inOurWords(error);
    } finally {
      await source.close();
    }
  }
  const shown = delimiter === '\t' ? 'a tab' : JSON.stringify(delimiter);
  const read = `${file}: ${source.encoding}, ${shown} between fields, text in ${wanted.map((name) => JSON.stringify(name)).join(' and ')}`;
  return { header, separator: delimiter, rows: inputRows(), read };
};

/**
 * Opens a CSV file; its rows come with all their fields, in order.
 * @throws {SweepError} INVALID_DATA naming file and line
 */
export const inputOfCsv = async (input: CsvInput): Promise<Input> => {
  delimiterOf(input.delimiter);
  try {
    kind(input.file);
    const source = await openSource(input.file, encodingOf(input), () => undefined);
    try {
      return await open(input, source);
    } catch (error) {
      await source.close();
      throw error;
    }
  } catch (error) {
    throw inOurWords(error);
  }
};
