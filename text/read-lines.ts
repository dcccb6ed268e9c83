import { readFile, stat } from 'node:fs/promises';
import { byteOrderMark, looksUtf16 } from './encodings.ts';
import { fileProblem } from './problems.ts';
import type { Problems } from './problems.ts';
import { binaryFormat } from './utf8-source.ts';
import { nfc } from './nfc.ts';

/** A line of a list of words: where it begins, from 1, and its text in NFC, trimmed, never empty and no comment. */
export type Line = { readonly line: number; readonly column: number; readonly text: string };

/** Lists of words are short; a larger file is something else. */
const mostBytes = 1 << 24;

const refusal = (bytes: Buffer): readonly [string, string] | null => {
  const format = binaryFormat(bytes) ?? (bytes[0] === 0x1f && bytes[1] === 0x8b ? 'a gzip file' : null);
  if (format !== null) return [`${format} where a list of words was expected`, 'save it as plain text (UTF-8)'];
  const mark = byteOrderMark(bytes);
  if (mark === null && looksUtf16(bytes.subarray(0, 1 << 16)) !== null)
    return ['zero bytes (NUL) in every other place: UTF-16 without a byte order mark', 'save it as UTF-8'];
  if ((mark === null || mark.encoding === 'utf-8') && bytes.includes(0))
    return ['zero bytes (NUL): not a text file', 'name a text file'];
  return null;
};

const decoded = (bytes: Buffer): string | null => {
  try {
    const encoding = byteOrderMark(bytes)?.encoding ?? 'utf-8';
    return new TextDecoder(encoding, { fatal: true }).decode(bytes); // takes the byte order mark off
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
};

const lineStart = /\r\n|\n|\r/;

/** The first line that is not UTF-8. */
const undecodableLine = (bytes: Buffer): number => {
  const lines = bytes.toString('latin1').split(lineStart);
  return lines.findIndex((line) => decoded(Buffer.from(line, 'latin1')) === null) + 1;
};

/** The bytes of a list, or what is wrong with the file and what to do. */
const readBytes = async (file: string): Promise<Buffer | readonly [string, string]> => {
  try {
    const { size } = await stat(file);
    if (size > mostBytes)
      return [`${size} bytes, expected at most ${mostBytes}: not a list of words`, 'name the right file'];
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return ['no such file', 'correct the path; it is relative to the grid file'];
    if (code === 'EISDIR') return ['a folder where a file was expected', 'name the file in it'];
    if (code === undefined) throw error;
    return [`cannot be read: ${message}`, 'make the file readable'];
  }
};

/**
 * The lines of a list of words in UTF-8 (or UTF-16 with a byte order mark); a line that begins with `#` is a comment.
 * Where the file cannot be used, adds what is wrong to `problems` and gives null.
 * @param path the key of the grid that names the file
 */
export const readLines = async (file: string, path: string, problems: Problems): Promise<readonly Line[] | null> => {
  const bytes = await readBytes(file);
  const wrong = Buffer.isBuffer(bytes) ? refusal(bytes) : bytes;
  if (wrong !== null) {
    problems.add('lists of words that cannot be read', fileProblem(file, path, ...wrong));
    return null;
  }
  const text = decoded(bytes as Buffer);
  if (text === null) {
    const line = undecodableLine(bytes as Buffer);
    const problem = fileProblem(file, path, 'bytes that are not UTF-8', 'save the file as UTF-8');
    problems.add('lists of words that cannot be read', { ...problem, line });
    return null;
  }
  const lines = nfc(text).split(lineStart);
  return lines
    .map((content, at) => ({ line: at + 1, column: content.search(/\S|$/) + 1, text: content.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
};
