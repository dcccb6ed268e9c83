import { longestRecord, shortened, unreadable } from './table.ts';
import type { RawRecord, Table, Wanted, Wrong } from './table.ts';
import { wrongBytes } from './utf8-source.ts';
import type { Utf8Source } from './utf8-source.ts';

type Line = { readonly text: string; readonly line: number; readonly end: number };
type JsonObject = { readonly [key: string]: unknown };

const newline = 0x0a;
const sniffedLines = 100;

/** Lines of a stream, without their ends; bytes of a line that goes on in the next chunk are kept until it ends. */
export async function* linesOf(source: Utf8Source, fix: string): AsyncGenerator<readonly Line[]> {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let line = 1;
  let place = 0;
  for await (const chunk of source.chunks) {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      const bytes = Buffer.concat([...kept, chunk.subarray(from, at)]);
      lines.push({ text: bytes.toString('utf8'), line, end: place + at + 1 });
      kept = [];
      keptBytes = 0;
      from = at + 1;
      line++;
    }
    if (from < chunk.length) kept.push(chunk.subarray(from));
    keptBytes += chunk.length - from;
    place += chunk.length;
    if (keptBytes > longestRecord) {
      throw unreadable(source.path, line, `a line longer than ${longestRecord} bytes begins here`, fix);
    }
    yield lines;
  }
  yield [{ text: Buffer.concat(kept).toString('utf8'), line, end: Infinity }];
}

const notJson = (found: string): Wrong => ({
  kind: 'lines that are not JSON objects',
  message: `${found} where a JSON object was expected, e.g. {"text": "…", "label": "…"}`,
  fix: 'write one object a line, or write data.badRows: skip',
});

const mostDepth = 500;
const [quote, backslash] = ['"', '\\'].map((character) => character.charCodeAt(0));
const opening = new Set(['[', '{'].map((character) => character.charCodeAt(0)));
const closing = new Set([']', '}'].map((character) => character.charCodeAt(0)));

/** Whether lists and objects stand in each other deeper than in anybody's data; brackets within texts do not count. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) isText = !isText;
    else if (isText) at += code === backslash ? 1 : 0;
    else if (opening.has(code)) depth++;
    else if (closing.has(code)) depth--;
    if (depth > mostDepth) return true;
  }
  return false;
};

/** The object that a line holds; null where it holds none. */
const parseLine = (text: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
    // what is deeper can be read, but writing it again would exhaust the stack
    return Object.values(value).some((each) => typeof each === 'object') && isTooDeep(text)
      ? null
      : (value as JsonObject);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** A JSON value as text: strings as they are, anything else as its JSON. */
const asText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/\p{Surrogate}/gu, '\ufffd'); // halves of a pair cannot be written as UTF-8
};

const own = (object: JsonObject, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

const asRecord = (source: Utf8Source, { text, line, end }: Line, { texts, others }: Wanted): RawRecord => {
  const object = parseLine(text);
  const values =
    object === null
      ? []
      : [
          ...texts.map((name) => asText(own(object, name) ?? '')),
          ...others.map((name) => asText(own(object, name) === undefined ? '' : own(object, name))),
        ];
  return {
    line,
    values,
    wrong: wrongBytes(source, end, values) ?? (object === null ? notJson(shortened(text)) : null),
  };
};

/** The first 100 lines or more, as batches, taken from the front. */
const takeFirst = async (batches: AsyncGenerator<readonly Line[]>): Promise<readonly (readonly Line[])[]> => {
  const taken: (readonly Line[])[] = [];
  for (let [count, characters] = [0, 0]; count < sniffedLines && characters < longestRecord;) {
    const next = await batches.next();
    if (next.done === true) break;
    taken.push(next.value);
    count += next.value.length;
    characters += next.value.reduce((sum, { text }) => sum + text.length, 0);
  }
  return taken;
};

const columnsOf = (lines: readonly Line[]): readonly string[] => [
  ...new Set(lines.slice(0, sniffedLines).flatMap(({ text }) => Object.keys(parseLine(text) ?? {}))),
];

/**
 * Opens a file with one JSON object a line; its columns are the keys of the first 100.
 * @throws {SweepError} INVALID_DATA on a line of over 2²⁴ bytes
 */
export const openJsonl = async (source: Utf8Source): Promise<Table> => {
  const batches = linesOf(source, 'write one object a line; an array of objects is not JSON lines');
  const first = await takeFirst(batches);
  const columns = columnsOf(first.flat());
  if (columns.length === 0) {
    const fix = 'write one JSON object a line, e.g. {"text": "…", "label": "…"}';
    throw unreadable(source.path, null, `no JSON object in the first ${sniffedLines} lines`, fix);
  }
  async function* records(wanted: Wanted): AsyncGenerator<readonly RawRecord[]> {
    const read = (lines: readonly Line[]) =>
      lines.filter(({ text }) => text.trim() !== '').map((line) => asRecord(source, line, wanted));
    for (const lines of first) yield read(lines);
    for await (const lines of batches) yield read(lines);
  }
  return { columns, delimiter: null, records };
};
