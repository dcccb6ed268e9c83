import { stat } from 'node:fs/promises';

import { backUp } from '../activities/backup/back-up.ts';
import { checkArchive } from '../activities/backup/check-archive.ts';
import { SweepError } from '../core/errors.ts';
import { packageVersion } from '../services/package-root.ts';
import { readArchive } from '../store/archive/read-archive.ts';
import type { ArchiveManifest } from '../store/archive/layout.ts';
import type { Sweep } from '../store/documents.ts';
import { schemaVersion } from '../store/migrations/all.ts';
import { listSweeps } from '../store/sweeps.ts';
import { plural } from '../core/amounts.ts';
import { sizeText } from './amounts.ts';
import { changingLine } from './changing-line.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { interruption } from './interruption.ts';
import { readingSession } from './session.ts';
import type { Session } from './session.ts';
import { fileError, openTargetFile } from './target-file.ts';
import type { TargetFile } from './target-file.ts';

export type BackupOptions = { readonly file: string; readonly names: readonly string[]; readonly json: boolean };

/** @throws {SweepError} NOT_FOUND; USAGE where the file's name is that of a sweep, which was meant then */
const findAll = async (session: Session, { file, names }: BackupOptions): Promise<readonly Sweep[]> => {
  const all = names.length === 0 ? await listSweeps(session.store) : [];
  if (all.some(({ name }) => name === file))
    throw new SweepError({
      code: 'USAGE',
      message: `"${file}" is the name of a sweep; the file to write comes first.`,
      fix: `write the file's name before it: sweep backup ${file}.tar.gz ${file}`,
    });
  if (names.length === 0 && all.length === 0)
    throw new SweepError({
      code: 'NOT_FOUND',
      message: `There is no sweep in ${session.where}.`,
      fix: 'start one: sweep start <grid>',
    });
  const found = new Map(all.map((sweep) => [sweep.uid, sweep]));
  for (const name of names) {
    const sweep = await findSweep(session, name);
    found.set(sweep.uid, sweep);
  }
  return [...found.values()];
};

/** A file that is there is replaced only where it is an archive itself. */
const refuseOtherFile = async (file: string): Promise<void> => {
  const found = await stat(file).catch(() => null);
  if (found === null) return;
  try {
    for await (const part of readArchive(file, { schema: schemaVersion })) if (part.kind === 'head') return;
  } catch (error) {
    throw new SweepError({
      code: 'USAGE',
      message: `${file} is there, and is no backup that this program can read; it is not overwritten.`,
      fix: 'name another file, or remove it first',
      cause: error,
    });
  }
};

const write = async (session: Session, sweeps: readonly Sweep[], target: TargetFile): Promise<ArchiveManifest> => {
  const line = changingLine();
  const signal = interruption();
  const stopped = (): void => {
    if (!signal.aborted) return;
    throw new SweepError({ code: 'INTERRUPTED', message: 'Stopped; no file was written.', fix: 'start it again' });
  };
  const onDocuments = (documents: number): void => {
    stopped();
    line.show(() => `${plural(documents, 'document')} written`);
  };
  try {
    const options = { program: packageVersion(), now: Date.now(), onDocuments };
    const manifest = await backUp(session.store, sweeps, target.stream, options);
    await target.settle();
    const onBytes = (): void => {
      stopped();
      line.show(() => 'reading it again');
    };
    await checkArchive(target.part, { schema: schemaVersion, onBytes });
    return manifest;
  } finally {
    line.end();
  }
};

const writeFile = async (session: Session, sweeps: readonly Sweep[], file: string): Promise<ArchiveManifest> => {
  const target = await openTargetFile(file);
  try {
    const manifest = await write(session, sweeps, target);
    await target.keep();
    return manifest;
  } catch (error) {
    await target.discard();
    throw error;
  }
};

/** Writes sweeps into one file. @returns the exit code */
export const backup = async (options: BackupOptions): Promise<number> => {
  const { file, json } = options;
  await using session = await readingSession();
  const sweeps = await findAll(session, options);
  await refuseOtherFile(file);
  const manifest = await writeFile(session, sweeps, file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const { size: bytes } = await stat(file);
  const { collections, digest } = manifest;
  const folds = collections['folds'] ?? 0;
  if (json) console.log(JSON.stringify({ v: 1, file, bytes, sweeps: manifest.sweeps, collections, digest }));
  else {
    const names = manifest.sweeps.map(({ name }) => name).join(', ');
    console.log(`${file}: ${names} with ${plural(folds, 'fold')}, ${sizeText(bytes)}; read again and whole.`);
    console.log(`Bring it back anywhere: sweep restore ${file}`);
  }
  return finished.done;
};
