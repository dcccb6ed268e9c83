import type { Cell, ParameterPath } from './grid.ts';
import { engineWishes, metrics } from './grid.ts';
import { wrongText, fieldsOf, flag, listOf, numberIn, oneOf, orNull, textOf, either, whole } from './shape.ts';
import type { Shape } from './shape.ts';

/** What a grid file can hold at most: it has 128 Ki characters. */
const longText = textOf(1 << 17);
const longList = 1 << 17;
const rate = numberIn(0, 1);
const seed = whole(0);

/** Every parameter, as the format of the grid file allows it. */
const cell = {
  text: {
    clean: listOf(longText, 0, 20),
    lowercase: flag,
    replace: longText,
    stopwords: longText,
    normalize: oneOf('none', 'stem', 'lemma'),
    language: oneOf('en', 'id'),
    maxTokens: either(textOf(4, /^p([1-9]\d?|100)$/), whole(1)),
    truncate: oneOf('end', 'start'),
    vocabulary: either(oneOf('all'), whole(1)),
  },
  embedding: {
    kind: oneOf('word2vec', 'file', 'random'),
    file: longText,
    corpus: listOf(longText, 0, longList),
    fit: oneOf('train', 'all'),
    iterations: whole(1),
    window: whole(1),
    size: whole(1),
    minCount: whole(1),
    negative: whole(1),
    sample: rate,
    trainable: flag,
    seed,
  },
  model: {
    cell: oneOf('lstm', 'gru'),
    layers: whole(1, 4),
    units: whole(1),
    bidirectional: flag,
    dropout: rate,
    inputDropout: rate,
    recurrentDropout: rate,
    spatialDropout: rate,
    pooling: oneOf('last', 'mean', 'max', 'attention'),
    head: oneOf('softmax', 'sigmoid'),
  },
  train: {
    batch: whole(1),
    epochs: whole(1),
    optimizer: oneOf('adam', 'sgd', 'rmsprop', 'adamw'),
    learningRate: numberIn(0, Number.MAX_VALUE),
    clipNorm: either(oneOf('none'), numberIn(0, Number.MAX_VALUE)),
    classWeights: oneOf('none', 'balanced'),
    seed,
  },
} as const satisfies { readonly [Section in keyof Cell]: { readonly [Key in keyof Cell[Section]]: Shape } };

const byPath: ReadonlyMap<string, Shape> = new Map(
  Object.entries(cell).flatMap(([section, shapes]) =>
    Object.entries(shapes).map(([key, shape]): [ParameterPath, Shape] => [`${section}.${key}` as ParameterPath, shape]),
  ),
);

const parameterPath: Shape = (value, place) =>
  oneOf(...byPath.keys())(value, place) === null ? null : wrongText(value, place, 'the path of a parameter');

const axis: Shape = (value, place) => {
  const wrong = fieldsOf({ path: parameterPath })(value, place);
  if (wrong !== null) return wrong;
  const shape = byPath.get((value as { readonly path: string }).path) as Shape;
  return fieldsOf({ values: listOf(shape, 1, longList) })(value, place);
};

export const textOptionsShape: Shape = fieldsOf(cell.text);
export const modelOptionsShape: Shape = fieldsOf(cell.model);

/** One value for every parameter. */
export const cellShape: Shape = fieldsOf({
  text: textOptionsShape,
  embedding: fieldsOf(cell.embedding),
  model: modelOptionsShape,
  train: fieldsOf(cell.train),
});

const part = fieldsOf({
  base: cellShape,
  axes: listOf(axis, 0, byPath.size),
});

const columnNames = listOf(longText, 1, longList);

/** A grid as the store keeps it, whoever wrote it there. */
export const gridShape: Shape = fieldsOf({
  name: textOf(80, /^[a-z][a-z0-9-]*$/),
  folder: longText,
  data: fieldsOf({
    files: listOf(longText, 1, longList),
    text: orNull(columnNames),
    label: orNull(longText),
    delimiter: oneOf('auto', ',', ';', '|', '\t'),
    encoding: textOf(100),
    missing: oneOf('drop', 'error'),
    badRows: oneOf('error', 'skip'),
    rareClasses: oneOf('error', 'drop'),
    duplicates: oneOf('together', 'keep', 'drop'),
    rows: either(oneOf('all'), whole(1)),
    seed,
  }),
  split: fieldsOf({
    folds: whole(1),
    repeats: whole(1),
    holdout: either(rate, longText),
    stratify: flag,
    groups: orNull(longText),
    test: either(rate, longText),
    testSeed: seed,
    seed,
  }),
  parts: listOf(part, 1, longList),
  search: either(
    fieldsOf({ kind: oneOf('grid') }),
    fieldsOf({ kind: oneOf('random'), trials: whole(1, 100_000), seed }),
  ),
  rank: fieldsOf({ by: oneOf(...metrics), positive: orNull(longText), written: flag }),
  engine: oneOf(...engineWishes),
});
