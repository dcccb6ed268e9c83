/** A word of some texts: how often, in how many texts, and the class that has more of those than chance gives it. */
export type WordClass = {
  readonly count: number; // tokens
  readonly texts: number;
  readonly class: number | null; // index of a label; null: no class has clearly more than its share
  readonly share: number | null; // of the texts with the word that are of that class
};

/** From this adjusted residual on, a class has more: of words that are spread by chance about one in 40 passes it. */
const leastResidual = 2;

/** Counts of words over texts, to be read by word. */
export type WordCounts = {
  readonly tokens: Uint32Array; // [words]
  readonly texts: Uint32Array; // [words × classes]: texts of the class that have the word
  readonly classTexts: Uint32Array; // [classes]
};

/**
 * Counts each word of the given texts: all of its tokens, and once for each text that has it.
 * @param words how many distinct words there are
 * @param tokensOf word numbers of a text
 */
export const countWords = (
  words: number,
  classes: number,
  rows: Iterable<number>,
  tokensOf: (row: number) => Iterable<number>,
  classOf: (row: number) => number,
): WordCounts => {
  const tokens = new Uint32Array(words);
  const texts = new Uint32Array(words * classes);
  const classTexts = new Uint32Array(classes);
  const seenIn = new Int32Array(words).fill(-1); // the last text that had the word
  let n = 0;
  for (const row of rows) {
    const label = classOf(row);
    classTexts[label] = (classTexts[label] as number) + 1;
    for (const word of tokensOf(row)) {
      tokens[word] = (tokens[word] as number) + 1;
      if (seenIn[word] === n) continue;
      seenIn[word] = n;
      texts[word * classes + label] = (texts[word * classes + label] as number) + 1;
    }
    n++;
  }
  return { tokens, texts, classTexts };
};

/**
 * Where a word is over-represented: the class with the greatest adjusted residual of texts that have the word, where that
 * is at least `leastResidual`. Texts and not tokens are counted, so that one text that repeats a word proves nothing.
 * @see Haberman 1973, "The analysis of residuals in cross-classified tables"
 */
export const wordClass = ({ tokens, texts, classTexts }: WordCounts, word: number): WordClass => {
  const classes = classTexts.length;
  const own = texts.subarray(word * classes, (word + 1) * classes);
  const withWord = own.reduce((sum, each) => sum + each, 0);
  const all = classTexts.reduce((sum, each) => sum + each, 0);
  let best: number | null = null;
  let most = leastResidual;
  own.forEach((found, label) => {
    const share = (classTexts[label] as number) / all;
    const expected = withWord * share;
    const spread = Math.sqrt(expected * (1 - withWord / all) * (1 - share));
    const residual = spread === 0 ? 0 : (found - expected) / spread;
    if (residual >= most) [best, most] = [label, residual];
  });
  const found = best === null ? null : (own[best] as number);
  return { count: tokens[word] ?? 0, texts: withWord, class: best, share: found === null ? null : found / withWord };
};
