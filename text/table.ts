import { SweepError } from '../core/errors.ts';
import { fileProblem } from './problems.ts';

/** Why a record cannot be used; `kind` sorts such records for counting. */
export type Wrong = { readonly kind: string; readonly message: string; readonly fix: string };

/** One record of a file: the values of the wanted columns, '' where there is none, and the line on which it begins. */
export type RawRecord = { readonly line: number; readonly values: readonly string[]; readonly wrong: Wrong | null };

/** Columns to read; the values of a record stand in this order. JSON null is '' in a text and `null` elsewhere. */
export type Wanted = { readonly texts: readonly string[]; readonly others: readonly string[] };

/** A file that has been opened as far as its columns; its records are read once, in batches. */
export type Table = {
  readonly columns: readonly string[];
  readonly delimiter: string | null; // null: JSON lines
  readonly records: (wanted: Wanted) => AsyncGenerator<readonly RawRecord[]>;
};

/** Longer records are taken for an unclosed quote or a file without line ends. */
export const longestRecord = 1 << 24; // characters

/** How a value that does not fit into a message is shortened. */
export const shortened = (text: string, length = 60): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;

/** A file that cannot be read on, as the one problem of an error. */
export const unreadable = (file: string, line: number | null, message: string, fix: string): SweepError =>
  new SweepError({
    code: 'INVALID_DATA',
    message: `${file}: ${message}`,
    fix,
    problems: [{ ...fileProblem(file, 'data.file', message, fix), line }],
  });

/** The first bytes of a stream, at least `enough` of them where it has so many, and the stream from its beginning. */
export const peek = async (
  chunks: AsyncGenerator<Buffer>,
  enough: number,
): Promise<{ readonly head: Buffer; readonly whole: boolean; readonly chunks: AsyncGenerator<Buffer> }> => {
  const taken: Buffer[] = [];
  let bytes = 0;
  let whole = false;
  while (bytes < enough && !whole) {
    const next = await chunks.next();
    if (next.done === true) whole = true;
    else {
      taken.push(next.value);
      bytes += next.value.length;
    }
  }
  return { head: Buffer.concat(taken), whole, chunks: again(taken, chunks) };
};

async function* again(taken: Buffer[], chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let chunk = taken.shift(); chunk !== undefined; chunk = taken.shift()) yield chunk;
    yield* chunks;
  } finally {
    await chunks.return(undefined);
  }
}
