import { createProblems } from './problems.ts';
import type { Problems } from './problems.ts';
import { readTokenLists, tokenOptions } from './token-lists.ts';
import type { TokenLists, TokenText } from './token-lists.ts';
import { createTokenizer } from './tokenize.ts';
import type { TokenOptions, Tokenizer } from './tokenize.ts';

/** One tokenizer per set of text options, and the lists that it was made with, by which it can be made again. */
export type Tokenizers = { readonly tokenizers: readonly Tokenizer[]; readonly lists: readonly TokenLists[] };

/**
 * Makes the tokenizers of sets of text options, from the files that they name and the builtin lists and stemmers.
 * @param folder of the grid file; files are relative to it
 * @throws {SweepError} INVALID_DATA with every problem of every file
 */
export const createTokenizers = async (texts: readonly TokenText[], folder: string): Promise<Tokenizers> => {
  const problems = createProblems();
  const told = new Set<string>();
  const add: Problems['add'] = (kind, problem) => {
    const { file, line, message } = problem; // a file that many sets of options name is told of once
    const text = JSON.stringify([file, line, message]);
    if (!told.has(text)) problems.add(kind, problem);
    told.add(text);
  };
  const lists: TokenLists[] = [];
  const options: TokenOptions[] = [];
  for (const text of texts) {
    const read = await readTokenLists(text, folder, { ...problems, add });
    lists.push(read);
    options.push(await tokenOptions(text, read));
  }
  problems.throwIfAny();
  return { tokenizers: options.map(createTokenizer), lists };
};
