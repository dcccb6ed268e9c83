import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SweepError } from '../../core/errors.ts';
import type { DataOptions, Grid, RankOptions, SearchOptions, SplitOptions } from '../../core/grid.ts';
import { checkCombinations } from './check-combinations.ts';
import { checkParts } from './check-parts.ts';
import { engineOf } from './engine-limits.ts';
import { sections } from './format.ts';
import { makeParts, valuesOf } from './make-parts.ts';
import { nameFrom } from './name-from.ts';
import type { Problems } from './problems.ts';
import { createProblems } from './problems.ts';
import type { Settings, Written } from './read-sections.ts';
import { readSections } from './read-sections.ts';
import { readYaml } from './read-yaml.ts';

const checkRequired = (problems: Problems, settings: Settings, file: string): void => {
  const required = [
    { path: 'name', what: 'no name, expected "name" at the top level', fix: `write \`name: ${nameFrom(file)}\`` },
    { path: 'data.file', what: 'no data, expected "file" under "data"', fix: 'write `data: { file: texts.csv }`' },
  ];
  for (const { path, what, fix } of required) {
    if (!settings.has(path) && !problems.touch(path)) problems.add('missing key', { path, offset: 0 }, what, fix);
  }
};

const dataOf = (settings: Settings, folder: string): DataOptions => {
  const { file: files, ...rest } = valuesOf('data', sections.data.fields, settings);
  return { files: files.map((each) => resolve(folder, each)), ...rest };
};

const splitOf = (settings: Settings): SplitOptions => valuesOf('split', sections.split.fields, settings);

/** A random search of all cells is the grid search. */
const searchOf = (settings: Settings): SearchOptions => {
  const { kind, trials, seed } = valuesOf('search', sections.search.fields, settings);
  return kind === 'grid' || trials === 'all' ? { kind: 'grid' } : { kind, trials, seed };
};

const rankOf = (settings: Settings): RankOptions => {
  const { by, positive } = valuesOf('rank', sections.rank.fields, settings);
  return { by, positive, written: settings.has('rank.by') };
};

const readWritten = (problems: Problems, source: string): Written | null => {
  const root = readYaml(source, problems);
  return root?.kind === 'map' ? readSections(problems, root) : null;
};

/**
 * The grid that a file's text describes, defaults filled in; `file` names it in messages, and its folder is where
 * relative paths begin.
 * @throws {SweepError} INVALID_GRID with everything that is wrong
 */
export const parseGrid = (source: string, file: string): Grid => {
  const problems = createProblems(source, file);
  const written = readWritten(problems, source);
  if (written === null) throw problems.error();
  const { common } = written;
  const parts = makeParts(written);
  checkRequired(problems, common, file);
  checkCombinations(problems, common, parts, written.isWhole);
  checkParts(problems, parts, written.isWhole);
  if (problems.count() > 0) throw problems.error();
  const folder = dirname(resolve(file));
  return {
    name: common.get('name')?.values[0] as string,
    folder,
    data: dataOf(common, folder),
    split: splitOf(common),
    parts: parts.map(({ part }) => part),
    search: searchOf(common),
    rank: rankOf(common),
    engine: engineOf(common),
  };
};

/**
 * Reads and parses a grid file.
 * @throws {SweepError} INVALID_GRID where it cannot be read or is no grid
 */
export const readGrid = async (file: string): Promise<Grid> => parseGrid(await readSource(file), file);

/** The text of a grid file, for `parseGrid` and for showing the lines that problems are about. */
export const readSource = async (file: string): Promise<string> => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    const isText = !(cause instanceof TypeError);
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (cause as Error).message;
    const message = isText ? `cannot be read: ${reason}` : 'not UTF-8, expected a grid file in UTF-8';
    const fix = isText ? 'check the path, or write a grid with `sweep init`' : 'save it as UTF-8';
    const problems = [{ file, line: null, column: null, path: '', message, fix }];
    throw new SweepError({ code: 'INVALID_GRID', message: `${file}: ${message}`, fix, problems, cause });
  }
};
