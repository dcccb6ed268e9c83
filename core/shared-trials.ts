import { canonical } from './canonical.ts';
import type { Axis, Cell, Grid, GridPart, ParameterPath, Value } from './grid.ts';
import { decidingPaths, isRead, keyValue, parameter, parameterPaths, valuesAt, withParameter } from './parameters.ts';
import { allTrials, isDrawn } from './space.ts';
import type { Space, SpacePart } from './space.ts';

const textOf = (path: ParameterPath, value: Value): string => canonical(keyValue(path, value));

const positions = new WeakMap<readonly Value[], ReadonlyMap<string, number>>();

/** Where each value stands in a list, by what keys see of it; made once for every list. */
const positionsOf = (path: ParameterPath, values: readonly Value[]): ReadonlyMap<string, number> => {
  const known = positions.get(values) ?? new Map(values.map((value, at) => [textOf(path, value), at]));
  positions.set(values, known);
  return known;
};

/** The index of the values of a cell in mixed radix over the axes, the last axis fastest; null where one has another. */
const indexOnAxes = (axes: readonly Axis[], cell: Cell): number | null => {
  let index = 0;
  for (const { path, values } of axes) {
    const at = positionsOf(path, values).get(textOf(path, parameter(cell, path)));
    if (at === undefined) return null;
    index = index * values.length + at;
  }
  return index;
};

const indexInPart = (part: SpacePart, cell: Cell): number | null => {
  const epochs = part.epochs.indexOf(cell.train.epochs);
  const embedding = indexOnAxes(part.embeddingAxes, cell);
  const model = indexOnAxes(part.modelAxes, cell);
  if (epochs < 0 || embedding === null || model === null) return null;
  const axes = new Set([...part.embeddingAxes, ...part.modelAxes].map(({ path }) => path)).add('train.epochs');
  const isOwn = (path: ParameterPath): boolean =>
    axes.has(path) || textOf(path, parameter(part.base, path)) === textOf(path, parameter(cell, path));
  const differs = parameterPaths.some((path) => isRead(cell, path) && !isOwn(path));
  return differs ? null : part.firstCell + (embedding * part.models + model) * part.epochs.length + epochs;
};

/** The index of the trial that equals a cell in all that it reads, or null where the grid has none. */
export const indexOfCell = (space: Space, cell: Cell): number | null => {
  for (const part of space.parts) {
    const index = indexInPart(part, cell);
    if (index !== null) return isDrawn(space, index) ? index : null;
  }
  return null;
};

/** The values that both parts have at a path, as the first one writes them. */
const sharedValues = (a: GridPart, b: GridPart, path: ParameterPath): readonly Value[] => {
  const theirs = positionsOf(path, valuesAt(b, path));
  return valuesAt(a, path).filter((value) => theirs.has(textOf(path, value)));
};

/**
 * Cells of both parts. What is read is the same for all cells that agree in the deciding parameters, and every axis is
 * read in all of its cells: so for each combination of those a product of the numbers of values that both have.
 */
const sharedByParts = (a: GridPart, b: GridPart): number => {
  const kinds = decidingPaths.reduce(
    (cells: readonly Cell[], path) =>
      cells.flatMap((cell) => sharedValues(a, b, path).map((value) => withParameter(cell, path, value))),
    [a.base],
  );
  const others = parameterPaths.filter((path) => !decidingPaths.includes(path));
  const counts = new Map(kinds.length === 0 ? [] : others.map((path) => [path, sharedValues(a, b, path).length]));
  return kinds
    .map((kind) =>
      others.filter((path) => isRead(kind, path)).reduce((product, path) => product * (counts.get(path) as number), 1),
    )
    .reduce((sum, product) => sum + product, 0);
};

type Opened = { readonly grid: Pick<Grid, 'parts'>; readonly space: Space };

const sharedByTrials = (few: Space, other: Space): number => {
  let shared = 0;
  for (const { cell } of allTrials(few)) if (indexOfCell(other, cell) !== null) shared++;
  return shared;
};

/**
 * How many trials two grids have in common, exactly: by arithmetic over the axes of their parts, so that a million cells
 * cost what ten do; where random search draws, by a look at each trial drawn.
 */
export const sharedTrials = (a: Opened, b: Opened): number => {
  if (a.space.drawn !== null) return sharedByTrials(a.space, b.space);
  if (b.space.drawn !== null) return sharedByTrials(b.space, a.space);
  return a.grid.parts
    .flatMap((part) => b.grid.parts.map((other) => sharedByParts(part, other)))
    .reduce((sum, each) => sum + each, 0);
};
