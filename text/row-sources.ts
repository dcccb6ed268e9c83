import { resolve } from 'node:path';
import type { Grid } from '../core/grid.ts';
import { readNamedFile } from '../core/named-file.ts';
import type { RowSource } from './collect-rows.ts';
import type { Problems } from './problems.ts';
import { createReader } from './read-rows.ts';
import type { ReadReport, Reader, Row } from './read-rows.ts';

/** The files that rows are read from, in order, and what was understood of each: complete once the last row was read. */
export type RowSources = {
  readonly sources: readonly { readonly source: RowSource; readonly rows: AsyncIterable<Row> }[];
  readonly reports: () => readonly ReadReport[]; // the data's first
};

type Options = Pick<Grid, 'data' | 'split' | 'folder'>;

/** The file of rows that a key of `split` names; null where it names none. */
export const rowsFile = ({ split, folder }: Pick<Grid, 'split' | 'folder'>, key: 'holdout' | 'test'): string | null => {
  const value = split[key];
  return typeof value === 'number' || value === 'none' ? null : resolve(folder, readNamedFile(value).written);
};

/**
 * Opens the data files, then the files of held-out rows and of test rows. Those are read with the options of the data; what
 * these leave open is found in each file by itself, columns as the data have them where there are such.
 */
export const createRowSources = (grid: Options, problems: Problems): RowSources => {
  const { data, split } = grid;
  const readers: Reader[] = [createReader(data, split.groups, problems)];
  const [own] = readers as [Reader];
  async function* rowsOf(key: 'holdout' | 'test', file: string): AsyncGenerator<Row> {
    const naming = { key: `split.${key}`, like: own.report().columns } as const; // known once the data were read
    const reader = createReader({ ...data, files: [file] }, split.groups, problems, naming);
    readers.push(reader);
    yield* reader.rows;
  }
  const given = (['holdout', 'test'] as const).flatMap((key) => {
    const file = rowsFile(grid, key);
    return file === null ? [] : [{ source: key, rows: rowsOf(key, file) }];
  });
  return {
    sources: [{ source: 'data', rows: own.rows }, ...given],
    reports: () => readers.map((reader) => reader.report()),
  };
};
