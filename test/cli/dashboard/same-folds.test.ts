import { describe, expect, it } from 'vitest';

import { sharedSplits, whyApart } from '../../../cli/dashboard/same-folds.ts';

type Work = Parameters<typeof whyApart>[0];

const split = {
  folds: 3,
  repeats: 1,
  holdout: 'none',
  stratify: true,
  groups: null,
  seed: 0,
  test: 'none',
  testSeed: 0,
};

const work = (name: string, more: { readonly [key: string]: unknown } = {}): Work => {
  const { splitDigests = ['a', 'b', 'c'], corpus = 'rows', file = 'file', rows = 90, ...rest } = more;
  return {
    name,
    grid: { data: { files: ['x.csv'], duplicates: 'keep' }, split: { ...split, ...rest } },
    files: [{ path: 'x.csv', digest: file }],
    prepared: {
      rows,
      labels: more['labels'] ?? ['no', 'yes'],
      classes: [40, 50],
      corpora: [{ digest: corpus }],
      reading: null,
      test: null,
      splitDigests,
    },
  } as unknown as Work;
};

describe('folds of two sweeps', () => {
  it('are the same where rows and splits are, whatever the text options make of the words', () => {
    expect(whyApart(work('one'), work('two'))).toEqual([]);
    expect(whyApart(work('one'), work('two', { corpus: 'stemmed' }))).toEqual([]);
    expect(whyApart(work('one'), work('two', { file: 'copied and extended, but cut to the same rows' }))).toEqual([]);
  });

  it('are not the same where rows, classes or splits differ, which is said', () => {
    const other = { corpus: 'others', file: 'another' };

    expect(whyApart(work('one'), work('two', other))[0]).toMatch(/^Their rows differ/);
    expect(whyApart(work('one'), work('two', { rows: 91 }))[0]).toMatch(/^Their rows differ \(90 rows and 91 rows\)/);
    expect(whyApart(work('one'), work('two', { labels: ['no', 'maybe'] }))[0]).toMatch(/^Their classes differ/);
    expect(whyApart(work('one'), work('two', { splitDigests: ['x', 'y', 'z'], seed: 7 }))).toEqual([
      'Their splits differ, no fold is the same (one: 3 folds, 1 repeat, seed 0; two: 3 folds, 1 repeat, seed 7).',
    ]);
    expect(whyApart(work('one'), work('two', { splitDigests: ['a', 'y', 'z'] }))[0]).toMatch(/^Only 1 of their splits/);
  });

  it('that one sweep has beside more are compared alone, under the split of the one that has no others', () => {
    const more = work('more', { repeats: 2, splitDigests: ['d', 'a', 'b', 'c', 'e', 'f'] });

    expect(whyApart(work('one'), more)).toEqual([]);
    expect(sharedSplits(more, work('one'))).toMatchObject({
      pairs: [
        { first: 1, second: 0 },
        { first: 2, second: 1 },
        { first: 3, second: 2 },
      ],
      split: { repeats: 1 },
    });
  });
});
