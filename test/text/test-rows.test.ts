import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataOptions, SplitOptions } from '../../core/grid.ts';
import { rowTokens } from '../../text/corpus.ts';
import type { Corpus } from '../../text/corpus.ts';
import { equalityKey } from '../../text/equal-texts.ts';
import { prepareData } from '../../text/prepare-data.ts';
import type { PreparedData } from '../../text/prepare-data.ts';
import { createFolder, problemsOf, someData, someSplit, someTokenizer } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const csv = (name: string, rows: readonly string[], header = 'text,label'): string =>
  folder.file(name, [header, ...rows].join('\n'));

type Options = {
  readonly data?: Partial<DataOptions>;
  readonly split?: Partial<SplitOptions>;
  readonly header?: string;
};

const prepare = (rows: readonly string[], { data, split, header }: Options = {}): Promise<PreparedData> =>
  prepareData(
    { folder: folder.path('.'), data: someData(csv('rows.csv', rows, header), data), split: someSplit(split) },
    [someTokenizer({ clean: [] })],
  );

/** `words|label` of each row. */
const rowsOf = (corpus: Corpus | undefined): readonly string[] =>
  corpus === undefined
    ? []
    : Array.from(corpus.classes, (place, row) => {
        const words = Array.from(rowTokens(corpus, row), (token) => corpus.words[token]).join(' ');
        return `${words}|${corpus.labels[place]}`;
      });
const trained = ({ corpora }: PreparedData): readonly string[] => rowsOf(corpora[0]);
const tested = ({ test }: PreparedData): readonly string[] => rowsOf(test?.corpora[0]);

const common = <Value>(a: ReadonlySet<Value>, b: ReadonlySet<Value>): number =>
  [...a].filter((value) => b.has(value)).length;

const many = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, at) => `text number ${from + at},${at % 2 === 0 ? 'x' : 'y'}`);

describe('a share of test rows', () => {
  it('is the same texts whatever the other rows, their order, and the other seeds are', async () => {
    const few = await prepare(many(100), { split: { test: 0.3 } });
    const more = await prepare([...many(100, 100), ...many(100)].toReversed(), {
      split: { test: 0.3, seed: 7, holdout: 0.2 },
      data: { seed: 9 },
    });

    const isOld = (row: string): boolean => Number(/\d+/.exec(row)?.[0]) < 100;
    expect(tested(more).filter(isOld).toSorted()).toEqual(tested(few).toSorted());
    expect([...tested(few), ...trained(few)].toSorted()).toEqual(
      many(100)
        .map((row) => row.replace(',', '|'))
        .toSorted(),
    );
  });

  it('has about that share, another one with another seed, and the rows of a smaller share', async () => {
    const share = async (test: number, testSeed = 0) =>
      new Set(tested(await prepare(many(1000), { split: { test, testSeed } })));
    const [tenth, fifth, other] = await Promise.all([share(0.1), share(0.2), share(0.2, 1)]);

    expect(fifth.size).toBeGreaterThan(150);
    expect(fifth.size).toBeLessThan(250);
    expect(common(tenth, fifth)).toBe(tenth.size);
    expect(common(fifth, other)).toBeLessThan(65); // of independent draws 40 are expected
  });

  it('is these texts on every machine and in every version, as a program of the documented rule draws them', async () => {
    const given = [
      'One!,x',
      'TWO,y',
      'three,x',
      'four,y',
      'five,x',
      'six,y',
      'seven,x',
      'eight,y',
      'nine,x',
      'ten,y',
      'eleven,x',
      'twelve,y',
    ];
    const prepared = await prepare(given, { split: { test: 0.3 } });

    expect(tested(prepared)).toEqual(['four|y', 'seven|x', 'eight|y', 'nine|x', 'ten|y', 'twelve|y']);
  });

  it('leaves nothing of itself in what is trained on: no text, no word, no label count', async () => {
    const rows = many(60).map((row, at) => row.replace('text', `only${at}`));
    const prepared = await prepare(rows, { split: { test: 0.4 } });

    const words = new Set(prepared.corpora[0]?.words);
    for (const row of tested(prepared)) expect(words.has(row.split(' ')[0] as string)).toBe(false);
    expect(prepared.summary.rows).toBe(60 - tested(prepared).length);
    expect(prepared.summary.classes.reduce((sum, { rows: each }) => sum + each, 0)).toBe(prepared.summary.rows);
    const shown = prepared.summary.examples.map(({ text }) => text);
    for (const row of tested(prepared)) expect(shown).not.toContain(row.split('|')[0]);
  });

  it('takes equal texts together, also where they are kept', async () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom('!', '?', ' ', ''), fc.boolean()), {
      minLength: 30,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('keep', 'together', 'drop'), async (drawn, duplicates) => {
        const lines = drawn.map(([word, end, isLoud]) => `${isLoud ? 'WORD' : 'word'}${word}${end},x`);
        const given = [...lines, ...many(40), 'word1,y'];
        const prepared = await prepare(given, { split: { test: 0.5 }, data: { duplicates } });

        const keys = (all: readonly string[]) => new Set(all.map((row) => equalityKey(row.split('|')[0] as string)));
        expect(common(keys(tested(prepared)), keys(trained(prepared)))).toBe(0);
        if (duplicates === 'drop') expect(keys(tested(prepared)).size).toBe(tested(prepared).length);
        else expect(tested(prepared).length + trained(prepared).length).toBe(given.length);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('is named by its rows, whatever their order, the rows beside them and the split are', async () => {
    const digest = async (rows: readonly string[], split: Partial<SplitOptions> = {}) =>
      (await prepare(rows, { split: { test: 0.3, ...split } })).test?.digest;
    const rows = many(80);
    const plain = await digest(rows);

    expect(await digest(rows.toReversed(), { folds: 5, seed: 3 })).toBe(plain);
    expect(await digest(rows, { testSeed: 1 })).not.toBe(plain);
    expect(await digest(rows.map((row) => row.replace(/x$/, 'z')))).not.toBe(plain);
  });

  it('goes by the group where rows have one, and drops the texts that another group repeats', async () => {
    const rows = Array.from({ length: 90 }, (_, at) => `text ${at},${at % 2},g${at % 9}`);
    const prepared = await prepare([...rows, ...rows.slice(0, 9).map((row) => row.replace(/g\d/, 'other'))], {
      split: { test: 0.4, groups: 'author' },
      header: 'text,label,author',
    });

    const numberOf = (row: string): number => Number(/\d+/.exec(row)?.[0]);
    const groups = (all: readonly string[]) =>
      new Set(
        all
          .map(numberOf)
          .filter((number) => number >= 9) // the others are of two groups
          .map((number) => number % 9),
      );
    const repeats = trained(prepared).length + tested(prepared).length + prepared.summary.droppedLikeTest;
    expect(repeats).toBe(99);
    expect(prepared.summary.droppedLikeTest).toBeGreaterThan(0);
    expect(common(new Set(tested(prepared)), new Set(trained(prepared)))).toBe(0);
    expect(common(groups(tested(prepared)), groups(trained(prepared)))).toBe(0);
  });

  it('is taken before the sample and before rare classes are counted', async () => {
    const prepared = await prepare([...many(200), 'rare one,z', 'rare two,z'], {
      split: { test: 0.3, folds: 2 },
      data: { rows: 50, rareClasses: 'drop' },
    });

    expect(prepared.summary.rows).toBe(50);
    expect(prepared.test?.corpora[0]?.labels).toEqual(prepared.corpora[0]?.labels);
    expect(tested(prepared).length).toBeGreaterThan(40);
  });

  it('is refused where a class would have no test row, no training row, or where no row falls to it', async () => {
    const refusal = (rows: readonly string[], split: Partial<SplitOptions>) =>
      problemsOf(() => prepare(rows, { split }));

    expect(await refusal(many(12), { test: 0.01 })).toEqual([
      'rows.csv:- [split.test] no row fell to the share of 0.01 that is set aside → write a larger split.test, or another split.testSeed',
    ]);
    expect(
      await refusal([...many(60), ...many(6, 900).map((row) => row.replace(/.$/, 'z'))], { test: 0.5, folds: 5 }),
    ).toEqual([
      expect.stringMatching(
        /class "z" has \d rows? beside \d test rows? and split.folds is 5 → write data.rareClasses/,
      ),
    ]);
    const one = [...many(60), 'seldom,z'];
    const sides = await Promise.all(
      Array.from({ length: 8 }, (_, testSeed) => refusal(one, { test: 0.5, testSeed, folds: 2, holdout: 0.2 })),
    );
    expect(new Set(sides.flat())).toEqual(
      new Set([
        'rows.csv:- [split.test] no row of "z" fell to the test rows → write a larger split.test, or another split.testSeed',
        'rows.csv:- [split.test] every row of "z" fell to the test rows; none is left → write a smaller split.test, or another split.testSeed',
      ]),
    );
  });
});

describe('a file of test rows', () => {
  const file = (rows: readonly string[], options: Options = {}, header?: string) => {
    csv('test.csv', rows, header);
    return prepare(many(20), { ...options, split: { test: 'test.csv', ...options.split } });
  };

  it('is read by itself, and drops the rows with its texts from the data', async () => {
    const prepared = await file(['Text number 3!;y', 'another;x', 'another;x'], {}, 'review;sentiment');

    expect(tested(prepared)).toEqual(['text number 3!|y', 'another|x', 'another|x']);
    expect(trained(prepared)).toHaveLength(19);
    expect(prepared.summary).toMatchObject({
      rows: 19,
      droppedLikeTest: 1,
      test: { file: folder.path('test.csv'), rows: 3, classes: [2, 1] },
    });
    expect(['ANOTHER', 'Text number 4', 'unseen'].map(prepared.isOwn)).toEqual([true, true, false]);
  });

  it('is refused with other columns, unknown labels, no rows, no text, and the content of the data', async () => {
    const refusal = (rows: readonly string[], header?: string) => problemsOf(() => file(rows, {}, header));

    expect(await refusal(['a,b'], 'one,two')).toEqual([
      expect.stringContaining(
        'test.csv:1 [data.text] no column that looks like the text; the columns are "one", "two"',
      ),
      expect.stringContaining('test.csv:1 [data.label] no column that looks like the label'),
    ]);
    expect(await refusal(['a,x', 'b,good', 'c,good', 'd,bad'])).toEqual([
      'test.csv:3 [split.test] no training row has the label "good"; theirs are "x", "y" → correct the label, or take its rows out of this file',
      'test.csv:5 [split.test] no training row has the label "bad"; theirs are "x", "y" → correct the label, or take its rows out of this file',
    ]);
    expect(await refusal([])).toEqual([
      'test.csv:- [split.test] the file has a header and no rows → name a file with rows',
    ]);
    expect(await refusal([',x', ' ,y'])).toEqual([
      'test.csv:- [split.test] no row is left to test on: each is empty, bad or of a rare class → name a file with other rows',
    ]);
    expect(await refusal(many(20))).toEqual([
      expect.stringContaining('test.csv:- [split.test] has the same content as'),
    ]);
  });

  it('loses the rows of classes that are dropped as rare', async () => {
    csv('test.csv', ['one,x', 'two,z']);
    const prepared = await prepare([...many(20), 'alone,z'], {
      split: { test: 'test.csv' },
      data: { rareClasses: 'drop' },
    });

    expect(tested(prepared)).toEqual(['one|x']);
  });

  it('drops the groups that it has', async () => {
    csv('test.csv', ['new,0,g1'], 'text,label,author');
    const prepared = await prepare(
      Array.from({ length: 12 }, (_, at) => `text ${at},${at % 2},g${at % 3}`),
      {
        split: { test: 'test.csv', groups: 'author' },
        header: 'text,label,author',
      },
    );

    expect(prepared.summary).toMatchObject({ rows: 8, droppedLikeTest: 4 });
  });
});
