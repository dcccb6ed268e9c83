import { afterAll, describe, expect, it } from 'vitest';
import type { CleanKind } from '../../core/grid.ts';
import { prepareData } from '../../text/prepare-data.ts';
import { createFolder, prepareRows, someData, someSplit, someTokenizer, textsOf } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const prepare = (content: string, tokenizer = someTokenizer()) => {
  const file = folder.file('messy.csv', content);
  return prepareData({ data: someData(file), split: someSplit(), folder: folder.path('.') }, [tokenizer]);
};

describe('messy data', () => {
  it('are read through a byte order mark, every kind of line end, and quotes over lines', async () => {
    const prepared = await prepare(
      '\ufefftext,label\r\n"two\r\nlines, ""quoted""",x\r\n\r\nb,y\r\n"c\n\nd",x\r\n e ,y',
    );

    expect(textsOf(prepared)).toEqual(['two lines quoted', 'b', 'c d', 'e']);
    expect(prepared.corpora[0]?.labels).toEqual(['x', 'y']);
  });

  it.each([
    [['1', '2', '10']],
    [['true', 'false', 'TRUE']],
    [['null', 'NaN', 'None', 'undefined']],
    [['2020-01-01', '2020-01-02']],
    [['1.0', '1', '01', '1e0']],
    [['__proto__', 'constructor', 'toString']],
  ])('have labels that are the text they are: %j', async (labels) => {
    const lines = labels.flatMap((label) => [`some text ${label} a,${label}`, `other text ${label} b, ${label} `]);

    const { corpora, summary } = await prepareRows(folder, lines);

    expect(corpora[0]?.labels).toEqual(labels.toSorted());
    expect(summary.classes.map(({ rows }) => rows)).toEqual(labels.map(() => 2));
  });

  it('have one label, one word and one text of two normal forms', async () => {
    const prepared = await prepareRows(folder, [
      'the caf\u00e9,\u00e9',
      'the cafe\u0301,e\u0301',
      'good caf\u00e9,e\u0301',
      'b,y',
      'c,y',
    ]);

    expect(prepared.corpora[0]?.labels).toEqual(['y', '\u00e9']);
    expect(prepared.corpora[0]?.words).toEqual(['the', 'caf\u00e9', 'good', 'b', 'c']);
    expect(prepared.summary.duplicates).toBe(1);
  });

  it('may have texts of a megabyte, of many words or of one', async () => {
    const clean: readonly CleanKind[] = [
      'html',
      'url',
      'mention',
      'hashtag',
      'number',
      'emoji',
      'punctuation',
      'repeats',
    ];
    const long = "so <b>good</b>, @jo don't! 99 https://a.b ".repeat(25_000);
    const one = 'ab'.repeat(1 << 19);
    const started = performance.now();

    const { corpora } = await prepare(`text,label\n"${long}",x\n${one},y\nc,x\nd,y\n`, someTokenizer({ clean }));

    expect(corpora[0]?.words).toEqual(['so', 'good', "don't", one, 'c', 'd']);
    expect(corpora[0]?.offsets).toEqual(Uint32Array.of(0, 75_000, 75_001, 75_002, 75_003));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
