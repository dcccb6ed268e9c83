import { philox, streamKey } from '../core/random.ts';

/** Whether the texts with this hash are test rows. */
export type TestChoice = (hash: Uint32Array) => boolean;

/**
 * Chooses test rows by nothing but a seed and the hash of what they hold: no other row, no order of rows and no other seed
 * moves a text from one side to the other, and the test rows of a smaller share are among those of a larger one.
 * @param share of all texts, 0 to 1; what falls to it is left to chance, as for independent draws
 */
export const createTestChoice = (share: number, seed: number): TestChoice => {
  const [key0, key1] = streamKey(seed, 'test');
  const drawn = new Uint32Array(4);
  return (hash) => {
    philox(hash, key0, key1, drawn);
    return (drawn[0] as number) / 0x100000000 < share;
  };
};
