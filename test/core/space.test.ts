import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Axis } from '../../core/grid.ts';
import { allTrials, createSpace, nextEmbedding, nextModel, runCell, trialAt } from '../../core/space.ts';
import { aCell, aGrid } from './grids.ts';

const axes: readonly Axis[] = [
  { path: 'train.epochs', values: [50, 10, 25] },
  { path: 'model.units', values: [16, 32] },
  { path: 'embedding.window', values: [2, 4] },
  { path: 'embedding.iterations', values: [50, 100, 150] },
  { path: 'train.batch', values: [32, 64] },
];

describe('createSpace', () => {
  it('indexes every cell once: embedding axes most significant, epochs least, ascending', () => {
    const space = createSpace(aGrid(axes));

    const trials = [...allTrials(space)];

    expect(space).toMatchObject({ embeddings: 6, cells: 72, trials: 72, splits: 5 });
    expect(trials.map(({ index }) => index)).toEqual(Array.from({ length: 72 }, (_, index) => index));
    expect(new Set(trials.map(({ hash }) => hash)).size).toBe(72);
    expect(trials.slice(0, 3).map(({ name }) => name)).toEqual([
      'batch=32,epochs=10,iterations=50,units=16,window=2',
      'batch=32,epochs=25,iterations=50,units=16,window=2',
      'batch=32,epochs=50,iterations=50,units=16,window=2',
    ]);
  });

  it('finds each trial again by its index', () => {
    const space = createSpace(aGrid(axes));

    for (const trial of allTrials(space)) expect(trialAt(space, trial.index)).toEqual(trial);
  });

  it('opens a grid of a million cells without listing them', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
    const many: readonly Axis[] = [
      { path: 'model.units', values: hundred },
      { path: 'train.batch', values: hundred },
      { path: 'embedding.window', values: hundred },
    ];

    const space = createSpace(aGrid(many));

    expect(space.trials).toBe(1_000_000);
    expect(trialAt(space, 999_999).name).toBe('batch=100,units=100,window=100');
  });

  it('keeps the parts of any: apart', () => {
    const random = { ...aCell(), embedding: { ...aCell().embedding, kind: 'random' as const } };
    const space = createSpace(
      aGrid([], {
        parts: [
          { base: aCell(), axes: [{ path: 'embedding.window', values: [2, 4] }] },
          { base: random, axes: [{ path: 'model.units', values: [8, 16, 32] }] },
        ],
      }),
    );

    expect([...allTrials(space)].map(({ name }) => name)).toEqual([
      'embedding.kind=word2vec,units=16,window=2',
      'embedding.kind=word2vec,units=16,window=4',
      'embedding.kind=random,units=8',
      'embedding.kind=random,units=16',
      'embedding.kind=random,units=32',
    ]);
    expect(space.embeddings).toBe(3);
  });

  it('calls a grid without axes default', () => {
    expect([...allTrials(createSpace(aGrid()))].map(({ name }) => name)).toEqual(['default']);
  });
});

describe('random search', () => {
  const drawn = (trials: number, seed: number) =>
    createSpace(aGrid(axes, { search: { kind: 'random', trials, seed } }));

  it('draws distinct cells, the same for the same seed', () => {
    const indexes = [...allTrials(drawn(20, 7))].map(({ index }) => index);

    expect(new Set(indexes).size).toBe(20);
    expect([...allTrials(drawn(20, 7))].map(({ index }) => index)).toEqual(indexes);
    expect([...allTrials(drawn(20, 8))].map(({ index }) => index)).not.toEqual(indexes);
  });

  it('draws all cells when asked for as many as there are', () => {
    expect([...allTrials(drawn(72, 1))]).toHaveLength(72);
  });

  it('skips to what was drawn, whatever was drawn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 72 }), fc.nat(1000), (trials, seed) => {
        const space = drawn(trials, seed);
        const seen: number[] = [];
        for (let e = 0; e < space.embeddings; e++) {
          for (let m = 0; m < 4; m++) seen.push(...runCell(space, e, m).trials.map(({ index }) => index));
          const some = nextModel(space, e, 0) !== null;
          expect(nextEmbedding(space, e) === e).toBe(some);
        }
        expect(seen).toEqual([...allTrials(space)].map(({ index }) => index));
        expect(seen).toHaveLength(trials);
      }),
      { numRuns: 50 },
    );
  });
});
