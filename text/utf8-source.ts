import { SweepError } from '../core/errors.ts';
import { asEncoding, byteOrderMark, isUtf8, likelyEncoding, looksUtf16 } from './encodings.ts';
import { openBytes } from './open-bytes.ts';
import type { DataFile } from './open-bytes.ts';
import { peek, unreadable } from './table.ts';
import type { Wrong } from './table.ts';
import { createUtf8Stream } from './utf8-stream.ts';
import type { BadByte, Utf8Stream } from './utf8-stream.ts';

/** A file in UTF-8 as bytes, without byte order mark, and the bad bytes found on the way, in order of their places. */
export type Utf8Source = {
  readonly path: string;
  readonly encoding: string; // of the file
  readonly chunks: AsyncGenerator<Buffer>;
  readonly bad: BadByte[];
  readonly proposed: () => string | null; // the likely encoding where the first bytes are not in this one
  readonly undecodable: (bad: BadByte) => Wrong;
  readonly close: () => Promise<void>; // also before the last byte
};

const peekedBytes = 1 << 16;

/** Names of file formats that people give in place of text, by their first bytes. */
export const binaryFormat = (head: Uint8Array): string | null => {
  const start = Buffer.from(head.subarray(0, 8)).toString('latin1');
  if (start.startsWith('PK\x03\x04')) return 'a zip or Excel file (.xlsx)';
  if (start.startsWith('\xd0\xcf\x11\xe0')) return 'an Excel file (.xls)';
  if (start.startsWith('%PDF')) return 'a PDF';
  if (start.startsWith('PAR1')) return 'a Parquet file';
  return null;
};

const encodingOf = (path: string, head: Buffer, wanted: string): { encoding: string; skipped: number } => {
  const mark = byteOrderMark(head);
  if (mark !== null) return { encoding: mark.encoding, skipped: mark.bytes };
  if (wanted !== 'auto') {
    const encoding = asEncoding(wanted);
    if (encoding !== null) return { encoding, skipped: 0 };
    const fix = 'write auto, utf-8, windows-1252 or another name that Python or a browser knows';
    throw unreadable(path, null, `unknown encoding ${JSON.stringify(wanted)}`, fix);
  }
  const utf16 = looksUtf16(head);
  if (utf16 === null) return { encoding: 'utf-8', skipped: 0 };
  const message = 'zero bytes (NUL) in every other place: not UTF-8';
  throw unreadable(path, 1, message, `write data.encoding: ${utf16}`);
};

async function* toUtf8(chunks: AsyncGenerator<Buffer>, stream: Utf8Stream, skipped: number): AsyncGenerator<Buffer> {
  let left = skipped;
  for await (const chunk of chunks) {
    const rest = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - rest.length;
    yield stream.push(rest);
  }
  yield stream.end();
}

const undecodable = (bad: BadByte, encoding: string, proposed: string | null): Wrong => {
  const byte = bad.byte === null ? 'a byte' : `byte 0x${bad.byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const place = bad.inFile === null ? '' : ` at offset ${bad.inFile} of the file`;
  const skip = 'data.badRows: skip';
  return {
    kind: 'rows that cannot be decoded',
    message: `${byte}${place} is not ${encoding === 'utf-8' ? 'UTF-8' : encoding}`,
    fix:
      proposed === null ? `write the right data.encoding, or ${skip}` : `write data.encoding: ${proposed}, or ${skip}`,
  };
};

const withFileErrors = async function* (path: string, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof SweepError || !(error instanceof Error)) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BOMB')
      throw unreadable(path, null, `a gzip bomb: ${error.message}`, 'unpack it, look at it, name what is in it');
    if (code.startsWith('Z_')) throw unreadable(path, null, `damaged gzip: ${error.message}`, 'pack the file again');
    if (code === 'ENOENT')
      throw unreadable(path, null, 'no such file', 'correct data.file; paths are relative to the grid file');
    if (code === 'EISDIR') throw unreadable(path, null, 'a folder where a file was expected', 'name the file in it');
    if (code === '') throw error;
    throw unreadable(path, null, `cannot be read: ${code}`, 'make the file readable');
  }
};

const checkFormat = (path: string, head: Buffer): void => {
  if (head.length === 0) throw unreadable(path, null, 'the file is empty', 'name a file with a header and rows');
  const format = binaryFormat(head);
  if (format !== null) throw unreadable(path, null, `${format} where text was expected`, 'save it as CSV (UTF-8)');
  if (!path.endsWith('.gz') && head[0] === 0x1f && head[1] === 0x8b)
    throw unreadable(path, null, 'a gzip file whose name does not end in .gz', 'rename it');
};

/**
 * Opens a file as UTF-8: a byte order mark decides, then `encoding`; 'auto' is strict UTF-8.
 * @param onEnd gets size and digest of the file when its last byte was read
 * @throws {SweepError} INVALID_DATA where the file cannot be read or is no text; so do the chunks
 */
export const openSource = async (
  path: string,
  encoding: string,
  onEnd: (file: DataFile) => void,
): Promise<Utf8Source> => {
  const bytes = withFileErrors(path, openBytes(path, onEnd));
  const close = async (): Promise<void> => void (await bytes.return(undefined));
  const { head, chunks } = await peek(bytes, peekedBytes);
  try {
    checkFormat(path, head);
    const { encoding: name, skipped } = encodingOf(path, head, encoding);
    const stream = createUtf8Stream(name, skipped);
    let proposed: string | null = null;
    return {
      path,
      encoding: name,
      chunks: toUtf8(chunks, stream, skipped),
      bad: stream.bad,
      proposed: () => (name === 'utf-8' && !isUtf8(head) ? likelyEncoding(head) : null),
      undecodable: (bad) => {
        if (name === 'utf-8') proposed ??= likelyEncoding(head);
        return undecodable(bad, name, proposed);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** What is wrong with a record that ends before byte `end`, whatever its columns: an undecodable or a zero byte. */
export const wrongBytes = (source: Utf8Source, end: number, texts: readonly string[]): Wrong | null => {
  const first = source.bad[0];
  if (first !== undefined && first.at < end) {
    while (source.bad[0] !== undefined && source.bad[0].at < end) source.bad.shift();
    return source.undecodable(first);
  }
  if (!texts.some((text) => text.includes('\0'))) return null;
  return {
    kind: 'rows with zero bytes',
    message: 'a zero byte (NUL) where text was expected',
    fix: 'remove it, or write data.badRows: skip',
  };
};
