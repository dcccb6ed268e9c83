import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** A named stream of random numbers: the same name gives the same numbers on every machine, whatever else is drawn. */
export type Stream = {
  /** The next 32 random bits as an unsigned integer. */
  readonly bits: () => number;
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  readonly uniform: () => number;
  /** Uniform integer in [0, n), without bias; 1 ≤ n ≤ 2³². */
  readonly below: (n: number) => number;
};

const mulHigh = (a: number, b: number): number => {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16); // below 2⁵³: exact
  const middle2 = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(middle2 / 0x10000)) >>> 0;
};

/**
 * One block of Philox4x32-10: four 32-bit words from a 128-bit counter and a 64-bit key, written to `out`.
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3
 */
export const philox = (counter: Uint32Array, key0: number, key1: number, out: Uint32Array): void => {
  let [c0, c1, c2, c3] = counter as unknown as [number, number, number, number];
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0) >>> 0;
    const high1 = mulHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
};

/** Two words of key and the upper two of the counter: what `createStream` of the same name draws from, for use in kernels. */
export const streamKey = (...name: readonly (string | number)[]): readonly [number, number, number, number] => {
  const seed = new DataView(sha256(utf8ToBytes(JSON.stringify(name))).buffer);
  return [seed.getUint32(0), seed.getUint32(4), seed.getUint32(8), seed.getUint32(12)];
};

/** A stream named by its parts, e.g. `createStream(seed, 'dropout', repeat, fold, layer, step)`. */
export const createStream = (...name: readonly (string | number)[]): Stream => {
  const [key0, key1, counter2, counter3] = streamKey(...name);
  const counter = new Uint32Array([0, 0, counter2, counter3]);
  const block = new Uint32Array(4);
  let used = 4;
  const bits = (): number => {
    if (used === 4) {
      philox(counter, key0, key1, block);
      counter[0] = (counter[0] as number) + 1; // wraps to 0 after 2³² blocks
      if (counter[0] === 0) counter[1] = (counter[1] as number) + 1;
      used = 0;
    }
    return block[used++] as number;
  };
  const below = (n: number): number => {
    const limit = 0x100000000 - (0x100000000 % n);
    for (;;) {
      const drawn = bits();
      if (drawn < limit) return drawn % n;
    }
  };
  return { bits, uniform: () => bits() / 0x100000000, below };
};

/** Shuffles in place (Fisher–Yates, from the last place down). */
export const shuffle = (items: { [index: number]: number; readonly length: number }, stream: Stream): void => {
  for (let last = items.length - 1; last > 0; last--) {
    const other = stream.below(last + 1);
    const held = items[last] as number;
    items[last] = items[other] as number;
    items[other] = held;
  }
};
