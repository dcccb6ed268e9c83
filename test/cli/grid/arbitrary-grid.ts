import fc from 'fast-check';
import type { Axis, Cell, Grid, GridPart, Value } from '../../../core/grid.ts';
import { metrics } from '../../../core/grid.ts';
import { parameterPaths, withParameter } from '../../../core/parameters.ts';
import { cleanKinds } from '../../../cli/grid/text-fields.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';

const whole = (least: number) =>
  fc.oneof(
    fc.integer({ min: least, max: 300 }),
    fc.maxSafeNat().filter((n) => n >= least),
  );
const rate = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((n) => n + 0);
const above = fc.double({ min: 1e-300, max: 1e300, noNaN: true });

/** Values that this version supports, of those parameters that may be axes; kind apart. */
const values: Partial<Record<Axis['path'], fc.Arbitrary<Value>>> = {
  'text.clean': fc.subarray([...cleanKinds]),
  'text.lowercase': fc.boolean(),
  'text.maxTokens': fc.oneof(
    whole(1),
    fc.integer({ min: 1, max: 100 }).map((n) => `p${n}`),
  ),
  'text.truncate': fc.constantFrom('end', 'start'),
  'text.vocabulary': fc.oneof(fc.constant('all'), whole(1)),
  'embedding.iterations': whole(1),
  'embedding.window': whole(1),
  'embedding.size': whole(1),
  'embedding.minCount': whole(1),
  'embedding.negative': whole(1),
  'embedding.sample': rate,
  'embedding.trainable': fc.boolean(),
  'model.layers': fc.integer({ min: 1, max: 3 }),
  'model.units': whole(1),
  'model.dropout': rate,
  'train.batch': whole(1),
  'train.epochs': whole(1),
  'train.learningRate': above,
};

const wordOnly = ['embedding.iterations', 'embedding.window', 'embedding.minCount', 'embedding.negative'];

const canVary = (path: string, kind: string): boolean =>
  kind === 'word2vec' || !(wordOnly.includes(path) || path === 'embedding.sample' || path === 'embedding.trainable');

const defaults = (parseGrid('name: x\ndata: { file: x }', 'x').parts[0] as GridPart).base;

const key = (value: Value): string => JSON.stringify(value);

/** One part: for every parameter a value, or an axis of different ones. */
const part = (
  kind: 'word2vec' | 'random',
  fit: 'train' | 'all',
  seeds: readonly [number, number],
): fc.Arbitrary<GridPart> => {
  const choices = fc.record(
    Object.fromEntries(
      Object.entries(values).map(([path, value]) => [
        path,
        fc.oneof(
          { weight: 3, arbitrary: fc.tuple(value) },
          { weight: 1, arbitrary: fc.uniqueArray(value, { minLength: 2, maxLength: 4, selector: key }) },
        ),
      ]),
    ),
  );
  return choices.map((chosen) => {
    let base: Cell = withParameter(withParameter(defaults, 'embedding.kind', kind), 'embedding.fit', fit);
    base = withParameter(withParameter(base, 'embedding.seed', seeds[0]), 'train.seed', seeds[1]);
    const axes: Axis[] = [];
    for (const path of parameterPaths) {
      const own = chosen[path] as readonly Value[] | undefined;
      if (own === undefined) continue;
      base = withParameter(base, path, own[0] as Value);
      if (own.length > 1 && canVary(path, kind)) axes.push({ path, values: own });
    }
    return { base: kind === 'random' ? withParameter(base, 'embedding.trainable', true) : base, axes };
  });
};

const parts = fc
  .tuple(fc.constantFrom('train' as const, 'all' as const), fc.tuple(fc.nat(2 ** 32 - 1), fc.maxSafeNat()))
  .chain(([fit, seeds]) =>
    fc.oneof(
      part('word2vec', fit, seeds).map((one) => [one]),
      part('random', fit, seeds).map((one) => [one]),
      fc.tuple(part('word2vec', fit, seeds), part('random', fit, seeds)), // of two kinds: no cell is shared
    ),
  );

const label = fc
  .oneof(
    fc.constantFrom('none', 'null', 'true', '1', '1e3', '2020-01-01', '~', '', ' x', 'a: b', '# c', '*', '"', 'é'),
    fc.string(),
  )
  .filter((text) => text !== '' && !/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufeff]/.test(text));

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const file = fc.stringMatching(/^[a-z0-9][a-z0-9 .-]{0,10}[a-z0-9]$/).map((text) => `/data/${text}.csv`);

const data = fc.record({
  files: fc.uniqueArray(file, { minLength: 1, maxLength: 3 }),
  text: fc.option(
    fc.uniqueArray(
      label.map((text) => `t${text}`),
      { minLength: 1, maxLength: 3 },
    ),
  ),
  label: fc.option(label.map((text) => `l${text}`)),
  delimiter: fc.constantFrom('auto' as const, ',' as const, ';' as const, '|' as const, '\t' as const),
  encoding: fc.constantFrom('auto', 'utf-8', 'windows-1252', 'utf-16le', 'gbk'),
  missing: fc.constantFrom('drop' as const, 'error' as const),
  badRows: fc.constantFrom('error' as const, 'skip' as const),
  rareClasses: fc.constantFrom('error' as const, 'drop' as const),
  duplicates: fc.constantFrom('together' as const, 'keep' as const, 'drop' as const),
  rows: fc.oneof(fc.constant('all' as const), whole(1)),
  seed: fc.maxSafeNat(),
});

const rowsApart = fc.oneof(
  fc.constantFrom('none', 'rows.csv', '../more/0.5'),
  fc.double({ min: 0.001, max: 0.999, noNaN: true }),
);

const split = fc.record({
  folds: whole(2),
  repeats: whole(1),
  holdout: rowsApart,
  stratify: fc.boolean(),
  groups: fc.option(label.map((text) => `g${text}`)),
  test: rowsApart,
  testSeed: fc.maxSafeNat(),
  seed: fc.maxSafeNat(),
});

const rank = fc
  .record({ by: fc.constantFrom(...metrics), positive: fc.option(label), written: fc.boolean() })
  .map((one) => (one.written ? one : { ...one, by: 'accuracy' as const }))
  .filter(({ by, positive }) => by !== 'f1' || positive !== null);

/** Grids that this version can run, of every shape. */
export const arbitraryGrid: fc.Arbitrary<Grid> = fc.record({ name, data, split, parts, rank }).map((one): Grid => {
  const folds = one.split.holdout === 'none' ? one.split.folds : 5;
  return {
    ...one,
    folder: '/grids',
    split: { ...one.split, folds },
    search: { kind: 'grid' },
    engine: 'wasm',
  };
});
