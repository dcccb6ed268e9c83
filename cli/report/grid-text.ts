import { relative } from 'node:path';

import { Document, isSeq, visit } from 'yaml';

import type { Grid, GridPart, Value } from '../../core/grid.ts';
import { parameterPaths, valuesAt, writtenValue } from '../../core/parameters.ts';

/** A list is an axis in a grid file, so that a value that is a list stands in a list of one. */
const written = (values: readonly Value[]): unknown => {
  const texts = values.map(writtenValue);
  return texts.length === 1 && typeof texts[0] !== 'object' ? texts[0] : texts;
};

const cellSections = ({ base, axes }: GridPart, paths: readonly string[]): Record<string, Record<string, unknown>> => {
  const sections: Record<string, Record<string, unknown>> = {};
  for (const path of parameterPaths) {
    if (!paths.includes(path)) continue;
    const [section, key] = path.split('.') as [string, string];
    (sections[section] ??= {})[key] = written(valuesAt({ base, axes }, path));
  }
  return sections;
};

/** Parameters on which the parts agree; all others differ from part to part. */
const sharedPaths = ([first, ...others]: readonly GridPart[]): readonly string[] =>
  parameterPaths.filter((path) => {
    const text = (part: GridPart): string => JSON.stringify(valuesAt(part, path));
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
  const { groups, holdout, test, ...splitting } = split;
  const document = new Document({
    name,
    data: { file: oneOrAll(files.map((file) => near(grid.folder, file))), ...ofData },
    split: {
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
