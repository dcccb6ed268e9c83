import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../../core/grid.ts';
import { metrics } from '../../core/grid.ts';
import { createStream } from '../../core/random.ts';
import { scoreFold } from '../../scoring/score-fold.ts';
import { createWeightedScore } from '../../scoring/weighted-score.ts';
import { createWinnersLuck, resamplesOf } from '../../scoring/winners-luck.ts';

const someRows = (rows: number, classes: number, seed: number, steps = 12) => {
  const stream = createStream('winners luck test', seed);
  const truth = Uint32Array.from({ length: rows }, () => stream.below(classes));
  const probabilities = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const weights = Array.from({ length: classes }, (_, c) => 1 + stream.below(steps) + (c === truth[row] ? 4 : 0));
    const sum = weights.reduce((all, each) => all + each, 0);
    weights.forEach((weight, c) => (probabilities[row * classes + c] = weight / sum));
  }
  return { truth, probabilities, classes };
};

describe('a weighted score', () => {
  test.each(metrics)('of %s counts a row so many times as it would if it stood there so often', (by) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 2, max: 4 }), (seed, classes) => {
        const { truth, probabilities } = someRows(23, classes, seed, 5);
        const stream = createStream('times', seed);
        const times = Uint8Array.from({ length: 23 + 2 }, () => stream.below(4));
        const rows = Array.from(truth.keys()).flatMap((row) =>
          Array.from({ length: times[row + 2] as number }, () => row),
        );
        const repeated = {
          truth: Uint32Array.from(rows, (row) => truth[row] as number),
          probabilities: Float32Array.from(
            rows.flatMap((row) => [...probabilities.subarray(row * classes, (row + 1) * classes)]),
          ),
          classes,
        };
        const { scores, f1ByClass } = scoreFold(repeated);

        const ofClasses = new Uint32Array(classes);
        for (const actual of repeated.truth) ofClasses[actual]! += 1;
        const draw = { times, from: 2, ofClasses, classesFrom: 0 };

        const found = createWeightedScore({ truth, probabilities, classes }, by, 1)(draw);

        const wanted = by === 'f1' ? (f1ByClass[1] as number) : scores[by];
        if (wanted === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(wanted, 12);
      }),
      { numRuns: 30 },
    );
  });

  test('of no row at all has no value', () => {
    const { truth, probabilities, classes } = someRows(5, 2, 1);
    const draw = { times: new Uint8Array(5), from: 0, ofClasses: new Uint32Array(2), classesFrom: 0 };
    for (const by of metrics) expect(createWeightedScore({ truth, probabilities, classes }, by, 1)(draw)).toBeNull();
  });
});

const folds = 5;

/** Trials that all have the same true accuracy: each row is right by chance alone. */
const worldOf = (rows: number, trials: number, accuracy: number, seed: number) => {
  const heldOut = Array.from({ length: folds }, (_, fold) =>
    Uint32Array.from({ length: rows }, (_row, row) => row).filter((row) => row % folds === fold),
  );
  const classOfRow = Uint8Array.from({ length: rows }, (_, row) => row % 2);
  const predictions = Array.from({ length: trials }, (_, trial) => {
    const stream = createStream('equal trials', seed, trial);
    return heldOut.map((split) =>
      Float32Array.from(
        [...split].flatMap((row) => {
          const right = stream.uniform() < accuracy ? 0.75 : 0.25;
          return classOfRow[row] === 1 ? [1 - right, right] : [right, 1 - right];
        }),
      ),
    );
  });
  return { heldOut, classOfRow, predictions };
};

const selectionOf = (world: ReturnType<typeof worldOf>, by: Metric = 'accuracy') => {
  const { heldOut, classOfRow, predictions } = world;
  const luck = createWinnersLuck({ by, positive: 1, classes: 2, classOfRow, heldOut, trials: predictions.length });
  for (const each of predictions) luck.add(each);
  return luck.selection();
};

describe('the winner’s luck', () => {
  test('is taken off: of many equal trials the estimate is the truth, not the best mean', () => {
    const estimates = Array.from(
      { length: 3 },
      (_, seed) => selectionOf(worldOf(300, 24, 0.8, seed))?.estimate as number,
    );

    const mean = estimates.reduce((sum, each) => sum + each, 0) / estimates.length;
    expect(Math.abs(mean - 0.8)).toBeLessThan(0.015); // the best of 24 means is 0.045 above
  });

  test('of a single trial is nothing: the estimate is its mean', () => {
    const world = worldOf(300, 1, 0.8, 3);
    const probabilities = world.predictions[0] as readonly Float32Array[];
    const means = probabilities.map(
      (each, split) =>
        scoreFold({
          probabilities: each,
          truth: Uint32Array.from(world.heldOut[split] as Uint32Array, (row) => world.classOfRow[row] as number),
          classes: 2,
        }).scores.accuracy as number,
    );
    const { estimate, low, high } = selectionOf(world) as NonNullable<ReturnType<typeof selectionOf>>;

    expect(estimate).toBeCloseTo(means.reduce((sum, each) => sum + each, 0) / folds, 2);
    expect(low).toBeLessThan(estimate);
    expect(high).toBeGreaterThan(estimate);
  });

  test('is the same at every time, by every metric, and turned round where less is better', () => {
    const world = worldOf(60, 4, 0.75, 5);
    for (const by of metrics) {
      const found = selectionOf(world, by);

      expect(found).toEqual(selectionOf(world, by));
      expect(Number.isFinite(found?.estimate)).toBe(true);
      expect(found?.low as number).toBeLessThanOrEqual(found?.high as number);
    }
    expect(selectionOf(world, 'logLoss')?.estimate as number).toBeGreaterThan(0.4);
  });

  test('is drawn once for all repeats of a row', () => {
    const world = worldOf(60, 6, 0.7, 9);
    const doubled = {
      ...world,
      heldOut: [...world.heldOut, ...world.heldOut],
      predictions: world.predictions.map((each) => [...each, ...each]),
    };

    expect(selectionOf(doubled)).toEqual(selectionOf(world)); // the same rows twice tell nothing new
  });

  test('is not known without a trial, and a trial on other rows is refused', () => {
    const { heldOut, classOfRow, predictions } = worldOf(20, 2, 0.7, 1);
    const input = { by: 'accuracy', positive: -1, classes: 2, classOfRow, heldOut, trials: 2 } as const;

    expect(createWinnersLuck(input).selection()).toBeNull();
    expect(() =>
      createWinnersLuck(input).add([...(predictions[0] ?? [])].toReversed().map((each) => each.slice(1))),
    ).toThrow('other rows');
  });

  test('has fewer resamples the more there is to draw from, never under 200, and is given up where it takes minutes', () => {
    const of = (trials: number, rows: number) =>
      resamplesOf({
        by: 'accuracy',
        positive: -1,
        classes: 2,
        trials,
        heldOut: [new Uint32Array(rows)],
      });

    expect(of(432, 1633)).toBe(1000);
    expect(of(20_000, 1633)).toBe(200);
    expect(of(20_000, 100_000)).toBe(0);
    expect(of(1, 10_000_000)).toBe(0);
  });
});
