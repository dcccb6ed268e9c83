import { hash } from 'node:crypto';
import { nfc } from './nfc.ts';

const notLetters = /[^\p{L}\p{M}\p{N}]+|[\uFE00-\uFE0F\u20E3]/gu;

/**
 * What two texts have in common that count as equal: their letters and digits after NFC and lower-casing. A text without
 * any (emoji, punctuation) stands for itself.
 */
export const equalityKey = (text: string): string => {
  const lower = nfc(text).toLowerCase();
  const letters = lower.replace(notLetters, '');
  return letters === '' ? `\0${lower.trim()}` : letters;
};

const words = 4; // of 32 bits of SHA-256: at 10⁹ texts a false match has a chance of 10⁻²¹

/** The first 128 bits of SHA-256 of a name. */
export const nameHash = (name: string): Uint32Array => {
  const bytes = hash('sha256', name, 'buffer'); // several times as fast on short texts as a Hash object
  return Uint32Array.of(bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12));
};

/** What stands for a text and all that are equal to it: 128 bits. */
export const textHash = (text: string): Uint32Array => nameHash(equalityKey(text));

/** Numbers texts by their hashes, so that equal ones get the same number, without holding them. */
export type EqualTexts = {
  readonly number: (wanted: Uint32Array) => number;
  readonly find: (wanted: Uint32Array) => number | null; // null: never numbered
  readonly count: () => number;
};

/** Numbers count from 0 in order of first appearance; some 30 bytes are held for each different text. */
export const createEqualTexts = (): EqualTexts => {
  let slots = new Uint32Array(1 << 12); // number + 1; 0: free
  let hashes = new Uint32Array(slots.length * words);
  let count = 0;
  const isAt = (slot: number, wanted: Uint32Array): boolean => {
    for (let at = 0; at < words; at++) if (hashes[slot * words + at] !== wanted[at]) return false;
    return true;
  };
  const find = (wanted: Uint32Array): number => {
    let slot = (wanted[0] as number) & (slots.length - 1);
    while (slots[slot] !== 0 && !isAt(slot, wanted)) slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  const put = (slot: number, found: Uint32Array, value: number): void => {
    slots[slot] = value;
    hashes.set(found, slot * words);
  };
  const grow = (): void => {
    const [oldSlots, oldHashes] = [slots, hashes];
    slots = new Uint32Array(oldSlots.length * 2);
    hashes = new Uint32Array(slots.length * words);
    oldSlots.forEach((value, slot) => {
      if (value === 0) return;
      const found = oldHashes.subarray(slot * words, (slot + 1) * words);
      put(find(found), found, value);
    });
  };
  return {
    count: () => count,
    find: (wanted) => {
      const known = slots[find(wanted)] as number;
      return known === 0 ? null : known - 1;
    },
    number: (wanted) => {
      const slot = find(wanted);
      const known = slots[slot] as number;
      if (known !== 0) return known - 1;
      put(slot, wanted, ++count);
      if (count * 4 > slots.length * 3) grow();
      return count - 1;
    },
  };
};
