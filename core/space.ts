import { digestOf } from './canonical.ts';
import { draw, lowerBound } from './draw.ts';
import type { Axis, Cell, Grid, GridPart, ParameterPath, Value } from './grid.ts';
import { isGivenHoldout, splitCount } from './grid.ts';
import {
  isRead,
  parameter,
  parameterPaths,
  readParameters,
  shortName,
  tokenPaths,
  valueText,
  valuesAt,
  withParameter,
} from './parameters.ts';
import type { TrialHash } from './results.ts';

/**
 * The trials of a grid, indexed by arithmetic: mixed radix over the axes of each part, embedding axes most significant,
 * epochs least. No list of trials is ever held, so a grid of a million cells opens as fast as one of ten.
 */
export type Space = {
  readonly parts: readonly SpacePart[];
  readonly embeddings: number; // embedding cells: values of the axes on which word vectors depend, over all parts
  readonly cells: number; // of the whole product
  readonly trials: number; // cells that are tried: all, or as many as random search draws
  readonly drawn: Float64Array | null; // ascending cell indexes of random search; null: all
  readonly splits: number; // folds × repeats
  readonly trainingSides: number; // how many of them differ: one where a file gives the held-out rows
  readonly varying: readonly ParameterPath[]; // an axis somewhere, or another value in another part; what names trials
};

export type SpacePart = {
  readonly base: Cell;
  readonly embeddingAxes: readonly Axis[];
  readonly modelAxes: readonly Axis[];
  readonly epochs: readonly number[]; // ascending
  readonly models: number;
  readonly firstEmbedding: number;
  readonly lastEmbedding: number; // exclusive
  readonly firstCell: number;
};

/** One cell of the grid: its index, its values, and its name as people read it. */
export type Trial = { readonly index: number; readonly cell: Cell; readonly hash: TrialHash; readonly name: string };

/** All trials of one embedding that differ in epochs only: what one run trains, fold by fold. */
export type RunCell = { readonly embedding: number; readonly model: number; readonly trials: readonly Trial[] };

const product = (axes: readonly Axis[]): number => axes.reduce((size, axis) => size * axis.values.length, 1);

const inOrder = (axes: readonly Axis[]): readonly Axis[] =>
  axes.toSorted((a, b) => parameterPaths.indexOf(a.path) - parameterPaths.indexOf(b.path));

/** Axes on which word vectors depend; `maxTokens`, `vocabulary` and `trainable` are applied per run. */
export const isEmbeddingAxis = ({ path }: Pick<Axis, 'path'>): boolean =>
  tokenPaths.includes(path) || (path.startsWith('embedding.') && path !== 'embedding.trainable');

const epochsOf = (part: GridPart): readonly number[] =>
  (valuesAt(part, 'train.epochs') as readonly number[]).toSorted((a, b) => a - b);

/** Number of cells of the whole product, before random search draws. */
export const cellCount = (parts: readonly GridPart[]): number =>
  parts.reduce((sum, part) => sum + product(part.axes), 0);

export const createSpace = (grid: Grid): Space => {
  const parts: SpacePart[] = [];
  let embeddings = 0;
  let cells = 0;
  for (const part of grid.parts) {
    const axes = inOrder(part.axes);
    const embeddingAxes = axes.filter(isEmbeddingAxis);
    const modelAxes = axes.filter((axis) => !isEmbeddingAxis(axis) && axis.path !== 'train.epochs');
    const epochs = epochsOf(part);
    const models = product(modelAxes);
    const firstEmbedding = embeddings;
    embeddings += product(embeddingAxes);
    const place = { firstEmbedding, lastEmbedding: embeddings, firstCell: cells };
    parts.push({ base: part.base, embeddingAxes, modelAxes, epochs, models, ...place });
    cells += product(part.axes);
  }
  const drawn = grid.search.kind === 'random' ? draw(cells, grid.search.trials, grid.search.seed) : null;
  const varying = varyingPaths(grid.parts);
  const splits = splitCount(grid.split);
  const trainingSides = isGivenHoldout(grid.split) ? 1 : splits;
  return { parts, embeddings, cells, trials: drawn?.length ?? cells, drawn, splits, trainingSides, varying };
};

/** The values at `index` in mixed radix, the last axis fastest, set in `cell`. */
const setAxes = (cell: Cell, axes: readonly Axis[], index: number): Cell => {
  let rest = index;
  let result = cell;
  for (const { path, values } of axes.toReversed()) {
    result = withParameter(result, path, values[rest % values.length] as Value);
    rest = Math.floor(rest / values.length);
  }
  return result;
};

const partOfEmbedding = (space: Space, embedding: number): SpacePart => {
  const part = space.parts.find(({ lastEmbedding }) => embedding < lastEmbedding);
  if (part === undefined) throw new RangeError(`embedding ${embedding} of ${space.embeddings}`);
  return part;
};

const partOfCell = (space: Space, index: number): SpacePart =>
  space.parts.findLast(({ firstCell }) => firstCell <= index) as SpacePart;

/** The cell of an embedding, with the part's own values for model and training. */
export const embeddingCell = (space: Space, embedding: number): Cell => {
  const part = partOfEmbedding(space, embedding);
  return setAxes(part.base, part.embeddingAxes, embedding - part.firstEmbedding);
};

/** Paths along which trials differ: an axis of some part, or a value that differs from part to part. */
const varyingPaths = (parts: readonly GridPart[]): readonly ParameterPath[] =>
  parameterPaths.filter((path) => {
    const values = new Set(parts.map(({ base }) => valueText(parameter(base, path))));
    return values.size > 1 || parts.some(({ axes }) => axes.some((axis) => axis.path === path));
  });

const nameOf = ({ varying }: Space, cell: Cell): string => {
  const words = varying
    .filter((path) => isRead(cell, path))
    .map((path) => `${shortName(path)}=${valueText(parameter(cell, path))}`);
  return words.length === 0 ? 'default' : words.toSorted().join(',');
};

export const hashOfCell = (cell: Cell): TrialHash => digestOf(readParameters(cell)) as TrialHash;

/** Whether random search, where there is one, drew the cell of that index. */
export const isDrawn = (space: Space, index: number): boolean => {
  if (space.drawn === null) return true;
  const at = lowerBound(space.drawn, index);
  return space.drawn[at] === index;
};

/** The cell of one (embedding, model) with the part's own epochs: without hash and name, so that thousands cost nothing. */
export const modelCell = (space: Space, embedding: number, model: number): Cell =>
  setAxes(embeddingCell(space, embedding), partOfEmbedding(space, embedding).modelAxes, model);

/** The epochs, ascending, in which the trials of an embedding's models differ; random search may leave some out. */
export const epochsOfEmbedding = (space: Space, embedding: number): readonly number[] =>
  partOfEmbedding(space, embedding).epochs;

/** The trials of one (embedding, model) in ascending epochs; empty where random search drew none. */
export const runCell = (space: Space, embedding: number, model: number): RunCell => {
  const part = partOfEmbedding(space, embedding);
  const cell = modelCell(space, embedding, model);
  const first = part.firstCell + ((embedding - part.firstEmbedding) * part.models + model) * part.epochs.length;
  const trials = part.epochs.flatMap((epochs, at): readonly Trial[] => {
    if (!isDrawn(space, first + at)) return [];
    const own = withParameter(cell, 'train.epochs', epochs);
    return [{ index: first + at, cell: own, hash: hashOfCell(own), name: nameOf(space, own) }];
  });
  return { embedding, model, trials };
};

/** The first model at or after `from` that has a trial, or null: random search leaves most of a large grid out. */
export const nextModel = (space: Space, embedding: number, from: number): number | null => {
  const part = partOfEmbedding(space, embedding);
  if (from >= part.models) return null;
  if (space.drawn === null) return from;
  const start = part.firstCell + (embedding - part.firstEmbedding) * part.models * part.epochs.length;
  const found = space.drawn[lowerBound(space.drawn, start + from * part.epochs.length)];
  if (found === undefined || found >= start + part.models * part.epochs.length) return null;
  return Math.floor((found - start) / part.epochs.length);
};

/** The first embedding at or after `from` that has a trial, or null. */
export const nextEmbedding = (space: Space, from: number): number | null => {
  if (from >= space.embeddings) return null;
  if (space.drawn === null) return from;
  const part = partOfEmbedding(space, from);
  const start = part.firstCell + (from - part.firstEmbedding) * part.models * part.epochs.length;
  const found = space.drawn[lowerBound(space.drawn, start)];
  if (found === undefined) return null;
  const owner = partOfCell(space, found);
  return owner.firstEmbedding + Math.floor((found - owner.firstCell) / (owner.models * owner.epochs.length));
};

/** The cell at an index of the whole product, in the grid or not: without hash and name, so that thousands cost little. */
export const cellAt = (space: Space, index: number): Cell => {
  const part = partOfCell(space, index);
  const at = index - part.firstCell;
  const run = Math.floor(at / part.epochs.length);
  const cell = modelCell(space, part.firstEmbedding + Math.floor(run / part.models), run % part.models);
  return withParameter(cell, 'train.epochs', part.epochs[at % part.epochs.length] as number);
};

/** The trial at an index of the whole product. */
export const trialAt = (space: Space, index: number): Trial => {
  const part = partOfCell(space, index);
  const run = Math.floor((index - part.firstCell) / part.epochs.length);
  const embedding = part.firstEmbedding + Math.floor(run / part.models);
  const trial = runCell(space, embedding, run % part.models).trials.find((each) => each.index === index);
  if (trial === undefined) throw new RangeError(`trial ${index} is not in the grid`);
  return trial;
};

/** All trials in order of their indexes, made one at a time. */
export function* allTrials(space: Space): Generator<Trial> {
  for (let e = nextEmbedding(space, 0); e !== null; e = nextEmbedding(space, e + 1)) {
    for (let m = nextModel(space, e, 0); m !== null; m = nextModel(space, e, m + 1)) yield* runCell(space, e, m).trials;
  }
}
