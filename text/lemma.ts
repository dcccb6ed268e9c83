/** What a lemmatiser knows of a language's words, as WordNet has it. */
export type Lexicon = {
  readonly isNoun: (word: string) => boolean;
  readonly isVerb: (word: string) => boolean;
  readonly isAdjective: (word: string) => boolean;
  readonly isEntry: (word: string) => boolean; // of any class, adverbs too
  readonly irregular: (word: string) => string | null; // `mice` to `mouse`, `ran` to `run`, `better` to `good`
};

type Rule = readonly [ending: string, instead: string];

const verbRules: readonly Rule[] = [
  ['ies', 'y'],
  ['es', 'e'],
  ['es', ''],
  ['s', ''],
  ['ed', 'e'],
  ['ed', ''],
  ['ing', 'e'],
  ['ing', ''],
];
const nounRules: readonly Rule[] = [
  ['ies', 'y'],
  ['ses', 's'],
  ['xes', 'x'],
  ['zes', 'z'],
  ['ches', 'ch'],
  ['shes', 'sh'],
  ['men', 'man'],
  ['s', ''],
];
const adjectiveRules: readonly Rule[] = [
  ['er', 'e'],
  ['er', ''],
  ['est', 'e'],
  ['est', ''],
];

/** The first form that a rule makes and that is an entry of the class. */
const detached = (word: string, rules: readonly Rule[], isKnown: (form: string) => boolean): string | null => {
  for (const [ending, instead] of rules) {
    if (!word.endsWith(ending)) continue;
    const form = word.slice(0, -ending.length) + instead;
    if (isKnown(form)) return form;
  }
  return null;
};

/** `-ed` forms are taken for verbs though many are adjectives too, so that `acted` and `loved` go one way. */
const isPast = (word: string, { isNoun }: Lexicon): boolean => word.endsWith('ed') && !isNoun(word);

/**
 * Dictionary form of an English word in lower case, without a look at its sentence: irregular forms first (those of
 * verbs before those of nouns and adjectives), then the endings of nouns, verbs and adjectives. A word that is an entry
 * itself stays (`glasses`, `boring`, `building`), but for `-ed` forms of verbs.
 * @see Beckwith, Miller & Tengi, "Design and implementation of the WordNet lexical database": morphy's detachment rules
 */
export const createLemmatizer =
  (lexicon: Lexicon): ((word: string) => string) =>
  (word) => {
    const irregular = lexicon.irregular(word);
    if (irregular !== null) return irregular;
    const { isNoun, isVerb, isAdjective, isEntry } = lexicon;
    if (isPast(word, lexicon)) return detached(word, verbRules, isVerb) ?? word;
    if (isEntry(word)) return word;
    return (
      detached(word, nounRules, isNoun) ??
      detached(word, verbRules, isVerb) ??
      detached(word, adjectiveRules, isAdjective) ??
      word
    );
  };
