import type { Fail } from './fault.ts';
import type { KeptRows } from './kept-rows.ts';
import type { RowParser } from './text-rows.ts';

export type BinaryRows = {
  readonly rows: number; // as the header says
  readonly start: number; // bytes before the first row
  readonly kept: KeptRows;
  readonly fail: Fail;
};

const [newline, space] = [0x0a, 0x20];
const longestWord = 4096; // bytes

const damaged = 'get the file again; the length of a vector in the header may be wrong';

/** Some programs write a line feed behind each vector; it stands before the next word. */
const wordOf = (bytes: Buffer, from: number, to: number): string =>
  bytes.toString('utf8', from, to).replaceAll('\n', '');

/** Rows as word2vec's C program writes them with -binary 1: a word, a space, float32 numbers, little-endian. */
export const createBinaryParser = ({ rows: expected, start, kept, fail }: BinaryRows): RowParser => {
  const width = 4 * kept.size;
  let rest: Buffer = Buffer.alloc(0);
  let place = start; // of the first byte of `rest`, in the unpacked file
  let rows = 0;
  const keep = (word: string, numbers: Buffer, at: number): void => {
    const into = kept.take(word, at + 1);
    if (into === null) return;
    if ('before' in into)
      return fail(null, `"${word}" a second time at byte ${at}, after byte ${into.before - 1}`, 'write the file anew');
    new Uint8Array(into.buffer, into.byteOffset, width).set(numbers);
    const wrong = into.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) return;
    const message = `number ${wrong + 1} of "${word}", at byte ${at + 4 * wrong}, is ${into[wrong]}, expected a finite number`;
    fail(null, message, damaged);
  };
  const refuseMore = (bytes: Buffer): void => {
    const more = bytes.findIndex((byte) => byte !== newline);
    if (more < 0) return;
    const message = `the header says ${expected} words, and more follow at byte ${place + more}`;
    fail(null, message, 'correct the header, or get the file again');
  };
  /** The rows that are whole; how many bytes they took. */
  const readRows = (bytes: Buffer): number => {
    let from = 0;
    while (rows < expected) {
      const wordEnd = bytes.indexOf(space, from);
      if (wordEnd < 0 ? bytes.length - from > longestWord : wordEnd - from > longestWord)
        fail(null, `no word in the ${longestWord} bytes from byte ${place + from} on`, damaged);
      const end = wordEnd + 1 + width;
      if (wordEnd < 0 || end > bytes.length) break;
      keep(wordOf(bytes, from, wordEnd), bytes.subarray(wordEnd + 1, end), place + wordEnd + 1);
      rows++;
      from = end;
    }
    return from;
  };
  return {
    push: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const taken = readRows(bytes);
      place += taken;
      const left = bytes.subarray(taken);
      if (rows === expected) {
        refuseMore(left);
        place += left.length;
        rest = Buffer.alloc(0);
      } else rest = Buffer.from(left);
    },
    end: () => {
      if (rows < expected) {
        const inside = rest.length === 0 ? `after ${rows}` : `inside word ${rows + 1}`;
        const message = `the file is cut: the header says ${expected} words, it ends ${inside}, at byte ${place + rest.length}`;
        fail(null, message, 'get the file again');
      }
      return rows;
    },
  };
};
