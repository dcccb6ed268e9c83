import type { PreparedVectors } from '../../store/documents.ts';
import type { FoundOutside } from '../prepare-outside.ts';
import type { FoundVectors } from '../prepare-vectors.ts';
import { count, counted, percent, sentence } from './page.ts';

/** What the files that embeddings name came to. */
export type FoundEmbeddings = { readonly vectors: readonly FoundVectors[]; readonly outside: FoundOutside | null };
export const noneFound: FoundEmbeddings = { vectors: [], outside: null };

/** How much of the texts a file of vectors knows. */
export const shareText = ({ words, ofWords, tokens, ofTokens }: PreparedVectors): string =>
  `${count(words)} of ${count(ofWords)} words (${percent(words / ofWords)}), ${percent(tokens / ofTokens)} of all tokens`;

/** What was found in the files of vectors; the rest of the words are <oov>. */
export const vectorLines = (all: readonly FoundVectors[]): readonly string[] =>
  all.flatMap(({ file, format, fileRows, prepared, advice }, at) => {
    const which = all.some((other) => other !== all[at] && other.file === file)
      ? `, text options ${prepared.corpus + 1}`
      : '';
    const what = `${file} (${format}, ${counted(fileRows, 'word')} of ${count(prepared.size)} numbers)${which}`;
    return [
      ...sentence(at === 0 ? 'vectors' : '', `${what}: has ${shareText(prepared)}`),
      ...(advice === null ? [] : sentence('advice', advice)),
    ];
  });

const leftOut = ({ own, empty, skippedBad }: FoundOutside): string => {
  const parts = [
    [own, 'that rows have too (of the rows word2vec sees what embedding.fit says)'],
    [empty, 'without words'],
    [skippedBad, 'that could not be read'],
  ] as const;
  const told = parts.filter(([texts]) => texts > 0).map(([texts, why]) => `${counted(texts, 'text')} ${why}`);
  return told.length === 0 ? '' : `; left out: ${told.join(', ')}`;
};

/** The outside texts that word2vec sees besides, by the first set of text options. */
export const outsideLines = (outside: FoundOutside | null): readonly string[] => {
  const [first] = outside?.prepared ?? [];
  if (outside === null || first === undefined) return [];
  const [file = '', ...more] = outside.files;
  const files = more.length === 0 ? file : `${file} and ${counted(more.length, 'more file')}`;
  const { ofWords } = outside;
  const shared = `among them ${count(first.shared)} of the ${count(ofWords)} of the rows (${percent(first.shared / ofWords)})`;
  const size = `${counted(first.rows, 'text')} of ${count(first.tokens)} tokens, ${count(first.words)} words`;
  return sentence('outside', `word2vec sees ${files} too: ${size}, ${shared}${leftOut(outside)}`);
};
