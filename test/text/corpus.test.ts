import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusDigest, readCorpus, writeCorpus } from '../../text/corpus-bytes.ts';
import { createCorpusBuilder, createNames, sortClasses } from '../../text/corpus-builder.ts';
import type { Corpus } from '../../text/corpus.ts';
import { rowTokens, rowWords, selectRows, textsDigest } from '../../text/corpus.ts';
import { firstOfSameText } from '../../text/same-text.ts';
import { anyCharacter } from './data-files.ts';

type Row = readonly [label: string, ...words: string[]];

const corpusOf = (rows: readonly Row[]): Corpus => {
  const [builder, names] = [createCorpusBuilder(), createNames()];
  const byName = Uint32Array.from(rows, ([label]) => names.number(label));
  for (const [, ...words] of rows) builder.add(words);
  return builder.finish(sortClasses(names.list(), byName));
};

const rowsOf = (corpus: Corpus): readonly Row[] =>
  Array.from(corpus.classes, (place, row): Row => [
    corpus.labels[place] as string,
    ...Array.from(rowTokens(corpus, row), (token) => corpus.words[token] as string),
  ]);

const word = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string({ unit: anyCharacter, minLength: 1, maxLength: 4 }));
const someRows = fc.array(fc.tuple(fc.constantFrom('x', 'y', 'é'), fc.array(word, { maxLength: 6 })), {
  maxLength: 12,
});
const rows = someRows.map((list) => list.map(([label, words]): Row => [label, ...words]));

const sample = corpusOf([['y', 'b', 'a'], ['x'], ['y', 'a', 'c', 'a']]);

describe('a corpus', () => {
  it('numbers words by first appearance and sorts labels', () => {
    expect(sample).toEqual({
      words: ['b', 'a', 'c'],
      labels: ['x', 'y'],
      tokens: Uint32Array.of(0, 1, 1, 2, 1),
      offsets: Uint32Array.of(0, 2, 2, 5),
      classes: Uint32Array.of(1, 0, 1),
    });
  });

  it('of selected rows is the one that reading these rows alone would have made', () => {
    fc.assert(
      fc.property(rows, fc.nat(4095), (list, bits) => {
        const kept = Uint32Array.from(list.keys()).filter((row) => (bits >> row) & 1);
        const selected = selectRows(corpusOf(list), kept);
        expect(selected).toEqual(corpusOf(Array.from(kept, (row) => list[row] as Row)));
      }),
      { numRuns: 50 },
    );
  });

  it('knows of each row the first one with the same words in the same order, whatever the labels are', () => {
    expect(firstOfSameText(corpusOf([['y', 'b', 'a'], ['x', 'a', 'b'], ['x', 'b', 'a'], ['x'], ['y']]))).toEqual(
      Uint32Array.of(0, 1, 0, 3, 3),
    );
    fc.assert(
      fc.property(rows, (list) => {
        const texts = list.map(([, ...words]) => JSON.stringify(words));
        expect([...firstOfSameText(corpusOf(list))]).toEqual(texts.map((text) => texts.indexOf(text)));
      }),
      { numRuns: 50 },
    );
  });

  it('gives the first words of a text, and says that there are more', () => {
    expect([2, 3].map((most) => rowWords(sample, 2, most))).toEqual(['a c …', 'a c a']);
  });

  it('is the same after writing and reading, and so are its bytes', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const corpus = corpusOf(list);
        const bytes = writeCorpus(corpus);
        const read = readCorpus(bytes);
        expect(read).toEqual(corpus);
        expect(rowsOf(read)).toEqual(list);
        expect(corpusDigest(writeCorpus(read))).toBe(corpusDigest(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it('is the same whatever number of words and classes need wider columns', () => {
    const large = corpusOf(Array.from({ length: 70_000 }, (_, row): Row => [`c${row % 300}`, `w${row}`]));

    const read = readCorpus(writeCorpus(large));

    expect(Buffer.compare(Buffer.from(read.tokens.buffer), Buffer.from(large.tokens.buffer))).toBe(0);
    expect(Buffer.compare(Buffer.from(read.classes.buffer), Buffer.from(large.classes.buffer))).toBe(0);
    expect(read.words.join()).toBe(large.words.join());
  });

  it('has bytes that never change, since they enter the keys of stored results', () => {
    expect(corpusDigest(writeCorpus(sample))).toMatchInlineSnapshot(
      `"43402aa932411f5b1c0756cdf277d96b5fdb63478a17bd24a3a2e096d50d5d5b"`,
    );
  });

  it('is read from any place of a larger buffer', () => {
    const bytes = writeCorpus(sample);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);

    expect(readCorpus(larger.subarray(3))).toEqual(sample);
  });

  it('that is cut, longer or of another version is refused', () => {
    const bytes = writeCorpus(sample);
    const changed = (at: number, value: number): Uint8Array => bytes.with(at, value);

    for (let length = 0; length < bytes.length; length++)
      expect(() => readCorpus(bytes.subarray(0, length)), `${length} bytes`).toThrow(/^damaged corpus: /);
    expect(() => readCorpus(Buffer.concat([bytes, Buffer.alloc(8)]))).toThrow(/bytes where \d+ were expected/);
    expect(() => readCorpus(changed(8, 2))).toThrow('damaged corpus: version 2 where 1 was expected');
    expect(() => readCorpus(changed(bytes.length - 8, 9))).toThrow('damaged corpus: token 9 of 3');
    expect(() => readCorpus(changed(bytes.length - 16, 7))).toThrow('damaged corpus: class 7 of 2');
    expect(() => readCorpus(changed(bytes.length - 24, 7))).toThrow('the lengths of the texts do not add up');
  });

  it('with any byte changed is read or refused, never more', () => {
    const bytes = writeCorpus(sample);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        try {
          readCorpus(bytes.with(at, value));
        } catch (error) {
          expect((error as Error).message).toMatch(/^damaged corpus: /);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the digest of texts', () => {
  it('does not depend on labels, on ids or on other rows', () => {
    const one = corpusOf([
      ['x', 'a', 'b'],
      ['y', 'c'],
      ['x', 'b'],
    ]);
    const other = corpusOf([
      ['z', 'c', 'b'],
      ['q', 'a', 'b'],
      ['q', 'b'],
    ]);

    expect(textsDigest(one, Uint32Array.of(0, 2))).toBe(textsDigest(other, Uint32Array.of(1, 2)));
    expect(textsDigest(one)).toBe(textsDigest(one, Uint32Array.of(0, 1, 2)));
  });

  it.each<readonly [string, readonly Row[]]>([
    ['another word', [['x', 'a', 'd']]],
    ['another order', [['x', 'b', 'a']]],
    [
      'another split into texts',
      [
        ['x', 'a'],
        ['x', 'b'],
      ],
    ],
    ['an empty text more', [['x', 'a', 'b'], ['x']]],
  ])('tells %s', (_, others) => {
    expect(textsDigest(corpusOf(others))).not.toBe(textsDigest(corpusOf([['x', 'a', 'b']])));
  });
});
