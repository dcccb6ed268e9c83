import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';

import type { Digest } from '../core/canonical.ts';
import type { Cell, Grid, GridPart, ParameterPath, Value } from '../core/grid.ts';
import { readNamedFile, writeNamedFile } from '../core/named-file.ts';
import { filePaths, parameter, valuesAt, withParameter, wordsForNoFile } from '../core/parameters.ts';
import type { FileDigest } from '../store/documents.ts';
import { createProblems, fileProblem } from '../text/problems.ts';
import type { Problems } from '../text/problems.ts';

/** Where a file that a grid names lies; `value` with or without its digest. */
export const pathOfNamed = ({ folder }: Pick<Grid, 'folder'>, value: string): string =>
  resolve(folder, readNamedFile(value).written);

/** The names of files among a parameter's values. */
const namesIn = (value: Value): readonly string[] =>
  [value].flat().filter((text): text is string => typeof text === 'string' && !wordsForNoFile.includes(text));

/** What the grid names, by the key that names it first. */
const named = ({ parts, split }: Grid): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const add = (path: string, value: Value): void => {
    for (const name of namesIn(value)) if (!found.has(name)) found.set(name, path);
  };
  for (const path of ['test', 'holdout'] as const) add(`split.${path}`, split[path]);
  for (const part of parts) for (const path of filePaths) for (const value of valuesAt(part, path)) add(path, value);
  return found;
};

/**
 * SHA-256 of a file's bytes.
 * @throws {Error} with a `code` of the file system
 */
export const digestOfFile = async (path: string): Promise<Digest> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex') as Digest;
};

/** The files that a grid names beside its data, read once: the grid with their digests, and what they were. */
export type NamedFiles = { readonly grid: Grid; readonly files: readonly FileDigest[] };

const withDigests = (grid: Grid, digests: ReadonlyMap<string, Digest>): Grid => {
  const one = (name: string): string => {
    const digest = digests.get(name);
    return digest === undefined ? name : writeNamedFile(name, digest);
  };
  const value = (given: Value): Value =>
    typeof given === 'string' ? one(given) : typeof given === 'object' ? given.map(one) : given;
  const cell = (base: Cell): Cell =>
    filePaths.reduce((made, path) => withParameter(made, path, value(parameter(made, path))), base);
  const isFile = (path: ParameterPath): boolean => filePaths.includes(path);
  const part = ({ base, axes }: GridPart): GridPart => ({
    base: cell(base),
    axes: axes.map((axis) => (isFile(axis.path) ? { ...axis, values: axis.values.map(value) } : axis)),
  });
  const { test, holdout } = grid.split;
  const split = { ...grid.split, test: value(test) as string | number, holdout: value(holdout) as string | number };
  return { ...grid, split, parts: grid.parts.map(part) };
};

/** Values of one axis that are the same file would be one trial with two names. */
const checkEqualFiles = (grid: Grid, problems: Problems): void => {
  for (const { path, values } of grid.parts.flatMap(({ axes }) =>
    axes.filter((axis) => filePaths.includes(axis.path)),
  )) {
    const first = new Map<Digest, string>();
    for (const { written, digest } of values.filter((value) => typeof value === 'string').map(readNamedFile)) {
      if (digest === null) continue;
      const other = first.get(digest);
      first.set(digest, other ?? written);
      if (other === undefined) continue;
      const problem = fileProblem(
        pathOfNamed(grid, written),
        path,
        `the same content as ${other}`,
        'name one of the two',
      );
      problems.add('files with the same content', problem);
    }
  }
};

/**
 * Reads every file that the grid names beside its data, for its digest.
 * @throws {SweepError} INVALID_DATA with every file that cannot be read, and with equal ones on one axis
 */
export const readNamedFiles = async (grid: Grid): Promise<NamedFiles> => {
  const problems = createProblems();
  const files: FileDigest[] = [];
  const digests = new Map<string, Digest>();
  for (const [name, path] of named(grid)) {
    const file = pathOfNamed(grid, name);
    try {
      const digest = await digestOfFile(file);
      files.push({ path: file, digest });
      digests.set(name, digest);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const reason = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder, expected a file' : message;
      problems.add('files that cannot be read', fileProblem(file, path, `cannot be read: ${reason}`, 'check the path'));
    }
  }
  problems.throwIfAny();
  const read = withDigests(grid, digests);
  checkEqualFiles(read, problems);
  problems.throwIfAny();
  return { grid: read, files };
};
