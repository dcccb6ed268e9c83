import type { Json } from './canonical.ts';
import type { Cell, Grid, GridPart, ParameterPath, Value } from './grid.ts';
import { readNamedFile } from './named-file.ts';

/** Every parameter that can be an axis or a scalar of a cell, in the order of the grid file; also the order of axes. */
export const parameterPaths = [
  'text.clean',
  'text.lowercase',
  'text.replace',
  'text.stopwords',
  'text.normalize',
  'text.language',
  'text.maxTokens',
  'text.truncate',
  'text.vocabulary',
  'embedding.kind',
  'embedding.file',
  'embedding.corpus',
  'embedding.fit',
  'embedding.iterations',
  'embedding.window',
  'embedding.size',
  'embedding.minCount',
  'embedding.negative',
  'embedding.sample',
  'embedding.trainable',
  'embedding.seed',
  'model.cell',
  'model.layers',
  'model.units',
  'model.bidirectional',
  'model.dropout',
  'model.inputDropout',
  'model.recurrentDropout',
  'model.spatialDropout',
  'model.pooling',
  'model.head',
  'train.batch',
  'train.epochs',
  'train.optimizer',
  'train.learningRate',
  'train.clipNorm',
  'train.classWeights',
  'train.seed',
] as const satisfies readonly ParameterPath[];

/** Text options that change the tokens; the others are applied per fold, on the integers. */
export const tokenPaths: readonly ParameterPath[] = [
  'text.clean',
  'text.lowercase',
  'text.replace',
  'text.stopwords',
  'text.normalize',
  'text.language',
];

/** Values that name files, unless they are one of `wordsForNoFile`. */
export const filePaths: readonly ParameterPath[] = [
  'text.replace',
  'text.stopwords',
  'embedding.file',
  'embedding.corpus',
];
export const wordsForNoFile: readonly string[] = ['none', 'builtin'];

const word2vecOnly: readonly ParameterPath[] = [
  'embedding.corpus',
  'embedding.fit',
  'embedding.iterations',
  'embedding.window',
  'embedding.minCount',
  'embedding.negative',
  'embedding.sample',
  'embedding.seed',
];

/** Last parts of paths that other sections of the grid file use too, so that a short name would be ambiguous. */
const ambiguousLeaves = new Set(['seed', 'kind', 'file', 'text']);

/** The shortest path that is unique in the whole format: `units`, but `train.seed`. */
export const shortName = (path: ParameterPath): string => {
  const leaf = path.slice(path.indexOf('.') + 1);
  return ambiguousLeaves.has(leaf) ? path : leaf;
};

export const parameter = (cell: Cell, path: ParameterPath): Value => {
  const [section, key] = path.split('.') as [keyof Cell, string];
  return (cell[section] as unknown as Readonly<Record<string, Value>>)[key] as Value;
};

/** What a parameter may be in a part of the grid: the values of its axis, else the one that the part holds. */
export const valuesAt = ({ base, axes }: GridPart, path: ParameterPath): readonly Value[] =>
  axes.find((axis) => axis.path === path)?.values ?? [parameter(base, path)];

/** Whether word2vec sees held-out texts in some trial. */
export const seesHeldOut = ({ parts }: Pick<Grid, 'parts'>): boolean =>
  parts.some((part) => part.base.embedding.fit === 'all' && valuesAt(part, 'embedding.kind').includes('word2vec'));

export const withParameter = (cell: Cell, path: ParameterPath, value: Value): Cell => {
  const [section, key] = path.split('.') as [keyof Cell, string];
  return { ...cell, [section]: { ...cell[section], [key]: value } };
};

/** What decides which other parameters a cell reads. */
export const decidingPaths: readonly ParameterPath[] = ['text.stopwords', 'text.normalize', 'embedding.kind'];

/** Whether anything that this cell trains depends on that parameter: `iterations` is not read beside `kind: random`. */
export const isRead = (cell: Cell, path: ParameterPath): boolean => {
  const { kind } = cell.embedding;
  if (path === 'text.language') return cell.text.stopwords === 'builtin' || cell.text.normalize !== 'none';
  if (word2vecOnly.includes(path)) return kind === 'word2vec';
  if (path === 'embedding.file') return kind === 'file';
  if (path === 'embedding.size') return kind !== 'file';
  if (path === 'embedding.trainable') return kind !== 'random';
  return true;
};

const mapText = (value: Value, change: (text: string) => string): Value =>
  typeof value === 'string' ? change(value) : typeof value === 'object' ? value.map(change) : value;

/** A value as the user wrote it: a file without its digest. */
export const writtenValue = (value: Value): Value => mapText(value, (text) => readNamedFile(text).written);

/** A value as a key sees it: a file's digest in place of its path, which stands only until the file was read. */
export const keyValue = (path: ParameterPath, value: Value): Json =>
  (filePaths.includes(path) ? mapText(value, (text) => readNamedFile(text).digest ?? text) : value) as Json;

/** The parameters that the cell reads, by path; the basis of its hash. */
export const readParameters = (cell: Cell): { readonly [path: string]: Json } =>
  Object.fromEntries(
    parameterPaths.filter((path) => isRead(cell, path)).map((path) => [path, keyValue(path, parameter(cell, path))]),
  );

/** The parameters that the cell reads, by path, as the user wrote them: for people. */
export const writtenParameters = (cell: Cell): { readonly [path: string]: Json } =>
  Object.fromEntries(
    parameterPaths
      .filter((path) => isRead(cell, path))
      .map((path) => [path, writtenValue(parameter(cell, path)) as Json]),
  );

/** A value as it stands in a trial's name: lists joined by `+`, an empty list as `none`. */
export const valueText = (value: Value): string => {
  const written = writtenValue(value);
  return typeof written === 'object' ? (written.length === 0 ? 'none' : written.join('+')) : String(written);
};
