import { crc32 } from 'node:zlib';

const dosDate = (1 << 5) | 1; // 1 January 1980, the first that the format can hold

const fields = (...values: readonly (readonly [value: number, width: 2 | 4])[]): Buffer => {
  const bytes = Buffer.alloc(values.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [value, width] of values) at = bytes.writeUIntLE(value, at, width);
  return bytes;
};

/** A zip file without compression and without times, so that equal content is equal bytes; below 4 GiB. */
export const writeZip = (files: ReadonlyMap<string, Uint8Array>): Buffer => {
  const pieces: Uint8Array[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const path = Buffer.from(name);
    const shared = fields(
      [20, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [dosDate, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [path.length, 2],
      [0, 2],
    );
    const local = Buffer.concat([fields([0x04034b50, 4]), shared, path]);
    entries.push(
      Buffer.concat([fields([0x02014b50, 4], [20, 2]), shared, fields([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), path]),
    );
    pieces.push(local, bytes);
    at += local.length + bytes.length;
  }
  const directory = Buffer.concat(entries);
  const end = fields(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [files.size, 2],
    [files.size, 2],
    [directory.length, 4],
    [at, 4],
    [0, 2],
  );
  return Buffer.concat([...pieces, directory, end]);
};
