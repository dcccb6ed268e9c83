/**
 * The part of the tar format that an archive uses: plain files of the ustar header (POSIX.1-1988), one behind the other.
 * Readers of tar files accept much more (links, devices, headers that rename what follows, names that lead elsewhere);
 * from a file of unknown origin nothing of that is wanted, so that all else is refused here.
 */
export const blockBytes = 512;

/** A file within the archive. */
export type TarEntry = { readonly name: string; readonly size: number };

const longestName = 100;
const field = { size: 124, mtime: 136, checksum: 148, magic: 257 } as const;

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** Sum of a header's bytes, those of the checksum itself counted as spaces. */
const checksumOf = (header: Uint8Array): number =>
  header.reduce((sum, byte, at) => sum + (at >= field.checksum && at < field.checksum + 8 ? 0x20 : byte), 0);

/** The header of a file of mode 0600 without owner and time, so that equal contents are equal bytes. */
export const tarHeader = ({ name, size }: TarEntry): Uint8Array => {
  if (name.length > longestName) throw new RangeError(`${name}: a name of ${name.length} characters`);
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, 'latin1');
  header.write(`0000600\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, 'latin1');
  header.write(`${octal(size, 11)}\0`, field.size, 'latin1');
  header.write(`${octal(0, 11)}\0`, field.mtime, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\0' + '00', field.magic, 'latin1');
  header.write(`${octal(checksumOf(header), 6)}\0 `, field.checksum, 'latin1');
  return header;
};

/** Zeros that fill the last block of a file. */
export const tarPadding = (size: number): Uint8Array => Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes);

/** What stands behind the last file. */
export const tarEnd: Uint8Array = Buffer.alloc(2 * blockBytes);

/** What a header says; null where it is not, byte for byte, one that `tarHeader` makes. */
export const readTarHeader = (header: Uint8Array): TarEntry | null => {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const name = /^[\x21-\x7e]+/.exec(bytes.toString('latin1', 0, longestName))?.[0];
  const digits = /^[0-7]{11}/.exec(bytes.toString('latin1', field.size, field.size + 12))?.[0];
  if (name === undefined || digits === undefined) return null;
  const entry = { name, size: Number.parseInt(digits, 8) };
  return bytes.equals(tarHeader(entry)) ? entry : null;
};
