import { relative } from 'node:path';

import { Document, isSeq, visit } from 'yaml';

import type { Grid, GridPart, ParameterPath, Value } from '../../core/grid.ts';
import { parameter, parameterPaths, writtenValue } from '../../core/parameters.ts';

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
const sharedPaths = ([first, ...others]: readonly GridPart[]): readonly string[] =>
  parameterPaths.filter((path) => {
    const text = (part: GridPart): string => JSON.stringify(written(part, path));
    return others.every((part) => text(part) === text(first as GridPart));
  });

const oneOrAll = (files: readonly string[]): string | readonly string[] =>
  files.length === 1 ? (files[0] as string) : files;

const near = (folder: string, file: string): string => relative(folder, file) || file;

const fileOr = (grid: Grid, value: string | number): string | number =>
  typeof value === 'string' && value !== 'none' ? near(grid.folder, value) : value;

/** The grid with every default written out, as a grid file has it; files as seen from the grid file's folder. */
export const gridText = (grid: Grid): string => {
  const { data, split, parts, search, rank, engine, name } = grid;
  const shared = sharedPaths(parts);
  const own = parameterPaths.filter((path) => !shared.includes(path));
  const { files, ...reading } = data;
  const ofData = Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== null));
  const { groups, holdout, test, folds, ...splitting } = split;
  const document = new Document({
    name,
    data: { file: oneOrAll(files.map((file) => near(grid.folder, file))), ...ofData },
    split: {
      ...(holdout === 'none' ? { folds } : {}), // one of the two
      ...splitting,
      ...(groups === null ? {} : { groups }),
      holdout: fileOr(grid, holdout),
      test: fileOr(grid, test),
    },
    ...cellSections(parts[0] as GridPart, shared),
    ...(parts.length > 1 ? { any: parts.map((part) => cellSections(part, own)) } : {}),
    ...(search.kind === 'random' ? { search } : {}),
    rank: { by: rank.by, ...(rank.positive === null ? {} : { positive: rank.positive }) },
    engine,
  });
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isSeq(value) && String(key) !== 'any') value.flow = true; // an axis on a line
    },
  });
  return document.toString({ lineWidth: 0 });
};
