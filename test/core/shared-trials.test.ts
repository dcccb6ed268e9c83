import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Axis, Cell, Grid, GridPart, SearchOptions, Value } from '../../core/grid.ts';
import { indexOfCell, sharedTrials } from '../../core/shared-trials.ts';
import { allTrials, createSpace } from '../../core/space.ts';
import { aCell, aGrid } from './grids.ts';

const opened = (grid: Grid) => ({ grid, space: createSpace(grid) });

const some = <T extends Value>(values: readonly T[]) =>
  fc.shuffledSubarray([...values], { minLength: 1 }) as fc.Arbitrary<readonly T[]>;

const withKind = (kind: Cell['embedding']['kind'], more: Partial<Cell['embedding']> = {}): Cell => {
  const cell = aCell();
  return { ...cell, embedding: { ...cell.embedding, kind, ...more } };
};

const digest = (letter: string): string => letter.repeat(64);

/** Parts that share no cell and have no axis that a cell does not read, as every grid's. */
const aPart = (kind: Cell['embedding']['kind']): fc.Arbitrary<GridPart> =>
  fc
    .record({
      units: some([8, 16, 32]),
      epochs: some([1, 2, 5]),
      clean: some([['html'], ['url'], []]),
      window: some([2, 4]),
      file: some(['a.txt', 'b.txt'].map((name, at) => `${name}@${digest('ab'[at] as string)}`)),
      seed: fc.constantFrom(1, 2),
    })
    .map(({ units, epochs, clean, window, file, seed }) => {
      const common: readonly Axis[] = [
        { path: 'text.clean', values: clean },
        { path: 'model.units', values: units },
        { path: 'train.epochs', values: epochs },
      ];
      const own: readonly Axis[] =
        kind === 'word2vec'
          ? [{ path: 'embedding.window', values: window }]
          : kind === 'file'
            ? [{ path: 'embedding.file', values: file }]
            : [];
      return { base: withKind(kind, { seed }), axes: [...common, ...own] };
    });

const aSearch: fc.Arbitrary<SearchOptions> = fc.oneof(
  fc.constant({ kind: 'grid' } as const),
  fc.record({ kind: fc.constant('random' as const), trials: fc.constant(2), seed: fc.integer({ min: 0, max: 9 }) }),
);

const aWholeGrid = fc
  .record({
    kinds: fc.shuffledSubarray(['word2vec', 'file', 'random'] as const, { minLength: 1 }),
    word2vec: aPart('word2vec'),
    file: aPart('file'),
    random: aPart('random'),
    search: aSearch,
  })
  .filter(({ kinds, search, ...parts }) => {
    const { cells } = createSpace(aGrid([], { parts: kinds.map((kind) => parts[kind]) }));
    return search.kind === 'grid' || cells >= 2;
  })
  .map(({ kinds, search, ...parts }) => aGrid([], { parts: kinds.map((kind) => parts[kind]), search }));

it('counts the trials that two grids have in common, whatever their parts, axes, order and search', () => {
  fc.assert(
    fc.property(aWholeGrid, aWholeGrid, (one, other) => {
      const [a, b] = [opened(one), opened(other)];
      const hashes = new Set([...allTrials(a.space)].map(({ hash }) => hash));
      const both = [...allTrials(b.space)].filter(({ hash }) => hashes.has(hash));

      expect(sharedTrials(a, b)).toBe(both.length);
    }),
    { numRuns: 300 },
  );
});

it('finds each trial of one grid at its index in another, and nothing that the other lacks', () => {
  fc.assert(
    fc.property(aWholeGrid, aWholeGrid, (one, other) => {
      const [a, b] = [createSpace(one), createSpace(other)];
      const indexes = new Map([...allTrials(b)].map(({ hash, index }) => [hash, index]));

      for (const { cell, hash } of allTrials(a)) expect(indexOfCell(b, cell)).toBe(indexes.get(hash) ?? null);
    }),
    { numRuns: 100 },
  );
});

it('takes a file for what it holds, not for its name', () => {
  const of = (name: string, letter: string) =>
    opened(aGrid([], { parts: [{ base: withKind('file', { file: `${name}@${digest(letter)}` }), axes: [] }] }));

  expect(sharedTrials(of('one.txt', 'a'), of('other.txt', 'a'))).toBe(1);
  expect(sharedTrials(of('one.txt', 'a'), of('one.txt', 'b'))).toBe(0);
});

it('compares a million trials with another million at once', () => {
  const values = (from: number) => Array.from({ length: 100 }, (_, at) => at + from);
  const million = (from: number): Grid =>
    aGrid([
      { path: 'embedding.window', values: values(from) },
      { path: 'model.units', values: values(from) },
      { path: 'train.batch', values: values(1) },
    ]);

  const shared = sharedTrials(opened(million(1)), opened(million(51)));

  expect(shared).toBe(50 * 50 * 100);
});
