/** Unsigned 32-bit integers of which nobody knows how many there will be. */
export type GrowingNumbers = {
  readonly push: (value: number) => void;
  readonly length: () => number;
  /** All of them; nothing may be pushed afterwards. */
  readonly finish: () => Uint32Array;
};

const blockLength = 1 << 18; // 1 MiB

/** Grows by whole blocks, so that reading needs no more than the numbers themselves, and twice that for a moment. */
export const createGrowingNumbers = (): GrowingNumbers => {
  const blocks: Uint32Array[] = [];
  let used = blockLength;
  const length = (): number => Math.max(blocks.length - 1, 0) * blockLength + (blocks.length === 0 ? 0 : used);
  return {
    push: (value) => {
      if (used === blockLength) {
        blocks.push(new Uint32Array(blockLength));
        used = 0;
      }
      (blocks.at(-1) as Uint32Array)[used++] = value;
    },
    length,
    finish: () => {
      const numbers = new Uint32Array(length());
      for (let at = 0; blocks.length > 0; at += blockLength) {
        const block = blocks.shift() as Uint32Array; // taken off, so that its memory can be had again
        numbers.set(block.subarray(0, blocks.length === 0 ? used : blockLength), at);
      }
      return numbers;
    },
  };
};
