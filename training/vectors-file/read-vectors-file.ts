import type { Digest } from '../../core/canonical.ts';
import { createBinaryParser } from './binary-rows.ts';
import { failOf } from './fault.ts';
import type { Fail } from './fault.ts';
import { createKeptRows } from './kept-rows.ts';
import type { Kept, KeptRows } from './kept-rows.ts';
import { headBytes, recognise } from './recognise.ts';
import type { Layout } from './recognise.ts';
import { createTextParser } from './text-rows.ts';
import type { RowParser } from './text-rows.ts';
import { openVectorsBytes } from './vectors-bytes.ts';

/** What was kept of a file of vectors, and what it is. */
export type FileVectors = Kept & {
  readonly format: Layout['kind'];
  readonly size: number;
  readonly rows: number; // of the file
  readonly digest: Digest; // of the bytes on the disk
};

const createParser = (layout: Layout, kept: KeptRows, fail: Fail): RowParser =>
  layout.kind === 'word2vec binary'
    ? createBinaryParser({ rows: layout.rows as number, start: layout.start, kept, fail })
    : createTextParser({ rows: layout.rows, kept, fail });

/**
 * Reads the rows of `words` from bytes in word2vec's text or binary format or GloVe's text format, which their content
 * tells. Chunks of any length; no more than one of them and the rows asked for are held.
 * @param words all different; the rows are kept in their order
 * @throws {SweepError} INVALID_DATA with the line or byte of the first thing that is wrong
 */
export const readVectorRows = async (
  chunks: AsyncIterable<Buffer>,
  words: readonly string[],
  fail: Fail,
): Promise<Omit<FileVectors, 'digest'>> => {
  let head: Buffer = Buffer.alloc(0);
  let opened: { readonly layout: Layout; readonly kept: KeptRows; readonly parser: RowParser } | null = null;
  const open = () => {
    const layout = recognise(head, fail);
    const kept = createKeptRows(words, layout.size);
    const parser = createParser(layout, kept, fail);
    parser.push(head.subarray(layout.start));
    head = Buffer.alloc(0);
    return { layout, kept, parser };
  };
  for await (const chunk of chunks) {
    if (opened !== null) opened.parser.push(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= headBytes) opened = open();
    }
  }
  const { layout, kept, parser } = opened ?? open();
  const rows = parser.end();
  return { ...kept.finish(), format: layout.kind, size: layout.size, rows };
};

/** The same from a file, also gzip, which its content tells too. */
export const readVectorsFile = async (path: string, words: readonly string[]): Promise<FileVectors> => {
  const fail = failOf(path);
  let digest = '' as Digest;
  const bytes = openVectorsBytes(path, fail, (found) => {
    digest = found;
  });
  const read = await readVectorRows(bytes, words, fail);
  return { ...read, digest };
};
