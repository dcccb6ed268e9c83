import type { TextOptions } from '../core/grid.ts';
import type { Corpus } from './corpus.ts';
import { mapTexts } from './fold-texts.ts';
import type { FoldTexts } from './fold-texts.ts';

/** What a trained network sees of texts: the words that it knows, where a text is cut, and at which end. */
export type Seen = Pick<FoldTexts, 'vocabulary' | 'maxTokens'> & Pick<TextOptions, 'truncate'>;

/**
 * Maps texts that were not there in training; a word that the network does not know, and an empty text, are index 0.
 * @returns every row's text as vocabulary indexes, cut to `maxTokens`, at least one each
 */
export const knownTexts = (corpus: Corpus, { vocabulary, maxTokens, truncate }: Seen): FoldTexts['texts'] => {
  const indexes = new Map(vocabulary.map((word, at) => [word, at + 1]));
  const indexOf = Uint32Array.from(corpus.words, (word) => indexes.get(word) ?? 0);
  return mapTexts(corpus, indexOf, { maxTokens, truncate });
};
