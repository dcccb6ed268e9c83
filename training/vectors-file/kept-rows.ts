/** Rows of the words that are asked for, as they come by. */
export type KeptRows = {
  readonly size: number;
  /** The place for a word's numbers: null where nobody asked for the word, and where its row came before, with that place. */
  readonly take: (word: string, place: number) => Float32Array | { readonly before: number } | null;
  readonly finish: () => Kept;
};

/** What was found of the words asked for, in their order. */
export type Kept = {
  readonly words: readonly string[];
  readonly vectors: Float32Array; // [words, size]
  readonly isThereInOtherCase: (word: string) => boolean; // among the words of the file
};

const never = 0;

/** @param words all different */
export const createKeptRows = (words: readonly string[], size: number): KeptRows => {
  const indexOf = new Map(words.map((word, index) => [word, index]));
  const lowerCased = new Set(words.map((word) => word.toLowerCase()));
  const seen = new Set<string>(); // lower-cased
  const places = new Float64Array(words.length).fill(never);
  const table = new Float32Array(words.length * size); // pages that no row is written to take no memory
  return {
    size,
    take: (word, place) => {
      const lower = word.toLowerCase();
      if (lowerCased.has(lower)) seen.add(lower);
      const index = indexOf.get(word);
      if (index === undefined) return null;
      const before = places[index] as number;
      if (before !== never) return { before };
      places[index] = place;
      return table.subarray(index * size, (index + 1) * size);
    },
    finish: () => {
      const found = words.filter((_, index) => places[index] !== never);
      let row = 0;
      words.forEach((_, index) => {
        if (places[index] === never) return;
        table.copyWithin(row * size, index * size, (index + 1) * size);
        row++;
      });
      const isThereInOtherCase = (word: string): boolean => seen.has(word.toLowerCase());
      return { words: found, vectors: table.subarray(0, row * size), isThereInOtherCase };
    },
  };
};
