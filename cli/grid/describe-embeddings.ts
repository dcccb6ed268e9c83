import type { PreparedVectors } from '../../store/documents.ts';
import type { FoundVectors } from '../prepare-vectors.ts';
import { count, counted, percent, sentence } from './page.ts';

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
