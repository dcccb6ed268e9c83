/** Sentences as token ids: text i is tokens[offsets[i] .. offsets[i + 1]). */
export type TokenTexts = { readonly tokens: Uint32Array; readonly offsets: Uint32Array };

/** The words that are trained; row r stands for token words[r]. */
export type Vocabulary = {
  readonly words: Uint32Array; // count descending; of equal counts the one seen last comes first
  readonly counts: Uint32Array; // of each row
  readonly rowOf: Int32Array; // by token id; −1 for tokens that are rarer than minCount
};

/** Counts all tokens and keeps those that occur `minCount` times or more, in gensim 4.4's order. */
export const createVocabulary = ({ tokens }: TokenTexts, minCount: number): Vocabulary => {
  let highest = -1;
  for (const token of tokens) if (token > highest) highest = token;
  const counts = new Uint32Array(highest + 1);
  const seen: number[] = [];
  for (const token of tokens) {
    if (counts[token] === 0) seen.push(token);
    counts[token] = (counts[token] as number) + 1;
  }
  const count = (token: number): number => counts[token] as number;
  const words = Uint32Array.from(
    seen
      .filter((token) => count(token) >= minCount)
      .toReversed()
      .toSorted((one, other) => count(other) - count(one)),
  );
  const rowOf = new Int32Array(highest + 1).fill(-1);
  words.forEach((token, row) => (rowOf[token] = row));
  return { words, counts: words.map(count), rowOf };
};

/**
 * For each row the greatest 32-bit draw that keeps the word; `null` when nothing is dropped (sample = 0).
 * @param sample the share of all words above which a word is thinned out; from 1 on, a count
 * @see Mikolov et al. 2013, arXiv:1310.4546, section 2.3, in the form of the authors' C program
 */
export const keepThresholds = (counts: Uint32Array, sample: number): Uint32Array | null => {
  if (sample === 0) return null;
  let total = 0;
  for (const count of counts) total += count;
  const threshold = sample < 1 ? sample * total : Math.floor((sample * (3 + Math.sqrt(5))) / 2);
  return counts.map((count) => {
    const share = (Math.sqrt(count / threshold) + 1) * (threshold / count);
    return Math.floor(Math.min(1, share) * 0xffffffff);
  });
};
