import { distance } from 'fastest-levenshtein';

/** A word without case and signs: how it is compared. */
export const plain = (word: string): string => (word === '<<' ? word : word.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));

/** How many letters may differ: none of two, one of three, two of four (`nmae`), three of eight. */
const tolerance = (letters: number): number => (letters < 3 ? 0 : letters < 4 ? 1 : letters < 8 ? 2 : 3);

/** The word that is spelled most like it, or null where none is near. */
export const nearest = (word: string, words: readonly string[], strict = 0): string | null => {
  if (word.length > 40) return null;
  const near = words
    .map((candidate) => ({ candidate, steps: distance(plain(word), plain(candidate)) }))
    .filter(({ candidate, steps }) => steps <= tolerance(Math.min(candidate.length, word.length)) - strict)
    .toSorted((a, b) => a.steps - b.steps);
  return near[0]?.candidate ?? null;
};
