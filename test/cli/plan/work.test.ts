import { describe, expect, it } from 'vitest';

import type { Axis, Grid, GridPart } from '../../../core/grid.ts';
import { allTrials, createSpace } from '../../../core/space.ts';
import { estimate, onSlots } from '../../../cli/plan/estimate.ts';
import { remainingOfAll } from '../../../cli/plan/remaining.ts';
import { cellsToTrain, embeddingsToTrain, vectorScopes } from '../../../cli/plan/sample-runs.ts';
import { speedOf } from '../../../cli/plan/speed.ts';
import { waysToShorten } from '../../../cli/plan/shorten.ts';
import { temporalHistory } from '../../../cli/plan/temporal-history.ts';
import { textSizes } from '../../../cli/plan/text-sizes.ts';
import { aCell, aGrid } from '../../core/grids.ts';
import { aCorpus } from './corpus.ts';
import { heldOutShare } from '../../../scoring/split-facts.ts';

const sizes = [textSizes(aCorpus({ rows: 500, length: 20, words: 300 }))];

const factsOf = (grid: Grid) => ({
  grid,
  space: createSpace(grid),
  sizes,
  classes: 2,
  heldOut: heldOutShare(grid.split) ?? 0,
  vectors: [],
  outside: [],
});

const typical = speedOf([], null);

const likely = (grid: Grid, most = 10_000): number => {
  const facts = factsOf(grid);
  return estimate(facts, remainingOfAll(facts.space, most), typical).slotSeconds.likely;
};

const units: Axis = { path: 'model.units', values: [4, 64] };
const epochs: Axis = { path: 'train.epochs', values: [5, 25] };
const iterations: Axis = { path: 'embedding.iterations', values: [10, 20, 30] };
const random = (trials: number) => ({ search: { kind: 'random', trials, seed: 3 } }) as const;

describe('the networks to train', () => {
  const twoParts: readonly GridPart[] = [
    { base: aCell(), axes: [iterations, units, epochs] },
    { base: { ...aCell(), embedding: { ...aCell().embedding, kind: 'random' } }, axes: [units] },
  ];

  it.each([
    ['a product', aGrid([iterations, units, epochs])],
    ['parts', aGrid([], { parts: twoParts })],
    ['a random search', aGrid([], { parts: twoParts, ...random(6) })],
  ])('are those of the trials, each to its largest epochs: %s', (_what, grid) => {
    const space = createSpace(grid);
    const wanted = new Map<string, number>();
    for (const { cell } of allTrials(space)) {
      const key = JSON.stringify([cell.embedding, cell.model]);
      wanted.set(key, Math.max(wanted.get(key) ?? 0, cell.train.epochs));
    }

    const cells = cellsToTrain(space);

    const found = Array.from({ length: cells.count }, (_, n) => cells.at(n).epochs);
    const ascending = (a: number, b: number): number => a - b;
    expect(found.toSorted(ascending)).toEqual([...wanted.values()].toSorted(ascending));
  });

  it('need the embeddings of the trials alone', () => {
    const space = createSpace(aGrid([], { parts: twoParts, ...random(2) }));
    const cells = cellsToTrain(space);

    const { count, at } = embeddingsToTrain(space, cells);

    const used = new Set(Array.from({ length: cells.count }, (_, n) => cells.at(n).embedding));
    expect(Array.from({ length: count }, (_, n) => at(n))).toEqual([...used]);
  });

  it('train vectors once per split, once for all texts, or never', () => {
    const space = createSpace(aGrid([], { parts: twoParts }));

    expect([vectorScopes(space, 0), vectorScopes(space, 3)]).toEqual([5, 0]);
  });
});

describe('the estimate', () => {
  it('takes shorter epochs on the way for free', () => {
    expect(likely(aGrid([epochs]))).toBe(likely(aGrid()));
  });

  it('grows with units, folds and iterations', () => {
    const wide = aGrid([{ path: 'model.units', values: [64] }]);
    const long = aGrid([{ path: 'embedding.iterations', values: [200] }]);
    const ten = aGrid([], { split: { ...aGrid().split, folds: 10 } });

    for (const grid of [wide, long, ten]) expect(likely(grid)).toBeGreaterThan(1.3 * likely(aGrid()));
  });

  it('knows that directions, layers, dropped inputs, attention and learnt vectors cost more, and a GRU less', () => {
    const costOf = (path: Axis['path'], value: Axis['values'][number]): number =>
      likely(aGrid([{ path, values: [value] }]));

    expect(costOf('model.bidirectional', true)).toBeGreaterThan(1.1 * likely(aGrid()));
    expect(costOf('model.layers', 2)).toBeGreaterThan(1.1 * likely(aGrid()));
    expect(costOf('model.spatialDropout', 0.2)).toBeGreaterThan(likely(aGrid()));
    expect(costOf('model.pooling', 'attention')).toBeGreaterThan(likely(aGrid()));
    expect(costOf('embedding.trainable', true)).toBeGreaterThan(likely(aGrid()));
    expect(costOf('model.cell', 'gru')).toBeLessThan(likely(aGrid()));
  });

  it('of a sample is near the estimate of all', () => {
    const many: readonly Axis[] = [
      { path: 'model.units', values: [8, 16, 24, 32, 40, 48] },
      { path: 'model.dropout', values: Array.from({ length: 50 }, (_, n) => n / 100) },
      iterations,
    ];

    const ratio = likely(aGrid(many), 200) / likely(aGrid(many));

    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });

  it('is never shorter than the longest single run, however many slots there are', () => {
    const facts = factsOf(aGrid([units]));
    const found = estimate(facts, remainingOfAll(facts.space, 100), typical);

    expect(onSlots(found, 1_000).likely).toBe(found.longestSeconds);
    expect(onSlots(found, 2).likely).toBeCloseTo(found.slotSeconds.likely / 2);
  });
});

describe('the speed', () => {
  const rate = { worker: 'w', host: 'h', finishedAt: 0 };

  it('comes from recorded runs where there are some', () => {
    const rates = [1e9, 2e9, 2e9, 2e9, 4e9].map((each) => ({ ...rate, rate: each, seconds: 2e9 / each }));

    const speed = speedOf(rates, { networks: [1], vectors: [2] });

    expect(speed).toMatchObject({ from: 'recorded', runs: 5 });
    expect(speed.network({ seconds: 100, cost: 20e9 })).toMatchObject({ low: 5, likely: 11, high: 20 });
  });

  it('does not believe runs of some milliseconds, which take long to begin', () => {
    const runs = Array.from({ length: 9 }, () => ({ ...rate, rate: 1e9, seconds: 1 }));
    const moments = Array.from({ length: 40 }, () => ({ ...rate, rate: 1e6, seconds: 0.01 }));

    const { high, likely } = speedOf([...runs, ...moments], null).network({ seconds: 0, cost: 1e9 });

    expect(likely).toBeCloseTo(1.04, 2);
    expect(high / likely).toBeCloseTo(1.2 + 1 / 3, 2);
  });

  it('is told with less certainty from fewer runs, and not from a moment', () => {
    const one = speedOf([{ ...rate, rate: 1e9, seconds: 1 }], null);

    expect(one.network({ seconds: 0, cost: 1e9 }).high).toBeCloseTo(2.2);
    expect(speedOf([{ ...rate, rate: 1e9, seconds: 0.9 }], null).from).toBe('typical');
  });

  it('comes from the calibration else, with an interval as wide as what was measured', () => {
    const speed = speedOf([], { networks: [1, 2], vectors: [3] });

    expect(speed.from).toBe('measured');
    expect(speed.network({ seconds: 10, cost: 0 })).toEqual({ low: 7.5, likely: 15, high: 32 });
    expect(speed.vectors(10).likely).toBe(30);
    expect(speedOf([], { networks: [1], vectors: [1] }, 3).vectors(10)).toMatchObject({ likely: 10 });
    expect(speedOf([], { networks: [1], vectors: [1] }, 3).vectors(10).high).toBeCloseTo(48);
  });

  it('of another engine is wider, and never called measured', () => {
    const speed = speedOf([], { networks: [1, 2], vectors: [3] }, 1, 'tensorflow-cpu-2.21.0');

    expect(speed.from).toBe('otherEngine');
    expect(speed.network({ seconds: 10, cost: 0 })).toMatchObject({ low: 2.5, likely: 15 });
    expect(speed.network({ seconds: 10, cost: 0 }).high).toBeCloseTo(96);
    expect(speed.vectors(10)).toEqual(speedOf([], { networks: [1], vectors: [3] }).vectors(10));
  });

  it('is called typical where nothing was measured', () => {
    expect(typical.from).toBe('typical');
  });
});

describe('ways to shorten', () => {
  const facts = factsOf(aGrid([units, iterations, epochs]));
  const found = estimate(facts, remainingOfAll(facts.space, 100), typical);

  it('are told of grids over an hour alone', () => {
    expect(waysToShorten(facts, found, 3_600)).toEqual([]);
  });

  it('name the costliest value, fewer epochs and fewer vectors, the shortest first', () => {
    const ways = waysToShorten(facts, found, 40_000);

    expect(ways.map(({ change }) => change).join('\n')).toMatch(/leave out \w+: \d+/);
    expect(ways.map(({ change }) => change).join('\n')).toContain('epochs up to 13 instead of 25');
    expect(ways.map(({ change }) => change).join('\n')).toContain('embedding.fit: all');
    expect(ways.map(({ seconds }) => seconds)).toEqual(ways.map(({ seconds }) => seconds).toSorted((a, b) => a - b));
  });
});

it('a Temporal history is six to nine events an activity, and continues as new beyond the limit', () => {
  const work = estimate(factsOf(aGrid([units])), remainingOfAll(createSpace(aGrid([units])), 10), typical);

  expect(temporalHistory(1, work)).toEqual({ workflows: 1, events: { low: 90, high: 135 }, continuesAsNew: false });
  expect(temporalHistory(1, { ...work, runs: 600 }).continuesAsNew).toBe(true);
});
