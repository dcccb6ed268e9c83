import { gzipSync } from 'node:zlib';

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { collectOutside } from '../../text/outside-corpora.ts';
import { createProblems } from '../../text/problems.ts';
import { createTextReader } from '../../text/read-texts.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-outside-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const data = { text: null, delimiter: 'auto', encoding: 'auto', badRows: 'error' } as const;

const read = async (files: readonly string[], more: Partial<Parameters<typeof createTextReader>[0]> = {}) => {
  const problems = createProblems();
  const reader = createTextReader({ files, key: 'embedding.corpus', data, like: ['said'], problems, ...more });
  const texts: string[] = [];
  for await (const text of reader.texts) texts.push(text);
  problems.throwIfAny();
  return { texts, ...reader.report() };
};

const problemsOf = async (...args: Parameters<typeof read>): Promise<readonly string[]> => {
  try {
    await read(...args);
  } catch (error) {
    const { problems } = error as { problems: readonly { path: string; line: number | null; message: string }[] };
    return problems.map(({ path, line, message }) => `${path}:${line}: ${message}`);
  }
  return [];
};

describe('createTextReader', () => {
  it('takes a text a line of .txt, blank lines apart, also packed', async () => {
    const plain = file('a.txt', '\ufeffone two\r\n\r\n  three, "four"\n');
    const packed = file('b.txt.gz', gzipSync('five'));

    const { texts, files } = await read([plain, packed]);

    expect(texts.map((text) => text.trim())).toEqual(['one two', 'three, "four"', 'five']);
    expect(files.map(({ path }) => path)).toEqual([plain, packed]);
  });

  it.each([
    ['the columns of the rows', 'c.csv', 'id,said,text\n1,"a\nb",x\n', ['a\nb']],
    ['a column that looks like the text', 'd.csv', 'id;review\n1;a\n2;b\n', ['a', 'b']],
    ['the only column', 'e.tsv', 'what\na\nb\n', ['a', 'b']],
    ['the key of JSON lines', 'f.jsonl', '{"id":1,"text":"a"}\n{"text":null}\n', ['a', '']],
  ])('finds %s', async (_, name, content, expected) => {
    expect((await read([file(name, content)])).texts).toEqual(expected);
  });

  it('names the columns where none looks like the text', async () => {
    const problems = await problemsOf([file('g.csv', 'x,y\n1,2\n')]);

    expect(problems).toEqual(['embedding.corpus:1: no column that looks like the text; the columns are "x", "y"']);
  });

  it('tells of all files that cannot be read, under the key that names them', async () => {
    const problems = await problemsOf([join(folder, 'nowhere.txt'), join(folder, 'x.pdf')]);

    expect(problems).toEqual([
      'embedding.corpus:null: no such file',
      'embedding.corpus:null: a file of unknown kind; .csv, .tsv, .txt or .jsonl (also .gz) was expected',
    ]);
  });

  it('refuses lines that cannot be decoded, or skips and counts them', async () => {
    const bad = file('h.txt', Buffer.from('one\ncaf\xe9\ntwo\n', 'latin1'));

    expect(await problemsOf([bad])).toEqual([expect.stringMatching(/^data.badRows:2: byte 0xE9 at offset 7/)]);
    expect(await read([bad], { data: { ...data, badRows: 'skip' } })).toMatchObject({
      texts: ['one', 'two'],
      skippedBad: 1,
    });
  });
});

describe('collectOutside', () => {
  async function* texts(...all: readonly string[]): AsyncGenerator<string> {
    yield* all;
  }
  const split = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

  it('leaves texts of rows out, and cuts long ones into pieces', async () => {
    const isOwn = (text: string): boolean => text === 'mine';

    const found = await collectOutside({
      texts: texts('a b a b c', 'mine', ' ', 'c'),
      tokenizers: [split, (text) => split(text).filter((word) => word !== 'c')],
      isOwn,
      mostWords: 2,
    });

    expect(found).toMatchObject({ empty: 1, own: 1 });
    expect(found.corpora.map(({ words }) => words)).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
    ]);
    expect(found.corpora.map(({ offsets }) => [...offsets])).toEqual([
      [0, 2, 4, 5, 6],
      [0, 2, 4],
    ]);
  });
});
