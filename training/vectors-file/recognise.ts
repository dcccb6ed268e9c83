import { isUtf8 } from 'node:buffer';

import type { Fail } from './fault.ts';
import { isNumber } from './parse-number.ts';

/** How a file of vectors is laid out; `start`: bytes before the first row. */
export type Layout =
  | {
      readonly kind: 'word2vec text' | 'word2vec binary';
      readonly rows: number;
      readonly size: number;
      readonly start: number;
    }
  | { readonly kind: 'GloVe text'; readonly rows: null; readonly size: number; readonly start: number };

/** Bytes from the front that are enough to recognise a file by. */
export const headBytes = 1 << 20;

const newline = 0x0a;

/** Numbers too, though no vector can be made of them. */
const isNumberLike = (field: string): boolean => isNumber(field) || /^[+-]?(?:nan|inf(?:inity)?)$/i.test(field);

/** The fields of a line; more than one space or tab between two is one. The first may be empty, where a word is. */
export const fieldsOf = (line: string): readonly string[] => line.replace(/[ \t\r]+$/, '').split(/[ \t]+/);

const programs = {
  word2vec: "in gensim: vectors.save_word2vec_format('vectors.txt')",
  unpack: 'unpack it, and name the file in it',
} as const;

/** What people name in place of a text or word2vec file, by its first bytes, with what to do. */
const otherFormats: readonly (readonly [start: string, what: string, fix: string])[] = [
  ['PK\x03\x04', 'a zip file', programs.unpack],
  ['BZh', 'a bzip2 file', programs.unpack],
  ['\xfd7zXZ\0', 'an xz file', programs.unpack],
  ['\xba\x16\x4f\x2f', "fastText's own .bin", 'name the .vec file beside it'],
  ['\x80\x02', 'a Python pickle', `write it as word2vec text; ${programs.word2vec}`],
  ['\x80\x03', 'a Python pickle', `write it as word2vec text; ${programs.word2vec}`],
  ['\x80\x04', "a file of gensim's save()", `write it as word2vec text; ${programs.word2vec}`],
  ['\x80\x05', 'a Python pickle', `write it as word2vec text; ${programs.word2vec}`],
  ['\x93NUMPY', 'a NumPy array, which holds no words', `write it as word2vec text; ${programs.word2vec}`],
  ['\x89HDF', 'an HDF5 file', `write it as word2vec text; ${programs.word2vec}`],
];

const refuseOther = (head: Buffer, fail: Fail): void => {
  if (head.length === 0) fail(null, 'the file is empty', 'name a file of word2vec or GloVe vectors');
  const start = head.toString('latin1', 0, 8);
  const other = otherFormats.find(([magic]) => start.startsWith(magic));
  if (other !== undefined) fail(null, `${other[1]}, expected word2vec text or binary, or GloVe text`, other[2]);
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff'))
    fail(null, 'UTF-16, expected UTF-8', 'save the file as UTF-8');
};

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

const lineEnd = (head: Buffer, from: number): number => {
  const end = head.indexOf(newline, from);
  return end < 0 ? head.length : end;
};

/** Bytes that no text holds, or that are not UTF-8; a character may be cut at the end. */
const isNoText = (bytes: Buffer): boolean => {
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x09 && byte !== newline && byte !== 0x0d) return true;
  return ![0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));
};

/** Whether all that follows is as many binary rows as the header says. */
const isAllBinary = (bytes: Buffer, rows: number, size: number): boolean => {
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const space = bytes.indexOf(0x20, at);
    if (space < 0) return false;
    at = space + 1 + 4 * size;
  }
  return at <= bytes.length && bytes.subarray(at).every((byte) => byte === newline);
};

/** Whether rows of binary numbers follow a header, and not rows of text. */
const isBinary = (head: Buffer, start: number, rows: number, size: number): boolean => {
  const line = head.subarray(start, lineEnd(head, start));
  const [, ...numbers] = fieldsOf(line.toString('utf8'));
  if (numbers.length > 0 && numbers.every(isNumberLike) && !isNoText(line)) return false;
  if (head.length < headBytes && isAllBinary(head.subarray(start), rows, size)) return true;
  const space = head.indexOf(0x20, start);
  return space >= 0 && isNoText(head.subarray(space + 1, Math.max(space + 1 + 4 * size, start + (1 << 16))));
};

const readHeader = (line: string): { readonly rows: number; readonly size: number } | null => {
  const found = /^[ \t]*(\d+)[ \t]+(\d+)[ \t\r]*$/.exec(line);
  return found === null ? null : { rows: Number(found[1]), size: Number(found[2]) };
};

const largestSize = 100_000;

/**
 * Recognises a file of vectors by its content.
 * @param head the first bytes, at least `headBytes` where there are so many
 */
export const recognise = (head: Buffer, fail: Fail): Layout => {
  refuseOther(head, fail);
  const from = head.subarray(0, 3).equals(mark) ? 3 : 0;
  const end = lineEnd(head, from);
  const line = head.toString('utf8', from, Math.min(end, from + headBytes));
  const header = readHeader(line);
  if (header !== null) {
    const { rows, size } = header;
    if (rows === 0 || size === 0 || size > largestSize) {
      const message = `the header says ${rows} words of ${size} numbers, expected at least 1 of 1 to ${largestSize}`;
      fail(1, message, 'get the file again, or write it anew');
    }
    const start = Math.min(end + 1, head.length);
    return { kind: isBinary(head, start, rows, size) ? 'word2vec binary' : 'word2vec text', rows, size, start };
  }
  const fields = fieldsOf(line);
  const size = Math.min(fields.length - 1, fields.length - 1 - fields.findLastIndex((field) => !isNumberLike(field)));
  if (size > 0 && !isNoText(head.subarray(from, end))) return { kind: 'GloVe text', rows: null, size, start: from };
  const message = 'neither word2vec nor GloVe: the first line is no "WORDS SIZE" and no word with numbers behind it';
  return fail(1, message, 'name a file of word2vec text or binary, or of GloVe text');
};
