import type { TextOptions } from '../core/grid.ts';

/** Brings a word to the form that it shares with its relatives. */
export type Normalizer = (word: string) => string;

const loaders = {
  en: async (): Promise<Normalizer> => (await import('porter2')).stem,
  id: async (): Promise<Normalizer> => (await import('@orama/stemmers/indonesian')).stemmer,
} as const;

/** The common beginning keeps its case: `RUNNING` becomes `RUN`, as `running` becomes `run`. */
const likeCase = (word: string, lower: string, made: string): string => {
  if (word === lower || word.length !== lower.length) return made;
  let common = 0;
  while (common < made.length && made[common] === lower[common]) common++;
  return word.slice(0, common) + made.slice(common);
};

/**
 * Loads what brings words to one form; null for `none`.
 * stem: Snowball's English stemmer (Porter 2), Snowball's Indonesian stemmer (Tala 2003).
 */
export const loadNormalizer = async ({
  normalize,
  language,
}: Pick<TextOptions, 'normalize' | 'language'>): Promise<Normalizer | null> => {
  if (normalize === 'none') return null;
  const stem = await loaders[language]();
  return (word) => {
    const lower = word.toLowerCase();
    return likeCase(word, lower, stem(lower)) || word;
  };
};
