import { relative } from 'node:path';

import { Document, isSeq, visit } from 'yaml';

import type { Grid, GridPart, ParameterPath, Value } from '../../core/grid.ts';
import { isRead, parameter, parameterPaths, writtenValue } from '../../core/parameters.ts';
import type { Field } from '../grid/field.ts';

const plain = (value: Value): Value => {
  const written = writtenValue(value);
  return typeof written === 'object' && written.length === 0 ? 'none' : written;
};

/** An axis is a list, also of a single value: its name is part of what trials are called. */
const written = ({ base, axes }: GridPart, path: ParameterPath): unknown => {
  const axis = axes.find((each) => each.path === path);
  return axis === undefined ? plain(parameter(base, path)) : axis.values.map(plain);
};

const cellSections = (part: GridPart, paths: readonly string[]): Record<string, Record<string, unknown>> => {
  const sections: Record<string, Record<string, unknown>> = {};
  for (const path of parameterPaths) {
    if (!paths.includes(path)) continue;
    const [section, key] = path.split('.') as [string, string];
    (sections[section] ??= {})[key] = written(part, path);
  }
  return sections;
};

/** Parameters on which the parts agree; all others differ from part to part. */
const sharedPaths = ([first, ...others]: readonly GridPart[]): readonly ParameterPath[] =>
  parameterPaths.filter((path) => {
    const text = (part: GridPart): string => JSON.stringify(written(part, path));
    return others.every((part) => text(part) === text(first as GridPart));
  });

const oneOrAll = (files: readonly string[]): string | readonly string[] =>
  files.length === 1 ? (files[0] as string) : files;

const near = (folder: string, file: string): string => relative(folder, file) || file;

const fileOr = (grid: Grid, value: string | number): string | number =>
  typeof value === 'string' && value !== 'none' ? near(grid.folder, value) : value;

/** Paths of a part that are written: all of the given ones, or those alone that it reads. */
type Chosen = (part: GridPart, path: ParameterPath) => boolean;

type Sections = Record<string, unknown>;

const wholeDocument = (grid: Grid, chosen: Chosen, kept: (path: string, value: unknown) => boolean): Document => {
  const { data, split, parts, search, rank, engine, name } = grid;
  const shared = sharedPaths(parts);
  const own = parameterPaths.filter((path: ParameterPath) => !shared.includes(path));
  const { files, ...reading } = data;
  const { groups, holdout, test, folds, ...splitting } = split;
  const kFold = holdout === 'none' ? { folds } : {}; // one of the two
  const only = (section: string, values: Sections): Sections =>
    Object.fromEntries(
      Object.entries(values).filter(([key, value]) => value !== null && kept(`${section}.${key}`, value)),
    );
  const ofPart = (part: GridPart, paths: readonly ParameterPath[]): Sections =>
    cellSections(
      part,
      paths.filter((path) => chosen(part, path)),
    );
  const first = parts[0] as GridPart;
  const common = shared.filter(
    (path) => first.axes.some((axis) => axis.path === path) || kept(path, parameter(first.base, path)),
  );
  return new Document({
    name,
    data: { file: oneOrAll(files.map((file) => near(grid.folder, file))), ...only('data', reading) },
    split: only('split', { ...kFold, ...splitting, groups, holdout: fileOr(grid, holdout), test: fileOr(grid, test) }),
    ...ofPart(first, common),
    ...(parts.length > 1 ? { any: parts.map((part) => ofPart(part, own)) } : {}),
    ...(search.kind === 'random' ? { search } : {}),
    rank: only('rank', { by: rank.by, positive: rank.positive }),
    ...(kept('engine', engine) ? { engine } : {}),
  });
};

/** Axes on a line each. */
const textOf = (document: Document): string => {
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isSeq(value) && String(key) !== 'any') value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
};

/** The grid with every default written out, as a grid file has it; files as seen from the grid file's folder. */
export const gridText = (grid: Grid): string =>
  textOf(
    wholeDocument(
      grid,
      () => true,
      () => true,
    ),
  );

/** The same without what has its default or is not read; only folds, repeats, seed and the ranking are always written. */
export const briefGridText = (grid: Grid, fields: ReadonlyMap<string, Field>): string => {
  const isDefault = (path: string, value: unknown): boolean => {
    const field = fields.get(path);
    if (field?.fallback === undefined) return false;
    if (field.asText && field.fallback === 'none') return value === null;
    return JSON.stringify(field.schema.parse(field.fallback)) === JSON.stringify(value);
  };
  const always = ['split.folds', 'split.repeats', 'split.seed', 'rank.by'];
  return textOf(
    wholeDocument(
      grid,
      (part, path) => isRead(part.base, path),
      (path, value) => always.includes(path) || !isDefault(path, value),
    ),
  );
};
