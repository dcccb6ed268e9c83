import type { Lexicon } from './lemma.ts';

type Table<Value> = { readonly [word: string]: Value };

/** Numbers of WordNet's lexicographer files: adjectives, the adverbs, nouns, verbs, adjectives made of participles. */
const isOfAdjective = (file: number): boolean => file < 2 || file === 44;
const isOfNoun = (file: number): boolean => file > 2 && file < 29;
const isOfVerb = (file: number): boolean => file > 28 && file < 44;

/** Forms that WordNet's tables lack or read as something rare. */
const corrected: ReadonlyMap<string, string> = new Map([['are', 'be']]);

/** The package has no types: what each table holds is known here alone. */
const load = async <Value>(table: Promise<{ readonly default: Table<unknown> }>): Promise<Table<Value>> =>
  (await table).default as Table<Value>;

/** WordNet 3.0 as the package wink-lexicon has it; 45 MB of memory and 0.15 s, so loaded for `normalize: lemma` alone. */
export const loadEnglishLexicon = async (): Promise<Lexicon> => {
  const words = await load<number>(import('wink-lexicon/src/wn-words.js'));
  const files = await load<readonly number[]>(import('wink-lexicon/src/wn-word-senses.js')); // by number
  const exceptions = [
    await load<string>(import('wink-lexicon/src/wn-verb-exceptions.js')),
    await load<string>(import('wink-lexicon/src/wn-noun-exceptions.js')),
    await load<string>(import('wink-lexicon/src/wn-adjective-exceptions.js')),
  ];
  const has =
    (isOf: (file: number) => boolean) =>
    (word: string): boolean => {
      const place = words[word];
      return place !== undefined && (files[place] as readonly number[]).some(isOf);
    };
  return {
    isNoun: has(isOfNoun),
    isVerb: has(isOfVerb),
    isAdjective: has(isOfAdjective),
    isEntry: (word) => words[word] !== undefined,
    irregular: (word) => corrected.get(word) ?? exceptions.map((table) => table[word]).find((form) => form) ?? null,
  };
};
