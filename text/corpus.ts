import { createHash } from 'node:crypto';
import type { Digest } from '../core/canonical.ts';

/** Tokenised texts with their classes. Rows are numbered from 0 in the order of the files. */
export type Corpus = {
  readonly words: readonly string[]; // word of each token id; ids in order of first appearance
  readonly labels: readonly string[]; // label of each class, sorted by code unit
  readonly tokens: Uint32Array; // [offsets[rows]]
  readonly offsets: Uint32Array; // [rows + 1]; row r has tokens offsets[r] to offsets[r + 1]
  readonly classes: Uint32Array; // [rows]
};

export const rowCount = (corpus: Corpus): number => corpus.classes.length;

/** Tokens of one text; a view, not a copy. */
export const rowTokens = ({ tokens, offsets }: Pick<Corpus, 'tokens' | 'offsets'>, row: number): Uint32Array =>
  tokens.subarray(offsets[row], offsets[row + 1]);

/** The first words of a text, `…` behind them where there are more. */
export const rowWords = (corpus: Corpus, row: number, most: number): string => {
  const tokens = rowTokens(corpus, row);
  const words = Array.from(tokens.subarray(0, most), (token) => corpus.words[token] as string).join(' ');
  return tokens.length > most ? `${words} …` : words;
};

type Renumbered = { readonly words: readonly string[]; readonly tokens: Uint32Array; readonly offsets: Uint32Array };

/** The given rows' tokens with ids in order of first appearance among them. */
const renumber = (corpus: Corpus, rows: Uint32Array): Renumbered => {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    offsets[at + 1] = (offsets[at] as number) + rowTokens(corpus, row).length;
  });
  const tokens = new Uint32Array(offsets[rows.length] as number);
  const idOf = new Uint32Array(corpus.words.length); // 0: not seen, else id + 1
  const words: string[] = [];
  let at = 0;
  for (const row of rows) {
    for (const token of rowTokens(corpus, row)) {
      if (idOf[token] === 0) idOf[token] = words.push(corpus.words[token] as string);
      tokens[at++] = (idOf[token] as number) - 1;
    }
  }
  return { words, tokens, offsets };
};

/** Labels of the given rows, sorted by code unit. */
const usedLabels = (corpus: Corpus, rows: Uint32Array): readonly string[] => {
  const used = new Set(rows.map((row) => corpus.classes[row] as number));
  return corpus.labels.filter((_, place) => used.has(place));
};

/**
 * The corpus that reading only these rows (in this order) would have made.
 * @param labels of the corpus that is made; every label of the rows is one of them
 */
export const selectRows = (corpus: Corpus, rows: Uint32Array, labels = usedLabels(corpus, rows)): Corpus => {
  const placeOf = corpus.labels.map((label) => labels.indexOf(label));
  const classes = Uint32Array.from(rows, (row) => placeOf[corpus.classes[row] as number] as number);
  return { ...renumber(corpus, rows), labels, classes };
};

const allRows = (corpus: Corpus): Uint32Array => Uint32Array.from(corpus.classes, (_, row) => row);

const bytesOf = (numbers: Uint32Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/**
 * SHA-256 of the word sequences of all or of the given rows, in their order: equal for equal texts, whatever the ids,
 * the labels and the other rows are.
 */
export const textsDigest = (corpus: Corpus, rows: Uint32Array = allRows(corpus)): Digest => {
  const { words, tokens, offsets } = renumber(corpus, rows);
  const hash = createHash('sha256');
  hash.update(JSON.stringify(words));
  hash.update(bytesOf(offsets)).update(bytesOf(tokens));
  return hash.digest('hex') as Digest;
};
