/** Where a training stands between two jobs. */
export type Position = {
  readonly epoch: number;
  readonly job: number; // the next one of this epoch
  readonly draws: Uint32Array; // [625] state of the Mersenne twister
};

/** What a checkpoint belongs to: nothing of another training is ever taken up. */
export type Origin = { readonly rows: number; readonly size: number; readonly identity: readonly [number, number] };

const magic = 0x43763277; // 'w2vC'
const version = 1;
const header = 8; // words before the twister's: magic, version, identity (2), rows, size, epoch, job
const draws = 625;

/** Two 32-bit hashes (FNV-1a, over words instead of bytes) that tell trainings apart. */
export const identityOf = (...parts: readonly Uint32Array[]): readonly [number, number] => {
  let one = 0x811c9dc5;
  let other = 0x9e3779b9;
  for (const part of parts) {
    for (const word of part) {
      one = Math.imul(one ^ word, 0x01000193);
      one ^= one >>> 15;
      other = Math.imul(other ^ word, 0x85ebca6b);
      other ^= other >>> 13;
    }
    one = Math.imul(one ^ part.length, 0x01000193);
  }
  return [one >>> 0, other >>> 0];
};

/** Packs a position and both matrices, float32 [rows * size] each, in the machine's byte order (little-endian). */
export const encodeCheckpoint = (
  { rows, size, identity }: Origin,
  { epoch, job, draws: state }: Position,
  matrices: readonly [Float32Array, Float32Array],
): Uint8Array => {
  const words = new Uint32Array(header + draws + 2 * rows * size);
  words.set([magic, version, ...identity, rows, size, epoch, job]);
  words.set(state, header);
  const floats = new Float32Array(words.buffer);
  floats.set(matrices[0], header + draws);
  floats.set(matrices[1], header + draws + rows * size);
  return new Uint8Array(words.buffer);
};

/**
 * Reads what `encodeCheckpoint` packed.
 * @throws {Error} if it is another version, of another training, or cut off
 */
export const decodeCheckpoint = (
  origin: Origin,
  bytes: Uint8Array,
): { readonly position: Position; readonly matrices: readonly [Float32Array, Float32Array] } => {
  const { rows, size, identity } = origin;
  const expected = 4 * (header + draws + 2 * rows * size);
  const buffer = bytes.slice().buffer; // aligned
  const words = new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  if (words[0] !== magic) throw new Error('Not a checkpoint of word2vec.');
  if (words[1] !== version) throw new Error(`A word2vec checkpoint of version ${words[1]}, expected ${version}.`);
  if (words[2] !== identity[0] || words[3] !== identity[1] || words[4] !== rows || words[5] !== size) {
    throw new Error('A word2vec checkpoint of other texts or options.');
  }
  if (buffer.byteLength !== expected) {
    throw new Error(`A word2vec checkpoint of ${buffer.byteLength} bytes, expected ${expected}.`);
  }
  const matrix = (which: number): Float32Array =>
    new Float32Array(buffer, 4 * (header + draws + which * rows * size), rows * size);
  return {
    position: { epoch: words[6] as number, job: words[7] as number, draws: words.slice(header, header + draws) },
    matrices: [matrix(0), matrix(1)],
  };
};
