import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { failOf } from '../../../training/vectors-file/fault.ts';
import { parseNumber } from '../../../training/vectors-file/parse-number.ts';
import { readVectorRows, readVectorsFile } from '../../../training/vectors-file/read-vectors-file.ts';
import { word2vecText } from '../../../training/word2vec/word2vec-text.ts';

const folder = 'test/fixtures/vectors';
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  readonly words: readonly string[];
  readonly size: number;
  readonly vectors: readonly (readonly number[])[];
};

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const read = (content: string | Buffer, words: readonly string[], piece = 1 << 20) =>
  readVectorRows(inPieces(Buffer.from(content), piece), words, failOf('v.txt'));

const problemOf = async (content: string | Buffer, words: readonly string[] = ['a', 'b', 'c']): Promise<string> => {
  try {
    await read(content, words);
  } catch (error) {
    const { problems } = error as { readonly problems: readonly { line: number | null; message: string }[] };
    return `${problems[0]?.line}: ${problems[0]?.message}`;
  }
  return 'nothing wrong';
};

/** As word2vec's own program writes it, with or without line feeds behind the vectors. */
const binary = (rows: readonly (readonly [string, readonly number[]])[], end = '', said = rows.length): Buffer => {
  const size = rows[0]?.[1].length ?? 1;
  const parts = rows.map(([word, numbers]) =>
    Buffer.concat([Buffer.from(`${word} `), Buffer.from(new Float32Array(numbers).buffer), Buffer.from(end)]),
  );
  return Buffer.concat([Buffer.from(`${said} ${size}\n`), ...parts]);
};

describe('readVectorsFile', () => {
  it.each([
    ['word2vec.txt', 'word2vec text'],
    ['word2vec.bin', 'word2vec binary'],
    ['glove.txt', 'GloVe text'],
    ['word2vec-packed.txt', 'word2vec text'],
    ['word2vec-packed.bin', 'word2vec binary'],
    ['glove-packed.txt', 'GloVe text'],
  ])('reads %s as gensim does, to the bit', async (name, format) => {
    const words = expected.words.toReversed();

    const found = await readVectorsFile(join(folder, name), ['nowhere', ...words]);

    expect(found).toMatchObject({ format, words, size: expected.size, rows: words.length });
    expect(Array.from(found.vectors)).toEqual(expected.vectors.toReversed().flat());
  });

  it('keeps the words that were asked for, in the order in which they were asked for', async () => {
    const found = await readVectorsFile(join(folder, 'word2vec.txt'), ['paris', 'PARIS', 'the', 'Café']);

    expect(found.words).toEqual(['paris', 'the']);
    expect(Array.from(found.vectors)).toEqual([...(expected.vectors[2] ?? []), ...(expected.vectors[0] ?? [])]);
    expect(['PARIS', 'Café', 'Rome'].map(found.isThereInOtherCase)).toEqual([true, true, false]);
  });

  it.each([
    ['nowhere.txt', 'no such file'],
    ['', 'a folder where a file was expected'],
  ])('says why "%s" cannot be read', async (name, message) => {
    await expect(readVectorsFile(join(folder, name), [])).rejects.toMatchObject({
      code: 'INVALID_DATA',
      message: expect.stringContaining(message),
    });
  });
});

describe('parseNumber', () => {
  const parse = (text: string): number => parseNumber(Buffer.from(` ${text} `), 1, 1 + text.length);

  it('reads what JavaScript writes of any number, and whatever decimals, as JavaScript does', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value))).toBe(Number(String(value)));
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[+-]?\d{0,17}\.?\d{0,17}$/), (text) => {
        expect(parse(text)).toBe(/\d/.test(text) ? Number(text) : Number.NaN);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', '-', '.', '1.2.3', '0x10', '1e', 'Infinity', 'nan', '1,5'])('"%s" is none', (text) => {
    expect(parse(text)).toBeNaN();
  });
});

describe('readVectorRows', () => {
  const rows = fc
    .record({ size: fc.constantFrom(1, 3, 7, 33, 130), count: fc.integer({ min: 1, max: 12 }) })
    .chain(({ size, count }) =>
      fc.record({
        words: fc.uniqueArray(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((word) => !/[\s\p{Cc}]/u.test(word)),
          { minLength: count, maxLength: count },
        ),
        numbers: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
          minLength: size * count,
          maxLength: size * count,
        }),
        size: fc.constant(size),
        piece: fc.integer({ min: 1, max: 200 }),
        end: fc.constantFrom('', '\n'),
      }),
    );

  it('gives the numbers of text and binary files back, however the bytes come in', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ words, numbers, size, piece, end }) => {
        const vectors = Float32Array.from(numbers);
        const ids = Uint32Array.from(words.keys());
        const text = [...word2vecText({ words: ids, size, vectors }, (id) => words[id] as string)];
        const pairs = words.map((word, at) => [word, numbers.slice(at * size, (at + 1) * size)] as const);
        const files = [text.join(''), binary(pairs, end)];

        for (const file of files) {
          const found = await read(Buffer.from(file as string), words, piece);
          expect(found).toMatchObject({ words, size });
          expect(Array.from(found.vectors, String)).toEqual(Array.from(vectors, String));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes CRLF, tabs, double spaces, blank lines, a byte order mark and a last line without an end', async () => {
    const found = await read('\ufeff2 2\r\na  1\t2 \r\n\r\nb 3 4', ['a', 'b']);

    expect([...found.vectors]).toEqual([1, 2, 3, 4]);
  });

  it('passes words with spaces over, as GloVe files have them', async () => {
    const found = await read('a 1 2\n. . . 3 4\nat me@x.org 5 6\nb 7 8\n', ['a', '.', 'at', 'b']);

    expect(found).toMatchObject({ words: ['a', 'b'], rows: 4 });
  });

  it('is not misled by a GloVe word that is a number', async () => {
    expect(await read('5 0.1 0.2\n7 0.3 0.4\n', ['7'])).toMatchObject({ size: 2, words: ['7'] });
  });

  it.each([
    ['another width', '2 3\na 1 2 3\nb 1 2\nc 1 2 3\n', '3: 2 numbers behind the word, expected 3 as the header says'],
    ['another width', 'x 1 2 3\ny 1 2 3 4\n', '2: 4 numbers behind the word, expected 3 as the first line has'],
    ['a header of another width', '1 3\na 1 2 3 4\n', '2: 4 numbers behind the word, expected 3 as the header says'],
    ['a cut last line', '2 3\na 1 2 3\nx 1 2', '3: the file is cut: it ends after 2 of 3 numbers'],
    ['too few rows', '3 1\na 1\nb 2\n', '3: the file is cut: the header says 3 words, it ends after 2'],
    ['too many rows', '1 1\na 1\nb 2\n', '3: the header says 1 words, and here is another'],
    ['a word twice', '3 1\na 1\nx 5\na 1\n', '4: "a" a second time, after line 2'],
    ['NaN', 'x 1 2\na 1 nan\n', '2: number 2 of "a" is "nan", expected a finite number'],
    ['a number too large for float32', 'a 1 1e39\n', '1: number 2 of "a" is "1e39", expected a finite number'],
    ['what is no number', '1 2\na 1 0x10\n', '2: number 2 of "a" is "0x10", expected a finite number'],
    [
      'no words in the header',
      '0 100\n',
      '1: the header says 0 words of 100 numbers, expected at least 1 of 1 to 100000',
    ],
    ['a text', 'Call me Ishmael.\n', '1: neither word2vec nor GloVe'],
    ['nothing', '', 'null: the file is empty'],
    ['a zip file', 'PK\x03\x04glove', 'null: a zip file, expected word2vec text or binary, or GloVe text'],
  ])('refuses %s', async (_, content, problem) => {
    expect(await problemOf(content)).toContain(problem);
  });

  const pair = [
    ['a', [1, 2]],
    ['b', [3, 4]],
  ] as const;
  it.each([
    [
      'a cut binary file',
      binary(pair).subarray(0, -3),
      'null: the file is cut: the header says 2 words, it ends inside word 2, at byte 21',
    ],
    [
      'a binary file cut between rows',
      binary(pair, '', 3),
      'null: the file is cut: the header says 3 words, it ends after 2, at byte 24',
    ],
    [
      'more rows than the header says',
      binary(pair, '\n', 1),
      'null: the header says 1 words, and more follow at byte 15',
    ],
    ['a word twice', binary([pair[0], ['a', [5, 6]]]), 'null: "a" a second time at byte 16, after byte 6'],
    ['a number that is none', binary([['a', [1, Number.NaN]]]), 'null: number 2 of "a", at byte 10, is NaN'],
    [
      'a header of another width',
      Buffer.from(binary(pair).toString('latin1').replace('2 2', '2 3'), 'latin1'),
      'null: the file is cut',
    ],
  ])('refuses %s of binary vectors with the byte', async (_, content, problem) => {
    expect(await problemOf(content)).toContain(problem);
  });
});
