import { afterAll, describe, expect, it } from 'vitest';
import type { TextOptions } from '../../core/grid.ts';
import { writeNamedFile } from '../../core/named-file.ts';
import type { Digest } from '../../core/canonical.ts';
import { createTokenizers } from '../../text/create-tokenizers.ts';
import { createFolder, problemsOf, someText } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const wordsOf = async (text: string, options: Partial<TextOptions>): Promise<string> => {
  const { tokenizers } = await createTokenizers([someText(options)], folder.path('.'));
  return (tokenizers[0]?.(text) ?? []).join(' ');
};

describe('a tokenizer of text options', () => {
  it('replaces, leaves stop words out and stems, in this order', async () => {
    folder.file('slang.txt', 'luv -> loved films\nfilms -> x\nthx -> the thanks\nrunning -> not\n');
    const options = { replace: 'slang.txt', stopwords: 'builtin', normalize: 'stem' } as const;

    expect(await wordsOf('Luv THX because running films! The cats', options)).toBe('love film thank not x cat');
  });

  it('replaces once: what came out of a replacement is not looked up again', async () => {
    folder.file('chain.txt', 'a -> b\nb -> c\nc -> a c\n');

    expect(await wordsOf('a b c', { replace: 'chain.txt' })).toBe('b c a c');
  });

  it('compares words as they are after cleaning and lower-casing', async () => {
    folder.file('slang.txt', 'Gak -> Tidak\n');
    const text = 'GAK, gak: Gak';

    expect(await wordsOf(text, { replace: 'slang.txt' })).toBe('tidak tidak tidak');
    expect(await wordsOf(text, { replace: 'slang.txt', lowercase: false })).toBe('GAK gak Tidak');
  });

  it('leaves builtin stop words out in any case and with any apostrophe, those of a file as they are written', async () => {
    folder.file('stop.txt', "the\nit's\n");
    const text = 'The THE the It’s it’s good';

    expect(await wordsOf(text, { stopwords: 'builtin', lowercase: false, clean: [] })).toBe('good');
    expect(await wordsOf(text, { stopwords: 'stop.txt', lowercase: false, clean: [] })).toBe('The THE It’s good');
  });

  it('keeps negations', async () => {
    const text = "it was not good and I don't like it, never";

    expect(await wordsOf(text, { stopwords: 'builtin' })).toBe("not good don't like never");
    expect(await wordsOf('ini tidak enak dan kurang bersih', { stopwords: 'builtin', language: 'id' })).toBe(
      'tidak enak kurang bersih',
    );
  });

  it('finds a file whose digest is known', async () => {
    folder.file('slang.txt', 'gak -> tidak\n');

    expect(await wordsOf('gak', { replace: writeNamedFile('slang.txt', 'a'.repeat(64) as Digest) })).toBe('tidak');
  });

  it('gives the same words however many it has seen', async () => {
    const { tokenizers } = await createTokenizers([someText({ normalize: 'stem', clean: [] })], '.');
    const [tokenize] = tokenizers;
    const many = Array.from({ length: 70_000 }, (_, at) => `word${at}ing`);

    const made = tokenize?.(many.join(' '));

    expect(made).toHaveLength(70_000);
    expect(made?.at(-1)).toBe(tokenize?.('word69999ing')[0]);
    expect(made?.at(-1)).toBe('word69999');
  });
});

it('tells of every wrong file once, whatever sets of options name it', async () => {
  folder.file('wrong.txt', 'a b\n');
  const variants = [
    someText({ replace: 'wrong.txt' }),
    someText({ replace: 'wrong.txt', lowercase: false }),
    someText({ stopwords: 'wrong.txt' }),
    someText({ stopwords: 'gone.txt' }),
  ];

  expect(await problemsOf(() => createTokenizers(variants, folder.path('.')))).toEqual([
    'wrong.txt:1 [text.replace] found "a b", expected `word -> word` → write "->" or a tab between the two',
    'wrong.txt:1 [text.stopwords] found "a b", expected one word → write one word a line',
    'gone.txt:- [text.stopwords] no such file → correct the path; it is relative to the grid file',
  ]);
});
