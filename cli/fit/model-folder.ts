import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { SweepError } from '../../core/errors.ts';
import { cardFile, cellFile } from '../../training/export/model-files.ts';
import type { ModelFacts, ModelFiles } from '../../training/export/trained-model.ts';

const errorCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** What lies there: null where nothing does. */
const namesIn = async (folder: string): Promise<readonly string[] | null> => {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (errorCode(error) !== 'ENOTDIR') throw error;
    throw new SweepError({
      code: 'USAGE',
      message: `${folder} is no folder.`,
      fix: 'name a new folder: --out <folder>',
    });
  }
};

const taken = (folder: string): SweepError =>
  new SweepError({
    code: 'USAGE',
    message: `${folder} is not empty, and what lies there is not this model.`,
    fix: 'name a new folder: --out <folder>',
  });

/** A folder that holds something else than a model is refused before anything is trained. */
export const refuseTaken = async (folder: string, marker: string): Promise<void> => {
  const names = await namesIn(folder);
  if (names !== null && names.length > 0 && !names.includes(marker)) throw taken(folder);
};

/** Whose model lies there, as its cell.json says; null where that cannot be read. */
const ownerOf = async (folder: string): Promise<{ readonly sweep: unknown; readonly trial: unknown } | null> => {
  try {
    const { sweep, trial } = JSON.parse(await readFile(join(folder, cellFile), 'utf8')) as ModelFacts;
    return { sweep, trial: trial.name };
  } catch {
    return null; // damaged: what is written in the end is compared byte by byte
  }
};

/** The model of another trial is refused before this one is trained and has looked at the test rows. */
export const refuseOtherModel = async (folder: string, sweep: string, trial: string): Promise<void> => {
  const owner = await ownerOf(folder);
  if (owner !== null && (owner.sweep !== sweep || owner.trial !== trial)) throw taken(folder);
};

const isSame = async (folder: string, names: readonly string[], files: ModelFiles): Promise<boolean> => {
  if (names.join('\n') !== [...files.keys()].toSorted().join('\n')) return false;
  for (const [name, bytes] of files) {
    if (name === cardFile) continue; // people may write into it
    const file = join(folder, name);
    if (!(await stat(file)).isFile() || !(await readFile(file)).equals(bytes)) return false;
  }
  return true;
};

/**
 * Writes a model's files into a folder of their own: beside it first, then renamed, so that the folder is there whole or
 * not at all. Where it is there already, to the byte, nothing is written.
 * @throws {SweepError} USAGE where something else lies there, or it cannot be written
 */
export const writeModelFolder = async (folder: string, files: ModelFiles): Promise<'written' | 'there'> => {
  const names = await namesIn(folder);
  if (names !== null && names.length > 0) {
    if (await isSame(folder, names, files)) return 'there';
    throw taken(folder);
  }
  const aside = join(dirname(folder), `.${basename(folder)}-${randomUUID()}`);
  await mkdir(aside, { recursive: true });
  try {
    for (const [name, bytes] of files) await writeFile(join(aside, name), bytes);
    await rename(aside, folder);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') throw taken(folder);
    throw error;
  }
  return 'written';
};
