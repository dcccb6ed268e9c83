import { createHash } from 'node:crypto';
import type { Digest } from '../core/canonical.ts';
import type { Corpus } from './corpus.ts';

/**
 * Layout of a corpus: `SWCORPUS`, version and header length (uint32), header (JSON, padded with spaces to 8 bytes), then
 * lengths of the texts, classes and tokens, each in the least of 1, 2 and 4 bytes that holds its largest value and
 * padded with zeros to 8 bytes. Little-endian. Equal corpora are equal bytes: their digest enters the keys of results.
 */
const magic = 'SWCORPUS';
const version = 1;
const preamble = magic.length + 8;

type Width = 1 | 2 | 4;
type Column = { readonly length: number; readonly width: Width };
type Header = {
  readonly words: readonly string[];
  readonly labels: readonly string[];
  readonly lengths: Column;
  readonly classes: Column;
  readonly tokens: Column;
};

const arrays = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

const columnOf = (numbers: Uint32Array): Column => {
  const largest = numbers.reduce((most, value) => Math.max(most, value), 0);
  return { length: numbers.length, width: largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4 };
};

const lengthsOf = ({ offsets, classes }: Corpus): Uint32Array =>
  Uint32Array.from(classes, (_, row) => (offsets[row + 1] as number) - (offsets[row] as number));

/** The corpus as bytes, always the same for the same words, tokens and labels. */
export const writeCorpus = (corpus: Corpus): Uint8Array => {
  const { words, labels, classes, tokens } = corpus;
  const lengths = lengthsOf(corpus);
  const columns = [lengths, classes, tokens].map((numbers) => ({ numbers, ...columnOf(numbers) }));
  const [forLengths, forClasses, forTokens] = columns.map(({ length, width }): Column => ({ length, width }));
  const header = Buffer.from(
    JSON.stringify({ words, labels, lengths: forLengths, classes: forClasses, tokens: forTokens }),
  );
  const headerBytes = padded(header.length);
  const size = columns.reduce((sum, { length, width }) => sum + padded(length * width), preamble + headerBytes);
  const bytes = Buffer.alloc(size);
  bytes.write(magic, 'latin1');
  bytes.writeUInt32LE(version, magic.length);
  bytes.writeUInt32LE(headerBytes, magic.length + 4);
  header.copy(bytes.fill(' ', preamble, preamble + headerBytes), preamble);
  let place = preamble + headerBytes;
  for (const { numbers, length, width } of columns) {
    new arrays[width](bytes.buffer, bytes.byteOffset + place, length).set(numbers);
    place += padded(length * width);
  }
  return bytes;
};

const damaged = (what: string): Error => new Error(`damaged corpus: ${what}`);

const isColumn = (value: unknown): value is Column =>
  typeof value === 'object' &&
  value !== null &&
  Number.isSafeInteger((value as Column).length) &&
  (value as Column).length >= 0 &&
  [1, 2, 4].includes((value as Column).width);

const parseHeader = (text: string): Header => {
  const header = parseJson(text) as Header | null;
  const columns = [header?.lengths, header?.classes, header?.tokens];
  if (!Array.isArray(header?.words) || !Array.isArray(header.labels) || !columns.every(isColumn))
    throw damaged('its header is none of ours');
  return header;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error('damaged corpus: its header is not JSON', { cause: error });
  }
};

const offsetsOf = (lengths: Uint32Array): Uint32Array => {
  const offsets = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, row) => (offsets[row + 1] = (offsets[row] as number) + length));
  return offsets;
};

const checkRange = (numbers: Uint32Array, limit: number, what: string): void => {
  const wrong = numbers.find((value) => value >= limit);
  if (wrong !== undefined) throw damaged(`${what} ${wrong} of ${limit}`);
};

/**
 * The corpus from the bytes of `writeCorpus`.
 * @throws {Error} where the bytes are damaged, cut or of another version (a bug or a broken disk, not a user's error)
 */
export const readCorpus = (source: Uint8Array): Corpus => {
  const bytes = Buffer.alloc(source.length); // a copy of its own, aligned for the arrays
  bytes.set(source);
  if (bytes.length < preamble || bytes.toString('latin1', 0, magic.length) !== magic) throw damaged('no corpus at all');
  const found = bytes.readUInt32LE(magic.length);
  if (found !== version) throw damaged(`version ${found} where ${version} was expected`);
  const headerBytes = bytes.readUInt32LE(magic.length + 4);
  const header = parseHeader(bytes.toString('utf8', preamble, preamble + headerBytes));
  let place = preamble + headerBytes;
  const [lengths, classes, tokens] = [header.lengths, header.classes, header.tokens].map(({ length, width }) => {
    if (place + padded(length * width) > bytes.length) throw damaged(`${bytes.length} bytes are too few`);
    const numbers = Uint32Array.from(new arrays[width](bytes.buffer, bytes.byteOffset + place, length));
    place += padded(length * width);
    return numbers;
  }) as [Uint32Array, Uint32Array, Uint32Array];
  if (place !== bytes.length) throw damaged(`${bytes.length} bytes where ${place} were expected`);
  const offsets = offsetsOf(lengths);
  if (lengths.length !== classes.length) throw damaged(`${lengths.length} texts and ${classes.length} classes`);
  if (offsets[lengths.length] !== tokens.length) throw damaged(`the lengths of the texts do not add up`);
  checkRange(classes, header.labels.length, 'class');
  checkRange(tokens, header.words.length, 'token');
  return { words: header.words, labels: header.labels, tokens, offsets, classes };
};

/** SHA-256 of the corpus as bytes: what stands for texts and labels in the keys of results. */
export const corpusDigest = (bytes: Uint8Array): Digest => createHash('sha256').update(bytes).digest('hex') as Digest;
