import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCorpusBuilder } from '../../text/corpus-builder.ts';
import { foldTexts } from '../../text/fold-texts.ts';
import { someText, someTokenizer } from './data-files.ts';

/** Made by Keras itself: make-sequences.py beside it. */
const keras = JSON.parse(readFileSync(new URL('../fixtures/text/sequences.json', import.meta.url), 'utf8')) as {
  readonly texts: readonly string[];
  readonly fitted: number;
  readonly cases: readonly {
    readonly numWords: number | null;
    readonly maxlen: number;
    readonly truncating: 'pre' | 'post';
    readonly padded: readonly (readonly number[])[];
    readonly words: readonly string[];
  }[];
  readonly differences: { readonly [text: string]: readonly string[] };
};

const tokenize = someTokenizer({ clean: ['punctuation'] });

const corpus = (() => {
  const builder = createCorpusBuilder();
  for (const text of keras.texts) builder.add(tokenize(text));
  return builder.finish({ labels: ['x'], classes: new Uint32Array(keras.texts.length) });
})();

describe("Keras' Tokenizer and pad_sequences", () => {
  it.each(keras.cases)(
    'make the same sequences: num_words $numWords, maxlen $maxlen, truncating $truncating',
    ({ numWords, maxlen, truncating, padded, words }) => {
      const vocabulary = numWords === null ? 'all' : numWords - 2; // Keras counts padding and <oov>
      const text = someText({ maxTokens: maxlen, truncate: truncating === 'pre' ? 'start' : 'end', vocabulary });
      const train = Uint32Array.from({ length: keras.fitted }, (_, row) => row);

      const made = foldTexts({ corpus, split: { train }, text, known: null });

      const { tokens, offsets } = made.texts;
      const sequences = keras.texts.map((_, row) => [...tokens.subarray(offsets[row], offsets[row + 1])]);
      const theirs = padded.map((row) => row.filter((index) => index > 0).map((index) => index - 1));
      expect(sequences).toEqual(theirs.map((row) => (row.length === 0 ? [0] : row)));
      expect(['<oov>', ...made.vocabulary]).toEqual(words);
    },
  );

  it.each<readonly [string, string, readonly string[]]>([
    ["'quoted' students' 'tis", 'apostrophes at the edges of words go', ['quoted', 'students', 'tis']],
    ['well… «ja» “no” 5€', 'punctuation beyond ASCII goes, signs of currency stay', ['well', 'ja', 'no', '5€']],
    ['a\u00a0b\rc\x0bd', 'words end at any white space and control character', ['a', 'b', 'c', 'd']],
    ['Cafe\u0301', 'texts are brought to NFC', ['café']],
    ['don’t', 'the curly apostrophe is the straight one', ["don't"]],
    ["it''s", 'two apostrophes are none within a word', ['it', 's']],
  ])('differ on %j: %s', (text, _, ours) => {
    expect(tokenize(text)).toEqual(ours);
    expect(keras.differences[text]).not.toEqual(ours);
  });
});
