import type { Corpus } from './corpus.ts';
import { createCorpusBuilder } from './corpus-builder.ts';
import type { Tokenizer } from './tokenize.ts';

/** Outside texts as integers, and what was left out of them. */
export type OutsideCorpora = {
  readonly corpora: readonly Corpus[]; // one per tokenizer; all texts of one class, which says nothing
  readonly empty: number; // texts without anything in them
  readonly own: number; // texts equal to one of the rows
};

type Input = {
  readonly texts: AsyncIterable<string>;
  readonly tokenizers: readonly Tokenizer[];
  readonly isOwn: (text: string) => boolean; // whether it is the text of a row
  readonly mostWords: number; // of one text; longer ones are cut into pieces
};

const createBuilder = (tokenize: Tokenizer, mostWords: number) => {
  const builder = createCorpusBuilder();
  let pieces = 0;
  return {
    add: (text: string): void => {
      const words = tokenize(text);
      for (let from = 0; from < words.length; from += mostWords) {
        builder.add(words.slice(from, from + mostWords));
        pieces++;
      }
    },
    finish: (): Corpus => builder.finish({ labels: [''], classes: new Uint32Array(pieces) }),
  };
};

/** Tokenises texts as the rows are; needs memory for the integers and the distinct words, not for the texts. */
export const collectOutside = async ({ texts, tokenizers, isOwn, mostWords }: Input): Promise<OutsideCorpora> => {
  const builders = tokenizers.map((tokenize) => createBuilder(tokenize, mostWords));
  let empty = 0;
  let own = 0;
  for await (const text of texts) {
    if (text.trim() === '') empty++;
    else if (isOwn(text)) own++;
    else for (const builder of builders) builder.add(text);
  }
  return { corpora: builders.map((builder) => builder.finish()), empty, own };
};
