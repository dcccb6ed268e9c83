import type { Fail } from './fault.ts';
import type { KeptRows } from './kept-rows.ts';
import { isNumber, parseNumber } from './parse-number.ts';
import { fieldsOf, headBytes } from './recognise.ts';

/** Takes a file's bytes from its first row on, chunk by chunk; what is wrong ends it. */
export type RowParser = {
  readonly push: (chunk: Buffer) => void;
  /** The number of rows, once the last byte was pushed. */
  readonly end: () => number;
};

export type TextRows = {
  readonly rows: number | null; // as the header says; null: there is none
  readonly kept: KeptRows;
  readonly fail: Fail;
};

const longestLine = headBytes;
const [newline, carriageReturn, space, tab] = [0x0a, 0x0d, 0x20, 0x09];

const isSeparator = (byte: number | undefined): boolean => byte === space || byte === tab;

const countFields = (bytes: Buffer, from: number, to: number): number => {
  let fields = 0;
  let isBetween = true;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === space || byte === tab) isBetween = true;
    else if (isBetween) {
      isBetween = false;
      fields++;
    }
  }
  return fields;
};

/** Some GloVe files hold words with spaces in them: no token of a text can be one. */
const isWordWithSpaces = (line: string, size: number): boolean => {
  const fields = fieldsOf(line);
  const word = fields.slice(0, -size);
  return fields.length > size + 1 && !isNumber(word.at(-1) as string) && fields.slice(-size).every(isNumber);
};

const once = "keep one of the two, e.g. awk '!seen[$1]++' OLD > NEW";

type Place = { readonly bytes: Buffer; readonly from: number; readonly to: number };

const readNumbers = (
  { bytes, from, to }: Place,
  into: Float32Array,
  refuse: (at: number, field: string) => void,
): void => {
  let at = from;
  for (let field = 0; field < into.length; field++) {
    while (isSeparator(bytes[at])) at++;
    let end = at;
    while (end < to && !isSeparator(bytes[end])) end++;
    into[field] = parseNumber(bytes, at, end);
    if (!Number.isFinite(into[field])) refuse(field, bytes.toString('utf8', at, end));
    at = end;
  }
};

/** Rows as text: a word and its numbers, one row a line. Rows of other words are looked at for their width alone. */
export const createTextParser = ({ rows: expected, kept, fail }: TextRows): RowParser => {
  const { size } = kept;
  let rest: Buffer = Buffer.alloc(0);
  let line = expected === null ? 0 : 1;
  let rows = 0;
  const refuseWidth = (found: number, isLast: boolean): never => {
    const wanted = `${size} as ${expected === null ? 'the first line has' : 'the header says'}`;
    if (isLast && found < size)
      return fail(line, `the file is cut: it ends after ${found} of ${size} numbers`, 'get the file again');
    return fail(line, `${found} numbers behind the word, expected ${wanted}`, 'correct or delete this line');
  };
  const refuseNumber = (word: string, at: number, field: string): never => {
    const message = `number ${at + 1} of "${word}" is ${JSON.stringify(field)}, expected a finite number`;
    return fail(line, message, 'correct or delete this line');
  };
  const readLine = (bytes: Buffer, from: number, end: number, isLast: boolean): void => {
    line++;
    let to = end;
    while (to > from && (isSeparator(bytes[to - 1]) || bytes[to - 1] === carriageReturn)) to--;
    if (to === from) return;
    rows++;
    if (expected !== null && rows > expected)
      fail(line, `the header says ${expected} words, and here is another`, 'correct the header, or get the file again');
    let wordEnd = from;
    while (wordEnd < to && !isSeparator(bytes[wordEnd])) wordEnd++;
    const found = countFields(bytes, wordEnd, to);
    if (found !== size) {
      if (found > size && isWordWithSpaces(bytes.toString('utf8', from, to), size)) return;
      refuseWidth(found, isLast);
    }
    const word = bytes.toString('utf8', from, wordEnd);
    const into = kept.take(word, line);
    if (into === null) return;
    if ('before' in into) fail(line, `"${word}" a second time, after line ${into.before}`, once);
    else readNumbers({ bytes, from: wordEnd, to }, into, (at, field) => refuseNumber(word, at, field));
  };
  return {
    push: (chunk) => {
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
        readLine(bytes, from, at, false);
        from = at + 1;
      }
      bytes = bytes.subarray(from);
      if (bytes.length > longestLine)
        fail(line + 1, `a line longer than ${longestLine} bytes begins here`, 'write one word a line');
      rest = Buffer.from(bytes);
    },
    end: () => {
      if (rest.length > 0) readLine(rest, 0, rest.length, true);
      if (expected !== null && rows < expected)
        fail(line, `the file is cut: the header says ${expected} words, it ends after ${rows}`, 'get the file again');
      return rows;
    },
  };
};
