import { isUtf8 } from 'node:buffer';

/** A byte that the encoding does not allow: where in the UTF-8 stream, where in the file (null: not known), and which. */
export type BadByte = { readonly at: number; readonly inFile: number | null; readonly byte: number | null };

/** Any encoding as a stream of UTF-8; at most one bad byte a line is noted, in ascending places. */
export type Utf8Stream = {
  readonly push: (chunk: Uint8Array) => Buffer;
  readonly end: () => Buffer;
  readonly bad: BadByte[]; // the reader takes them from the front
};

/** Length of a sequence that the last bytes begin but do not end; 0 where the last sequence is whole. */
const unfinished = (bytes: Uint8Array): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
};

/** Length of the well-formed sequence at `at`, or 0 (Unicode 16, table 3-7). */
const sequenceAt = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  return first >= 0xc2 && first <= 0xf4 && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
};

const noteBadBytes = (bytes: Uint8Array, start: number, skipped: number, bad: BadByte[]): void => {
  let noted = false;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceAt(bytes, at);
    if (bytes[at] === 0x0a || bytes[at] === 0x0d) noted = false;
    if (length === 0 && !noted) {
      bad.push({ at: start + at, inFile: start + at + skipped, byte: bytes[at] as number });
      noted = true;
    }
    at += Math.max(length, 1);
  }
};

/** UTF-8 itself: the bytes go through as they are; `skipped` = bytes of the file before the first pushed one. */
const createUtf8Check = (skipped: number): Utf8Stream => {
  const bad: BadByte[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  const check = (bytes: Buffer): Buffer => {
    if (!isUtf8(bytes)) noteBadBytes(bytes, start, skipped, bad);
    start += bytes.length;
    return bytes;
  };
  return {
    bad,
    push: (chunk) => {
      const bytes = rest.length === 0 ? asBuffer(chunk) : Buffer.concat([rest, chunk]);
      const cut = bytes.length - unfinished(bytes);
      rest = Buffer.from(bytes.subarray(cut));
      return check(bytes.subarray(0, cut));
    },
    end: () => check(rest),
  };
};

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What windows-1252 has at 0x80 to 0x9F: some versions of Node's TextDecoder read it as ISO 8859-1 there. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const isSingleByte = (encoding: string): boolean => /^(?:windows|iso-8859|koi8|ibm|macintosh|x-mac)/.test(encoding);

/** Every other encoding: decoded, then written as UTF-8; what cannot be decoded becomes U+FFFD and is noted. */
const createTranscoder = (encoding: string, skipped: number): Utf8Stream => {
  const bad: BadByte[] = [];
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let start = 0;
  let read = skipped;
  const write = (decoded: string, chunk: Uint8Array | undefined): Buffer => {
    const text = encoding === 'windows-1252' ? repaired(decoded) : decoded;
    const source = isSingleByte(encoding) ? chunk : undefined;
    for (const found of undecodable(text)) {
      const inFile = source === undefined ? null : read + found.index;
      bad.push({ at: start + found.bytes, inFile, byte: source?.[found.index] ?? null });
    }
    const bytes = Buffer.from(text, 'utf8');
    start += bytes.length;
    read += chunk?.length ?? 0;
    return bytes;
  };
  return {
    bad,
    push: (chunk) => write(decoder.decode(chunk, { stream: true }), chunk),
    end: () => write(decoder.decode(), undefined),
  };
};

/** The first U+FFFD of each line: its index, and its place once the text is written as UTF-8. */
function* undecodable(text: string): Generator<{ readonly index: number; readonly bytes: number }> {
  if (!text.includes('\ufffd')) return;
  let noted = false;
  let counted = 0;
  let bytes = 0;
  for (const { 0: character, index } of text.matchAll(/[\ufffd\n\r]/g)) {
    if (character === '\ufffd' && !noted) {
      bytes += Buffer.byteLength(text.slice(counted, index));
      counted = index;
      yield { index, bytes };
    }
    noted = character === '\ufffd';
  }
}

const repaired = (text: string): string =>
  text.replace(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] as string);

/** A stream of UTF-8 from bytes in an encoding that TextDecoder knows. */
export const createUtf8Stream = (encoding: string, skipped: number): Utf8Stream =>
  encoding === 'utf-8' ? createUtf8Check(skipped) : createTranscoder(encoding, skipped);
