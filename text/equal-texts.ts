import { createHash } from 'node:crypto';

const notLetters = /[^\p{L}\p{M}\p{N}]+|[\uFE00-\uFE0F\u20E3]/gu;

/**
 * What two texts have in common that count as equal: their letters and digits after NFC and lower-casing. A text without
 * any (emoji, punctuation) stands for itself.
 */
export const equalityKey = (text: string): string => {
  const lower = text.normalize('NFC').toLowerCase();
  const letters = lower.replace(notLetters, '');
  return letters === '' ? `\0${lower.trim()}` : letters;
};

const words = 4; // of 32 bits of SHA-256: at 10⁹ texts a false match has a chance of 10⁻²¹

/** The first 128 bits of SHA-256 of a name. */
export const nameHash = (name: string): Uint32Array => {
  const bytes = createHash('sha256').update(name).digest();
  return Uint32Array.from({ length: words }, (_, at) => bytes.readUInt32LE(4 * at));
};

/** What stands for a text and all that are equal to it: 128 bits. */
export const textHash = (text: string): Uint32Array => nameHash(equalityKey(text));

/** Numbers texts by their hashes, so that equal ones get the same number, without holding them. */
export type EqualTexts = {
  readonly number: (hash: Uint32Array) => number;
  readonly find: (hash: Uint32Array) => number | null; // null: never numbered
  readonly count: () => number;
};

/** Numbers count from 0 in order of first appearance; some 30 bytes are held for each different text. */
export const createEqualTexts = (): EqualTexts => {
  let slots = new Uint32Array(1 << 12); // number + 1; 0: free
  let hashes = new Uint32Array(slots.length * words);
  let count = 0;
  const find = (hash: Uint32Array): number => {
    let slot = (hash[0] as number) & (slots.length - 1);
    while (slots[slot] !== 0 && !hash.every((word, at) => word === hashes[slot * words + at]))
      slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  const put = (slot: number, hash: Uint32Array, value: number): void => {
    slots[slot] = value;
    hashes.set(hash, slot * words);
  };
  const grow = (): void => {
    const [oldSlots, oldHashes] = [slots, hashes];
    slots = new Uint32Array(oldSlots.length * 2);
    hashes = new Uint32Array(slots.length * words);
    oldSlots.forEach((value, slot) => {
      if (value === 0) return;
      const hash = oldHashes.subarray(slot * words, (slot + 1) * words);
      put(find(hash), hash, value);
    });
  };
  return {
    count: () => count,
    find: (hash) => {
      const known = slots[find(hash)] as number;
      return known === 0 ? null : known - 1;
    },
    number: (hash) => {
      const slot = find(hash);
      const known = slots[slot] as number;
      if (known !== 0) return known - 1;
      put(slot, hash, ++count);
      if (count * 4 > slots.length * 3) grow();
      return count - 1;
    },
  };
};
