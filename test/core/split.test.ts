import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SweepError } from '../../core/errors.ts';
import type { SplitOptions } from '../../core/grid.ts';
import { readSplits, splitDigest, writeSplits } from '../../core/split-bytes.ts';
import type { Split, SplitInput } from '../../core/split.ts';
import { drawSplits } from '../../core/split.ts';

const options = (split: Partial<SplitOptions> = {}): SplitOptions => ({
  folds: 5,
  repeats: 1,
  holdout: 'none',
  stratify: true,
  groups: null,
  test: 'none',
  testSeed: 0,
  seed: 0,
  ...split,
});

const input = (
  classes: readonly number[],
  split: Partial<SplitOptions> = {},
  units?: readonly number[],
): SplitInput => ({
  classes: Uint32Array.from(classes),
  classNames: Array.from({ length: Math.max(...classes) + 1 }, (_, place) => `c${place}`),
  units: units === undefined ? null : Uint32Array.from(units),
  heldOutFrom: classes.length,
  split: options(split),
});

const classCounts = (rows: Uint32Array, classes: Uint32Array, count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => rows.filter((row) => classes[row] === place).length);

const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** Rows of 2 to 4 classes with at least 5 rows each, shuffled. */
const classes = fc.array(fc.integer({ min: 5, max: 30 }), { minLength: 2, maxLength: 4 }).chain((sizes) => {
  const rows = sizes.flatMap((size, place) => Array.from({ length: size }, () => place));
  return fc.shuffledSubarray(rows, { minLength: rows.length });
});
const seed = fc.nat(1000);
const repeats = fc.integer({ min: 1, max: 3 });

const expectPartition = ({ train, heldOut }: Split, rows: number): void => {
  expect(Uint32Array.from([...train, ...heldOut]).sort()).toEqual(Uint32Array.from({ length: rows }, (_, row) => row));
  expect(train).toEqual(train.toSorted());
  expect(heldOut).toEqual(heldOut.toSorted());
};

const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof SweepError) return `${error.code}: ${error.message} → ${error.fix}`;
    throw error;
  }
  return '';
};

describe('k folds', () => {
  it('hold out each row once a repeat, and spread every class and the rows evenly', () => {
    fc.assert(
      fc.property(classes, seed, repeats, fc.integer({ min: 2, max: 5 }), (rows, drawn, times, folds) => {
        const given = input(rows, { seed: drawn, repeats: times, folds });

        const splits = drawSplits(given);

        expect(splits.map(({ repeat, fold }) => [repeat, fold])).toEqual(
          Array.from({ length: times * folds }, (_, at) => [Math.floor(at / folds), at % folds]),
        );
        for (const split of splits) expectPartition(split, rows.length);
        for (let repeat = 0; repeat < times; repeat++) {
          const sides = splits.slice(repeat * folds, (repeat + 1) * folds).map(({ heldOut }) => heldOut);
          expect(Uint32Array.from(sides.flatMap((side) => [...side])).sort()).toEqual(
            given.classes.map((_, row) => row),
          );
          const counts = sides.map((side) => classCounts(side, given.classes, given.classNames.length));
          for (const place of given.classNames.keys())
            expect(spread(counts.map((count) => count[place] as number))).toBeLessThanOrEqual(1);
          expect(spread(sides.map((side) => side.length))).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are the same for the same seed, others for another seed or repeat', () => {
    const rows = Array.from({ length: 100 }, (_, row) => row % 3);
    const draw = (split: Partial<SplitOptions>) => drawSplits(input(rows, split)).map(splitDigest);

    expect(draw({ seed: 7, repeats: 3 })).toEqual(draw({ seed: 7, repeats: 3 }));
    expect(draw({ seed: 7, repeats: 3 }).slice(0, 5)).toEqual(draw({ seed: 7 }));
    expect(new Set([...draw({ seed: 7, repeats: 2 }), ...draw({ seed: 8 })]).size).toBe(15);
  });

  it('are those that stored results are keyed by', () => {
    const splits = drawSplits(
      input(
        Array.from({ length: 23 }, (_, row) => row % 2),
        { seed: 3 },
      ),
    );

    expect(splits.map(({ heldOut }) => Array.from(heldOut).join(' '))).toMatchInlineSnapshot(`
      [
        "2 5 16 19 20",
        "4 7 10 14 15",
        "0 3 11 13 18",
        "8 9 17 22",
        "1 6 12 21",
      ]
    `);
    expect(splitDigest(splits[0] as Split)).toMatchInlineSnapshot(
      `"cec10bec2da0c7de68bdcaa8baed98a809eef5384fbbb384fc23674d9a8a3fe5"`,
    );
  });

  it('are of equal size without regard to classes where they are not stratified', () => {
    const splits = drawSplits(
      input(
        Array.from({ length: 52 }, (_, row) => (row < 26 ? 0 : 1)),
        { stratify: false },
      ),
    );

    expect(splits.map(({ heldOut }) => heldOut.length).toSorted((a, b) => a - b)).toEqual([10, 10, 10, 11, 11]);
    expect(splits.some(({ heldOut }) => heldOut.filter((row) => row < 26).length !== 5)).toBe(true);
  });
});

describe('rows that belong together', () => {
  it('are never on both sides, whatever the options', () => {
    const holdout = fc.constantFrom<'none' | number>('none', 0.2, 0.5);
    fc.assert(
      fc.property(
        classes,
        seed,
        holdout,
        fc.boolean(),
        fc.integer({ min: 10, max: 60 }),
        (rows, drawn, share, stratify, count) => {
          const units = rows.map((_, row) => (row * 7919) % count);
          const given = input(rows, { seed: drawn, folds: 2, holdout: share, stratify, repeats: 2 }, units);
          let splits: readonly Split[] = [];
          try {
            splits = drawSplits(given);
          } catch (error) {
            if (!(error instanceof SweepError)) throw error; // a class in too few units is refused
          }
          for (const split of splits) {
            expectPartition(split, rows.length);
            const held = new Set(split.heldOut.map((row) => units[row] as number));
            expect(split.train.some((row) => held.has(units[row] as number))).toBe(false);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leave the other rows to even the classes out', () => {
    const rows = Array.from({ length: 200 }, (_, row) => row % 2);
    const units = rows.map((_, row) => (row < 30 ? Math.floor(row / 3) : row));

    const splits = drawSplits(input(rows, {}, units));

    for (const { heldOut } of splits) expect(classCounts(heldOut, Uint32Array.from(rows), 2)).toEqual([20, 20]);
  });

  it('spread large groups of one class evenly too', () => {
    const rows = Array.from({ length: 100 }, (_, row) => Math.floor(row / 50));
    const units = rows.map((_, row) => Math.floor(row / 5));

    const splits = drawSplits(input(rows, {}, units));

    for (const { heldOut } of splits) expect(classCounts(heldOut, Uint32Array.from(rows), 2)).toEqual([10, 10]);
  });
});

describe('a hold-out share', () => {
  it('is held out of every class as nearly as rows allow, once a repeat', () => {
    fc.assert(
      fc.property(classes, seed, repeats, fc.constantFrom(0.1, 0.2, 0.25, 0.5), (rows, drawn, times, share) => {
        const given = input(rows, { seed: drawn, repeats: times, holdout: share });

        const splits = drawSplits(given);

        expect(splits.map(({ repeat, fold }) => [repeat, fold])).toEqual(
          Array.from({ length: times }, (_, repeat) => [repeat, 0]),
        );
        for (const split of splits) {
          expectPartition(split, rows.length);
          expect(split.heldOut.length).toBe(Math.round(rows.length * share));
          const held = classCounts(split.heldOut, given.classes, given.classNames.length);
          const sizes = classCounts(
            given.classes.map((_, row) => row),
            given.classes,
            given.classNames.length,
          );
          held.forEach((count, place) => expect(Math.abs(count - (sizes[place] as number) * share)).toBeLessThan(1));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves a class of one row on the training side', () => {
    const [split] = drawSplits(input([0, 0, 0, 0, 1], { holdout: 0.5, folds: 5 }));

    expect(split?.train).toContain(4);
    expect(split?.heldOut.length).toBe(3);
  });
});

describe('a user is told of', () => {
  it('classes with fewer rows than folds, with all counts', () => {
    expect(message(() => drawSplits(input([0, 0, 0, 0, 0, 1, 1, 1, 2])))).toBe(
      'INVALID_DATA: 2 of 3 classes have fewer rows than the 5 folds: "c0" 5, "c1" 3, "c2" 1 → write fewer split.folds',
    );
  });

  it('classes in fewer groups than folds', () => {
    const rows = [0, 0, 0, 0, 1, 1, 2, 2];
    const units = [0, 1, 2, 3, 4, 4, 5, 6];

    expect(message(() => drawSplits(input(rows, { folds: 2 }, units)))).toBe(
      'INVALID_DATA: 1 of 3 classes have fewer distinct texts or groups than the 2 folds: "c0" 4, "c1" 1, "c2" 2 → write fewer split.folds, or data.rareClasses: drop',
    );
  });

  it('a share that holds out nothing', () => {
    expect(message(() => drawSplits(input([0, 0, 1, 1], { holdout: 0.01 })))).toBe(
      'INVALID_DATA: repeat 1, fold 1 holds out no row of 4 → write another split.holdout or split.folds, or split.stratify: true',
    );
  });

  it('a class that the training side lacks', () => {
    const rows = [0, 0, 0, 0, 1, 1, 1, 1];
    const units = [0, 0, 0, 0, 1, 1, 1, 1];

    expect(message(() => drawSplits(input(rows, { holdout: 0.5, stratify: false }, units)))).toMatch(
      /^INVALID_DATA: repeat 1, fold 1 has no row of class "c[01]" on the training side → /,
    );
  });
});

describe('splits as bytes', () => {
  it('are the same after writing and reading', () => {
    fc.assert(
      fc.property(classes, seed, repeats, (rows, drawn, times) => {
        const splits = drawSplits(input(rows, { seed: drawn, repeats: times }));
        expect(readSplits(writeSplits(splits))).toEqual(splits);
      }),
      { numRuns: 20 },
    );
  });

  it('may leave rows out of both sides', () => {
    const split: Split = { repeat: 1, fold: 2, train: Uint32Array.of(1, 9), heldOut: Uint32Array.of(4) };

    expect(readSplits(writeSplits([split]))).toEqual([split]);
    expect(readSplits(writeSplits([]))).toEqual([]);
  });

  it('that are damaged are refused', () => {
    const bytes = writeSplits(drawSplits(input([0, 0, 1, 1], { folds: 2 })));

    expect(() => readSplits(bytes.subarray(0, 5))).toThrow('damaged splits: no splits at all');
    expect(() => readSplits(bytes.subarray(0, -1))).toThrow(/^damaged splits: \d+ bytes where \d+ were expected/);
    expect(() => readSplits(bytes.with(8, 9))).toThrow('damaged splits: version 9 where 1 was expected');
    expect(() => readSplits(bytes.with(bytes.length - 1, 0xff))).toThrow('damaged splits: row 0 is on both sides');
  });
});

describe('the digest of a split', () => {
  it('is that of its rows alone, each on its side', () => {
    const one = { train: Uint32Array.of(0, 1), heldOut: Uint32Array.of(2) };

    expect(splitDigest({ ...one, repeat: 1, fold: 3 } as Split)).toBe(splitDigest(one));
    expect(splitDigest({ train: Uint32Array.of(0), heldOut: Uint32Array.of(1, 2) })).not.toBe(splitDigest(one));
  });
});
