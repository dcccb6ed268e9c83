import { afterAll, describe, expect, it } from 'vitest';
import type { DataOptions, SplitOptions } from '../../core/grid.ts';
import { splitDigest } from '../../core/split-bytes.ts';
import { drawSplits } from '../../core/split.ts';
import type { Split } from '../../core/split.ts';
import { prepareData } from '../../text/prepare-data.ts';
import type { PreparedData } from '../../text/prepare-data.ts';
import { createFolder, problemsOf, someData, someSplit, someTokenizer, textsOf } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const rows = ['one,x', 'two,y', 'three,x', 'four,y', 'five,x', 'six,y'];

type Options = { readonly data?: Partial<DataOptions>; readonly split?: Partial<SplitOptions> };

const prepare = (heldOut: readonly string[], { data, split }: Options = {}, own = rows): Promise<PreparedData> => {
  const header = 'text,label';
  folder.file('valid.csv', [header, ...heldOut].join('\n'));
  const files = someData(folder.file('train.csv', [header, ...own].join('\n')), data);
  const grid = { folder: folder.path('.'), data: files, split: someSplit({ holdout: 'valid.csv', ...split }) };
  return prepareData(grid, [someTokenizer()]);
};

const splitsOf = ({ corpora, heldOutFrom, units }: PreparedData, repeats = 1): readonly Split[] => {
  const { classes, labels } = corpora[0] as NonNullable<PreparedData['corpora'][0]>;
  const split = someSplit({ holdout: 'valid.csv', repeats });
  return drawSplits({ classes, classNames: labels, units, heldOutFrom, split });
};

describe('a hold-out file', () => {
  it('is what is held out, and all rows of the data are trained on, in every repeat', async () => {
    const prepared = await prepare(['seven,y', 'eight,x']);

    expect(textsOf(prepared)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']);
    const splits = splitsOf(prepared, 3);
    expect(splits.map(({ repeat, fold }) => [repeat, fold])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    for (const { train, heldOut } of splits) {
      expect([...train]).toEqual([0, 1, 2, 3, 4, 5]);
      expect([...heldOut]).toEqual([6, 7]);
    }
    expect(new Set(splits.map(splitDigest)).size).toBe(1);
    expect(prepared.summary.heldOut).toEqual({ file: folder.path('valid.csv'), rows: 2 });
  });

  it('loses no row to duplicates, sample or folds, and drops the rows of the data with its texts', async () => {
    const heldOut = ['Two!,x', 'new,y', 'new,y'];
    const dropped = await prepare(heldOut, { data: { duplicates: 'drop', rows: 4 } });
    const together = await prepare(heldOut);
    const kept = await prepare(heldOut, { data: { duplicates: 'keep' } });

    expect(dropped.summary).toMatchObject({ rows: 7, droppedLikeHeldOut: 1, droppedBySample: 1, droppedDuplicates: 0 });
    expect(textsOf(dropped).slice(-3)).toEqual(['two', 'new', 'new']);
    expect(textsOf(together)).toEqual(['one', 'three', 'four', 'five', 'six', 'two', 'new', 'new']);
    expect([together.overlap, kept.overlap]).toEqual([false, true]);
    expect(kept.summary).toMatchObject({ rows: 9, droppedLikeHeldOut: 0 });
    expect((await prepare(['new,y', 'new,y'], { data: { duplicates: 'keep' } })).overlap).toBe(false);
  });

  it('has no row with the text of a test row, whatever is done with equal texts', async () => {
    folder.file('test.csv', 'text,label\nTHREE,x\nseven,y\n');
    const prepared = await prepare(['seven,y', 'eight,x'], {
      data: { duplicates: 'keep' },
      split: { test: 'test.csv' },
    });

    expect(textsOf(prepared)).toEqual(['one', 'two', 'four', 'five', 'six', 'eight']);
    expect(prepared.heldOutFrom).toBe(5);
    expect(prepared.summary).toMatchObject({ droppedLikeTest: 2, heldOut: { rows: 1 } });
  });

  it('stays whole beside a share of test rows, which is of the data alone', async () => {
    const own = Array.from({ length: 60 }, (_, at) => `text number ${at},${at % 2 === 0 ? 'x' : 'y'}`);
    const numbers = { number: 0 };
    const words = own.map((row) => row.replace(/\d+/, () => 'a'.repeat(++numbers.number)));
    const prepared = await prepare(['apart,x', 'alone,y'], { split: { test: 0.3 } }, words);

    const tested = prepared.test?.corpora[0]?.classes.length ?? 0;
    expect(tested).toBeGreaterThan(5);
    expect(prepared.heldOutFrom).toBe(60 - tested);
    expect(textsOf(prepared).slice(-2)).toEqual(['apart', 'alone']);
  });

  it('is refused with labels that no training row has, without rows, and as the data once more', async () => {
    expect(await problemsOf(() => prepare(['seven,good']))).toEqual([
      'valid.csv:2 [split.holdout] no training row has the label "good"; theirs are "x", "y" → correct the label, or take its rows out of this file',
    ]);
    expect(await problemsOf(() => prepare([',x']))).toEqual([
      'valid.csv:- [split.holdout] no row is left to hold out: each is empty, of a rare class, or like a test row → name a file of other rows',
    ]);
    expect(await problemsOf(() => prepare(rows))).toEqual([
      expect.stringContaining('valid.csv:- [split.holdout] has the same content as'),
    ]);
  });

  it('is refused where it leaves nothing to train on', async () => {
    const loud = rows.map((row) => row.toUpperCase().replace(',X', ',x').replace(',Y', ',y'));

    expect(await problemsOf(() => prepare(loud))).toEqual([
      expect.stringContaining(
        '[data] no row is left: every row is empty, bad, of a rare class or like a row that is set aside',
      ),
    ]);
  });
});
