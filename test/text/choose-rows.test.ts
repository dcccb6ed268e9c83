import { afterAll, describe, expect, it } from 'vitest';
import type { DataOptions, SplitOptions } from '../../core/grid.ts';
import type { PreparedData } from '../../text/prepare-data.ts';
import { createFolder, prepareRows, textsOf } from './data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const prepare = (
  rows: readonly string[],
  data: Partial<DataOptions> = {},
  split: Partial<SplitOptions> = {},
): Promise<PreparedData> => prepareRows(folder, rows, data, split);

const labelsOf = ({ corpora: [corpus] }: PreparedData): readonly string[] =>
  Array.from(corpus?.classes ?? [], (place) => corpus?.labels[place] ?? '');

describe('rare classes', () => {
  const some = ['a,x', 'b,x', 'c,x', 'd,y', 'e,y', 'f,z', 'F!,z', 'g,w'];

  it('are dropped and counted, and leave no trace in the corpus', async () => {
    const prepared = await prepare(some, { rareClasses: 'drop' });

    expect(prepared.corpora[0]).toMatchObject({ labels: ['x', 'y'], words: ['a', 'b', 'c', 'd', 'e'] });
    expect(prepared.summary.droppedRare).toEqual({ rows: 3, labels: ['w', 'z'] });
  });

  it('are what a class with a single row is not where a share is held out', async () => {
    const prepared = await prepare(some, {}, { holdout: 0.3 });

    expect(prepared.summary.rows).toBe(8);
  });
});

describe('a sample', () => {
  const many = Array.from(
    { length: 100 },
    (_, row) => `text number ${'abcdefghij'.charAt(row % 10)} ${'i'.repeat(row)},${row % 5 === 0 ? 'x' : 'y'}`,
  );

  it('is stratified, in the order of the file, and another for another seed', async () => {
    const first = await prepare(many, { rows: 20 });
    const again = await prepare(many, { rows: 20 });
    const other = await prepare(many, { rows: 20, seed: 1 });

    expect(labelsOf(first).filter((label) => label === 'x')).toHaveLength(4);
    expect(textsOf(first)).toEqual(textsOf(again));
    expect(textsOf(first)).not.toEqual(textsOf(other));
    expect(first.summary).toMatchObject({ rows: 20, droppedBySample: 80 });
    const lengths = textsOf(first).map((text) => text.length);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(first.summary.examples).toHaveLength(3);
  });

  it('larger than the data is the data', async () => {
    expect((await prepare(many, { rows: 1000 })).summary).toMatchObject({ rows: 100, droppedBySample: 0 });
  });
});
