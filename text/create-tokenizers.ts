import { createProblems } from './problems.ts';
import type { Problems } from './problems.ts';
import { readTokenLists, tokenOptions } from './token-lists.ts';
import type { TokenText } from './token-lists.ts';
import { createTokenizer } from './tokenize.ts';
import type { TokenOptions, Tokenizer } from './tokenize.ts';

/**
 * Makes the tokenizers of sets of text options, from the files that they name and the builtin lists and stemmers.
 * @param folder of the grid file; files are relative to it
 * @throws {SweepError} INVALID_DATA with every problem of every file
 */
export const createTokenizers = async (texts: readonly TokenText[], folder: string): Promise<readonly Tokenizer[]> => {
  const problems = createProblems();
  const told = new Set<string>();
  const add: Problems['add'] = (kind, problem) => {
    const { file, line, message } = problem; // a file that many sets of options name is told of once
    const text = JSON.stringify([file, line, message]);
    if (!told.has(text)) problems.add(kind, problem);
    told.add(text);
  };
  const options: TokenOptions[] = [];
  for (const text of texts)
    options.push(await tokenOptions(text, await readTokenLists(text, folder, { ...problems, add })));
  problems.throwIfAny();
  return options.map(createTokenizer);
};
