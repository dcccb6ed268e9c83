import type { Digest } from './canonical.ts';
import { digestOfBytes } from './canonical.ts';
import type { Split } from './split.ts';

/**
 * Layout of the splits: `SWSPLITS`, version, rows, splits (uint32), then per split repeat and fold (uint32) and two bits
 * a row (0 = on neither side, 1 = train, 2 = held out), four rows a byte from the lowest bits up. Little-endian.
 */
const magic = 'SWSPLITS';
const version = 1;
const preamble = magic.length + 12;

const highest = (splits: readonly Split[]): number =>
  splits.reduce((most, { train, heldOut }) => Math.max(most, train.at(-1) ?? -1, heldOut.at(-1) ?? -1), -1);

const bytesPerSplit = (rows: number): number => 8 + Math.ceil(rows / 4);

/** The splits as bytes; they depend on nothing else. */
export const writeSplits = (splits: readonly Split[]): Uint8Array => {
  const rows = highest(splits) + 1;
  const bytes = new Uint8Array(preamble + splits.length * bytesPerSplit(rows));
  const view = new DataView(bytes.buffer);
  bytes.set(Array.from(magic, (letter) => letter.charCodeAt(0)));
  [version, rows, splits.length].forEach((value, at) => view.setUint32(magic.length + 4 * at, value, true));
  splits.forEach(({ repeat, fold, train, heldOut }, at) => {
    const place = preamble + at * bytesPerSplit(rows);
    view.setUint32(place, repeat, true);
    view.setUint32(place + 4, fold, true);
    const mark = (row: number, side: number): void => {
      const byte = place + 8 + (row >>> 2);
      bytes[byte] = (bytes[byte] as number) | (side << (2 * (row & 3)));
    };
    for (const row of train) mark(row, 1);
    for (const row of heldOut) mark(row, 2);
  });
  return bytes;
};

const readSplit = (bytes: Uint8Array, place: number, rows: number): Split => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const train: number[] = [];
  const heldOut: number[] = [];
  for (let row = 0; row < rows; row++) {
    const side = ((bytes[place + 8 + (row >>> 2)] as number) >>> (2 * (row & 3))) & 3;
    if (side === 3) throw new Error(`damaged splits: row ${row} is on both sides`);
    if (side === 1) train.push(row);
    if (side === 2) heldOut.push(row);
  }
  const [repeat, fold] = [view.getUint32(place, true), view.getUint32(place + 4, true)];
  return { repeat, fold, train: Uint32Array.from(train), heldOut: Uint32Array.from(heldOut) };
};

/**
 * The splits from the bytes of `writeSplits`.
 * @throws {Error} where the bytes are damaged, cut or of another version (a bug or a broken disk, not a user's error)
 */
export const readSplits = (bytes: Uint8Array): readonly Split[] => {
  if (bytes.length < preamble || magic !== String.fromCharCode(...bytes.subarray(0, magic.length)))
    throw new Error('damaged splits: no splits at all');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [found, rows, count] = [0, 4, 8].map((at) => view.getUint32(magic.length + at, true)) as [
    number,
    number,
    number,
  ];
  if (found !== version) throw new Error(`damaged splits: version ${found} where ${version} was expected`);
  const expected = preamble + count * bytesPerSplit(rows);
  if (bytes.length !== expected)
    throw new Error(`damaged splits: ${bytes.length} bytes where ${expected} were expected`);
  return Array.from({ length: count }, (_, at) => readSplit(bytes, preamble + at * bytesPerSplit(rows), rows));
};

/** SHA-256 of the row numbers of both sides: what stands for the split, however it was drawn, in the keys of results. */
export const splitDigest = ({ train, heldOut }: Pick<Split, 'train' | 'heldOut'>): Digest => {
  const numbers = new Uint32Array(2 + train.length + heldOut.length);
  numbers.set([train.length, heldOut.length]);
  numbers.set(train, 2);
  numbers.set(heldOut, 2 + train.length);
  return digestOfBytes(new Uint8Array(numbers.buffer));
};
