/** Word vectors by word: float32 [words, size], the row of `words[i]` at i. */
export type Vectors = { readonly words: readonly string[]; readonly size: number; readonly vectors: Float32Array };

const magic = 'sweep vectors 1\n';

/** A deterministic blob: magic, two uint32 (bytes of the word list, size), the words by line, padding, float32 values. */
export const writeVectors = ({ words, size, vectors }: Vectors): Uint8Array => {
  const list = Buffer.from(words.join('\n'));
  const start = (magic.length + 8 + list.length + 3) & ~3;
  const bytes = Buffer.alloc(start + vectors.byteLength);
  bytes.write(magic, 'latin1');
  bytes.writeUInt32LE(list.length, magic.length);
  bytes.writeUInt32LE(size, magic.length + 4);
  list.copy(bytes, magic.length + 8);
  Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength).copy(bytes, start);
  return bytes;
};

/** @throws {Error} if the bytes are not what `writeVectors` wrote */
export const readVectors = (bytes: Uint8Array): Vectors => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.toString('latin1', 0, magic.length) !== magic) throw new Error('not a blob of word vectors');
  const length = view.readUInt32LE(magic.length);
  const size = view.readUInt32LE(magic.length + 4);
  const list = view.toString('utf8', magic.length + 8, magic.length + 8 + length);
  const words = list === '' ? [] : list.split('\n');
  const start = (magic.length + 8 + length + 3) & ~3;
  if (view.length !== start + words.length * size * 4) {
    throw new Error(`word vectors: ${view.length} bytes, expected ${start + words.length * size * 4}`);
  }
  const vectors = new Float32Array(words.length * size);
  new Uint8Array(vectors.buffer).set(view.subarray(start));
  return { words, size, vectors };
};
