import { basename } from 'node:path';

import { canonical } from '../../core/canonical.ts';
import type { Json } from '../../core/canonical.ts';
import type { Grid } from '../../core/grid.ts';
import { readNamedFile } from '../../core/named-file.ts';
import type { Prepared, Sweep } from '../../store/documents.ts';
import { readSource } from '../grid/parse-grid.ts';
import { createProblems } from '../grid/problems.ts';
import { readYaml } from '../grid/read-yaml.ts';
import { offsetOf } from '../plan/locate.ts';
import type { PreparedSweep } from '../prepare-sweep.ts';

/** What makes a grid another sweep's: where it is written, what it is and was. */
export type OtherWork = { readonly path: string; readonly message: string };

/** A value as it counts: a file by what it holds. */
const counts = (value: unknown): string =>
  typeof value === 'string' ? (readNamedFile(value).digest ?? canonical(value)) : canonical((value ?? null) as Json);

const shown = (value: unknown): string =>
  typeof value === 'string' ? readNamedFile(value).written : canonical((value ?? null) as Json);

const differing = (
  section: string,
  was: Readonly<Record<string, unknown>>,
  is: Readonly<Record<string, unknown>>,
  why: string,
): readonly OtherWork[] =>
  Object.keys(is)
    .filter((key) => counts(is[key]) !== counts(was[key]))
    .map((key) => {
      const [now, before] = [shown(is[key]), shown(was[key])];
      const found = now === before ? `${now}, which holds something else now` : `${now}, the sweep has ${before}`;
      return { path: `${section}.${key}`, message: `${found}: ${why}` };
    });

const otherSplits = 'scores of other splits cannot be compared with those that are there';
const otherRows = 'scores on other rows cannot be compared with those that are there';

/** Options of the data, with what was found out in their place, so that it may be written, and the other way round. */
const dataOf = ({ data: { files: _files, ...data } }: Grid, reading: Prepared['reading']) => ({ ...data, ...reading });

const changedFiles = ({ files }: Pick<Sweep, 'files'>, made: Pick<PreparedSweep, 'files' | 'grid'>) => {
  const rows = made.grid.data.files.length; // these come first
  return made.files.slice(0, rows).flatMap(({ path, digest }, at): readonly OtherWork[] => {
    if (digest === files[at]?.digest) return [];
    const what = `${basename(path)} holds something else than the file that the sweep started with`;
    return [{ path: 'data.file', message: `${what}: ${otherRows}` }];
  });
};

/** Whether rows, classes, test rows and splits came out the same, whatever led to them. */
const isSameWork = (was: Prepared, is: Prepared): boolean =>
  was.splits === is.splits &&
  was.rows === is.rows &&
  canonical(was.labels) === canonical(is.labels) &&
  canonical(was.splitDigests) === canonical(is.splitDigests) &&
  was.test?.rowsDigest === is.test?.rowsDigest;

/** All that a grid says otherwise than a sweep of what an amendment must leave as it is: data, splits and engine. */
export const otherWork = (
  sweep: Pick<Sweep, 'grid' | 'files' | 'prepared' | 'name'>,
  made: Pick<PreparedSweep, 'grid' | 'files' | 'prepared'>,
): readonly OtherWork[] => {
  const { grid, prepared } = made;
  const reading = sweep.prepared.reading === null ? null : prepared.reading; // earlier versions did not keep it
  const fileCount = sweep.grid.data.files.length;
  const files =
    grid.data.files.length === fileCount
      ? changedFiles(sweep, made)
      : [{ path: 'data.file', message: `${grid.data.files.length} files, the sweep has ${fileCount}: ${otherRows}` }];
  const found = [
    ...files,
    ...differing('data', dataOf(sweep.grid, sweep.prepared.reading), dataOf(grid, reading), otherRows),
    ...differing('split', sweep.grid.split, grid.split, otherSplits),
    ...differing('engine', { name: sweep.grid.engine }, { name: grid.engine }, 'engines give scores of their own'),
  ];
  if (found.length > 0 || isSameWork(sweep.prepared, prepared)) return found;
  const message = 'the same options came out as other rows or splits: another version of the program started the sweep';
  return [{ path: 'split.seed', message }];
};

/**
 * Refuses a grid of other data, splits or engine.
 * @throws {SweepError} INVALID_GRID with each of them, its line in the grid file and what to do
 */
export const refuseOtherWork = async (sweep: Sweep, made: PreparedSweep, file: string): Promise<void> => {
  const others = otherWork(sweep, made);
  if (others.length === 0) return;
  const source = await readSource(file);
  const problems = createProblems(source, file);
  const root = readYaml(source, problems);
  const fix = `write what the sweep has, or start another: sweep start ${file} --name ${sweep.name}-2`;
  for (const { path, message } of others) {
    const written = path === 'data.file' && offsetOf(root, { part: 0, path }) === null ? 'data.files' : path;
    problems.add('not of this sweep', { path, offset: offsetOf(root, { part: 0, path: written }) }, message, fix);
  }
  throw problems.error();
};
