import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { drawSplits } from '../../core/split.ts';
import type { DataOptions, SplitOptions } from '../../core/grid.ts';
import { corpusDigest, writeCorpus } from '../../text/corpus-bytes.ts';
import { equalityKey } from '../../text/equal-texts.ts';
import { prepareData } from '../../text/prepare-data.ts';
import type { PreparedData } from '../../text/prepare-data.ts';
import { createFolder, prepareRows, someData, someSplit, someTokenizer, textsOf } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const prepare = (
  rows: readonly string[],
  data: Partial<DataOptions> = {},
  split: Partial<SplitOptions> = {},
): Promise<PreparedData> => prepareRows(folder, rows, data, split);

const rows = ['Good day!,x', 'Bad day,y', 'GOOD  day,x', 'fine,x', 'awful,y', 'bad-day,x'];

describe('prepared data', () => {
  it('is what was read, as integers, with what was understood', async () => {
    const prepared = await prepare(['"Hello, <b>you</b>",x', ',y', '42,y', 'so so so,y', 'hello,x']);

    expect(prepared.corpora).toEqual([
      {
        words: ['hello', 'you', 'so'],
        labels: ['x', 'y'],
        tokens: Uint32Array.of(0, 1, 2, 2, 2, 0),
        offsets: Uint32Array.of(0, 2, 2, 5, 6),
        classes: Uint32Array.of(0, 1, 1, 0),
      },
    ]);
    expect(prepared.summary).toEqual({
      rows: 4,
      files: [folder.path('some.csv')],
      delimiter: ',',
      encoding: 'utf-8',
      textColumns: ['text'],
      labelColumn: 'label',
      groupColumn: null,
      classes: [
        { label: 'x', rows: 2 },
        { label: 'y', rows: 2 },
      ],
      lengths: { mean: 1.5, median: 1, p95: 3, max: 3 },
      emptied: { least: 1, most: 1, classes: [] },
      droppedMissing: 1,
      skippedBad: { count: 0, first: [] },
      droppedRare: { rows: 0, labels: [] },
      droppedDuplicates: 0,
      droppedBySample: 0,
      heldOut: null,
      test: null,
      droppedLikeTest: 0,
      droppedLikeHeldOut: 0,
      duplicates: 0,
      conflicting: 0,
      examples: [
        { text: 'Hello, <b>you</b>', label: 'x', tokens: ['hello', 'you'] },
        { text: '42', label: 'y', tokens: [] },
        { text: 'so so so', label: 'y', tokens: ['so', 'so', 'so'] },
      ],
    });
    expect(prepared.units).toBeNull();
    const content = readFileSync(folder.path('some.csv'));
    const digest = createHash('sha256').update(content).digest('hex');
    expect(prepared.files).toEqual([{ path: folder.path('some.csv'), bytes: content.length, digest }]);
  });

  it('has one corpus for each set of text options, from one reading', async () => {
    const file = folder.file('variants.csv', 'text,label\nHello you,x\nHELLO 1,y\nMe,x\nyou,y\n');
    const variants = [someTokenizer(), someTokenizer({ lowercase: false, clean: [] })];

    const { corpora } = await prepareData({ folder: '/', data: someData(file), split: someSplit() }, variants);

    expect(corpora.map(({ words }) => words)).toEqual([
      ['hello', 'you', 'me'],
      ['Hello', 'you', 'HELLO', '1', 'Me'],
    ]);
  });

  it('has the same digest from a moved, repacked file with other delimiters and encoding', async () => {
    const first = await prepare(['café a,x', 'b,y', 'c,x', 'd,y']);
    const second = folder.file(
      'moved.txt',
      Buffer.from('id;text;label\n1;café, a!;x\n2;B;y\n3;c;x\n4;d;y\n', 'latin1'),
    );

    const data = someData(second, { encoding: 'latin-1' });
    const moved = await prepareData({ folder: '/', data, split: someSplit() }, [someTokenizer()]);

    const digests = [first, moved].map(({ corpora: [corpus] }) => corpusDigest(writeCorpus(corpus as never)));
    expect(digests[0]).toBe(digests[1]);
  });
});

describe('repeated texts', () => {
  it('stay together', async () => {
    const prepared = await prepare(rows);

    expect(prepared.units).toEqual(Uint32Array.of(0, 1, 0, 2, 3, 1));
    expect(prepared.duplicatesOf).toEqual(Uint32Array.of(0, 1, 0, 2, 3, 1));
    expect(prepared.summary).toMatchObject({ duplicates: 2, conflicting: 1, rows: 6 });
    expect(prepared.overlap).toBe(false);
  });

  it('are kept, and said to be on both sides', async () => {
    const prepared = await prepare(rows, { duplicates: 'keep' });

    expect(prepared.units).toBeNull();
    expect(prepared.overlap).toBe(true);
  });

  it('are dropped, the first one kept', async () => {
    const prepared = await prepare(rows, { duplicates: 'drop' });

    expect(textsOf(prepared)).toEqual(['good day', 'bad day', 'fine', 'awful']);
    expect(prepared.summary).toMatchObject({ duplicates: 2, droppedDuplicates: 2, rows: 4 });
    expect(prepared.overlap).toBe(false);
  });

  it.each([
    ['Good day!', 'GOODDAY', true],
    ['Cafe\u0301 1', 'CAFÉ1', true],
    ['👍', '👎', false],
    ['good ❤️', 'good ❤', true],
    ['की', 'का', false],
    ['a1', 'a2', false],
  ])('are those of equal letters and digits: %s and %s are %s', (one, other, expected) => {
    expect(equalityKey(one) === equalityKey(other)).toBe(expected);
  });
});

describe('groups', () => {
  it('join with repeated texts into units', async () => {
    const file = folder.file('groups.csv', 'text,label,author\na,x,k\nb,y,l\nB,x,m\nc,y,n\nd,x,m\ne,y,k\nf,y,o\n');
    const split = someSplit({ groups: 'author' });

    const prepared = await prepareData({ folder: '/', data: someData(file), split }, [someTokenizer()]);

    expect(prepared.groups).toEqual(Uint32Array.of(0, 1, 2, 3, 2, 0, 4));
    expect(prepared.units).toEqual(Uint32Array.of(0, 1, 1, 2, 1, 0, 3));
  });
});

describe('units', () => {
  it('are what splits keep apart', async () => {
    const repeated = Array.from(
      { length: 60 },
      (_, row) => `${row % 2 ? 'T' : 't'}ext ${'i'.repeat(row >> 1)},${(row >> 1) % 2}`,
    );
    const { corpora, units, heldOutFrom } = await prepare(repeated, {}, { folds: 3 });
    const { classes, labels } = corpora[0] as NonNullable<(typeof corpora)[0]>;

    const splits = drawSplits({ classes, classNames: labels, units, heldOutFrom, split: someSplit({ folds: 3 }) });

    for (const { heldOut } of splits) {
      expect(heldOut.length).toBe(20);
      expect(heldOut.every((row) => heldOut.includes(row ^ 1))).toBe(true);
    }
  });
});
