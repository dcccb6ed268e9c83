import { afterAll, describe, expect, it } from 'vitest';
import type { TextOptions } from '../../core/grid.ts';
import type { Corpus } from '../../text/corpus.ts';
import { createTokenizers } from '../../text/create-tokenizers.ts';
import { checkEmptied } from '../../text/emptied.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createProblems } from '../../text/problems.ts';
import type { TokenLists } from '../../text/token-lists.ts';
import { createFolder, problemsOf, someData, someSplit, someText } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());
folder.file('all.txt', 'good\nbad\nfine\nawful\n');

const rows = ['Good!,x', 'bad,y', 'fine fine,x', 'awful 99,y', '👍 !,z', '👍👍,z'];

const prepare = async (options: readonly Partial<TextOptions>[], lines = rows) => {
  const file = folder.file('some.csv', ['text,label', ...lines].join('\n'));
  const texts = options.map(someText);
  const { tokenizers, lists } = await createTokenizers(texts, folder.path('.'));
  const { corpora, summary } = await prepareData(
    { data: someData(file), split: someSplit(), folder: folder.path('.') },
    tokenizers,
  );
  const problems = createProblems();
  const sets = texts.map((text, at) => ({ text, lists: lists[at] as TokenLists, corpus: corpora[at] as Corpus }));
  await checkEmptied(
    sets,
    file,
    summary.examples.map(({ text }) => text),
    problems,
  );
  problems.throwIfAny();
  return summary.emptied;
};

describe('texts without a word', () => {
  it('are counted, from the least to the most of the sets of text options, with the classes that have no other', async () => {
    const clean = ['punctuation', 'emoji'] as const;

    expect(await prepare([{}])).toEqual({ least: 0, most: 0, classes: [] });
    expect(await prepare([{}, { clean }])).toEqual({ least: 0, most: 2, classes: ['z'] });
    expect(await prepare([{ clean }, { clean, stopwords: 'all.txt' }], [...rows, 'ok,x', 'ok,y'])).toEqual({
      least: 2,
      most: 5,
      classes: ['z'],
    });
  });

  it('are refused where they are all there is, with the option that did it', async () => {
    const words = rows.slice(0, 4);
    const blank = [1, 2, 3, 4].map((length) => `${'\u200b'.repeat(length)},${length % 2 ? 'x' : 'y'}`);

    expect(await problemsOf(() => prepare([{ stopwords: 'all.txt' }, {}], words))).toEqual([
      'some.csv:- [text.stopwords] every text is empty after text.stopwords: all.txt → take words out of the list, or write stopwords: none',
    ]);
    expect(await problemsOf(() => prepare([{}, { clean: ['punctuation'] }], ['!?,x', '..,y', '!,x', '-,y']))).toEqual([
      'some.csv:- [text.clean] every text is empty after text.clean: [html, url, mention, number, punctuation] → write fewer kinds in text.clean',
      'some.csv:- [text.clean] every text is empty after text.clean: [punctuation] → write fewer kinds in text.clean',
    ]);
    expect(await problemsOf(() => prepare([{ clean: [] }], blank))).toEqual([
      'some.csv:- [data.text] every text is empty after splitting into words: they hold white space alone → name the column of the texts in data.text',
    ]);
  });
});
