import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createProblems } from '../../text/problems.ts';
import { readReplacements, readStopwords } from '../../text/word-lists.ts';
import { createFolder, problemsOf } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const readers = { replace: readReplacements, stopwords: readStopwords } as const;

const read = async (kind: keyof typeof readers, content: string | Uint8Array, lowercase = true) => {
  const problems = createProblems();
  const made = await readers[kind](folder.file(`${kind}.txt`, content), lowercase, problems);
  problems.throwIfAny();
  return [...(made ?? [])];
};

describe('a file of replacements', () => {
  it('has a word, an arrow or a tab, and one word or several; comments and empty lines are passed over', async () => {
    const lines = '\ufeff# slang\r\nGak -> tidak\r\n\r\nbgt\tbanget  sekali\nyg->yang\n  u2 ->  you two # no comment\n';

    expect(await read('replace', lines)).toEqual([
      ['gak', ['tidak']],
      ['bgt', ['banget', 'sekali']],
      ['yg', ['yang']],
      ['u2', ['you', 'two', '#', 'no', 'comment']],
    ]);
  });

  it('keeps case where texts do, and is compared in NFC and with either apostrophe', async () => {
    expect(await read('replace', "Cafe\u0301 -> Caf\ncan't -> can not\n", false)).toEqual([
      ['Café', ['Caf']],
      ["can't", ['can', 'not']],
      ['can’t', ['can', 'not']],
    ]);
  });

  it('may say one thing twice', async () => {
    expect(await read('replace', 'a -> b\nA -> b\n')).toEqual([['a', ['b']]]);
  });

  it('is refused with every wrong line', async () => {
    const lines = 'gak tidak\n-> x\ngak ada -> tidak ada\nlol ->\na -> b -> c\nok -> baik\nOK -> oke\nfine -> baik\n';

    expect(await problemsOf(() => read('replace', lines))).toEqual([
      'replace.txt:1 [text.replace] found "gak tidak", expected `word -> word` → write "->" or a tab between the two',
      'replace.txt:2 [text.replace] found nothing to the left of "->", expected a word → write the word to be replaced',
      'replace.txt:3 [text.replace] found 2 words to the left of "->", expected one: "gak ada" → texts are compared word by word: write a line for one of them',
      'replace.txt:4 [text.replace] found nothing to the right of "->", expected a word → a word to be left out belongs into text.stopwords',
      'replace.txt:5 [text.replace] found "->" twice, expected `word -> word` → write one replacement a line',
      'replace.txt:7 [text.replace] found another replacement of "ok" than in line 6, "baik" → delete one of the two',
    ]);
  });
});

describe('a file of stop words', () => {
  it('has one word a line, whatever encodes it', async () => {
    const lines = "# mine\nThe\n the \nDon't\r\ncafe\u0301\n";
    const expected = ['the', "don't", 'don’t', 'café'];

    expect(await read('stopwords', lines)).toEqual(expected);
    expect(await read('stopwords', Buffer.from(`\ufeff${lines}`, 'utf16le'))).toEqual(expected);
  });

  it('is refused at the line and column where it is wrong', async () => {
    const problems = createProblems();

    await readStopwords(folder.file('places.txt', 'a\n\t  of the\n'), true, problems);

    expect(() => problems.throwIfAny()).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ line: 2, column: 4 })] }),
    );
  });

  it('is refused where a line has several words', async () => {
    expect(await problemsOf(() => read('stopwords', 'a\nthe, an\nof the\n'))).toEqual([
      'stopwords.txt:2 [text.stopwords] found "the, an", expected one word → write one word a line',
      'stopwords.txt:3 [text.stopwords] found "of the", expected one word → write one word a line',
    ]);
  });
});

describe.each(['replace', 'stopwords'] as const)('a file for text.%s', (kind) => {
  const noun = kind === 'replace' ? 'replacement' : 'word';
  it.each<readonly [string, string | Uint8Array, string]>([
    [
      'empty',
      '',
      `- [] no ${noun} in the file: it is empty, or all its lines are comments → write none in the grid, or fill the file`,
    ],
    [
      'all comments',
      '\n# a\n \n',
      `- [] no ${noun} in the file: it is empty, or all its lines are comments → write none in the grid, or fill the file`,
    ],
    [
      'not UTF-8',
      Buffer.from('a -> b\nok\ncaf\xe9 -> b\n', 'latin1'),
      '3 [] bytes that are not UTF-8 → save the file as UTF-8',
    ],
    ['binary', Uint8Array.of(1, 2, 0, 255, 254, 0, 0, 7), '- [] zero bytes (NUL): not a text file → name a text file'],
    [
      'UTF-16 without a mark',
      Buffer.from('a -> b\nc -> d\n', 'utf16le'),
      '- [] zero bytes (NUL) in every other place: UTF-16 without a byte order mark → save it as UTF-8',
    ],
    [
      'an Excel file',
      'PK\x03\x04abcdefgh',
      '- [] a zip or Excel file (.xlsx) where a list of words was expected → save it as plain text (UTF-8)',
    ],
    [
      'gzip',
      gzipSync('a -> b\n'),
      '- [] a gzip file where a list of words was expected → save it as plain text (UTF-8)',
    ],
    [
      'too large',
      Buffer.alloc((1 << 24) + 1, 'word\n'),
      '- [] 16777217 bytes, expected at most 16777216: not a list of words → name the right file',
    ],
  ])('that is %s is refused', async (_, content, expected) => {
    const problem = expected.replace('[]', `[text.${kind}]`);

    expect(await problemsOf(() => read(kind, content))).toEqual([`${kind}.txt:${problem}`]);
  });

  it('that is missing or a folder is refused', async () => {
    mkdirSync(folder.path(`${kind}-folder`));
    const problems = createProblems();

    await readers[kind](folder.path('no.txt'), true, problems);
    await readers[kind](folder.path(`${kind}-folder`), true, problems);

    expect(await problemsOf(async () => problems.throwIfAny())).toEqual([
      `no.txt:- [text.${kind}] no such file → correct the path; it is relative to the grid file`,
      `${kind}-folder:- [text.${kind}] a folder where a file was expected → name the file in it`,
    ]);
  });
});
