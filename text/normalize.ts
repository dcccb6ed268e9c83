import type { TextOptions } from '../core/grid.ts';
import { loadEnglishLexicon } from './english-lexicon.ts';
import { createLemmatizer } from './lemma.ts';

/** Brings a word to the form that it shares with its relatives. */
export type Normalizer = (word: string) => string;

type Language = TextOptions['language'];

const loadStemmer = async (language: Language): Promise<Normalizer> => {
  if (language === 'en') return (await import('porter2')).stem;
  return (await import('@orama/stemmers/indonesian')).stemmer;
};

/** The common beginning keeps its case: `RUNNING` becomes `RUN`, as `running` becomes `run`. */
const likeCase = (word: string, lower: string, made: string): string => {
  if (word === lower || word.length !== lower.length) return made;
  let common = 0;
  while (common < made.length && made[common] === lower[common]) common++;
  return word.slice(0, common) + made.slice(common);
};

/** What `made` makes of words in any case; a word of which nothing would be left stays. */
const inAnyCase =
  (made: Normalizer): Normalizer =>
  (word) => {
    const lower = word.toLowerCase();
    return likeCase(word, lower, made(lower)) || word;
  };

/**
 * Loads what brings words to one form; null for `none`.
 * stem: Snowball's English stemmer (Porter 2), Snowball's Indonesian stemmer (Tala 2003).
 * lemma: the dictionary form by WordNet; English alone.
 * @throws {Error} on a lemma in another language, which no grid can ask for
 */
export const loadNormalizer = async (
  normalize: TextOptions['normalize'],
  language: Language,
): Promise<Normalizer | null> => {
  if (normalize === 'none') return null;
  if (normalize === 'stem') return inAnyCase(await loadStemmer(language));
  if (language !== 'en') throw new Error(`no lemmas in ${language}`);
  return inAnyCase(createLemmatizer(await loadEnglishLexicon()));
};
