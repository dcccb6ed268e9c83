import { SweepError } from '../../core/errors.ts';
import type { AnyDocument } from '../../store/archive/document-bytes.ts';
import { insertDocuments } from '../../store/archive/insert-documents.ts';
import type { ArchiveManifest } from '../../store/archive/layout.ts';
import { partOf } from '../../store/archive/order.ts';
import { readArchive } from '../../store/archive/read-archive.ts';
import type { Sweep } from '../../store/documents.ts';
import { inPresentShape, schemaVersion } from '../../store/migrations/all.ts';
import { completeRowLog } from '../../store/rows.ts';
import type { Store } from '../../store/open-store.ts';
import { insertName, readName } from '../../store/sweeps.ts';
import type { CheckedArchive } from './check-archive.ts';
import { holdingAll } from './holding-all.ts';
import type { Packed } from './pack.ts';
import { renamed, renamedDocument } from './renaming.ts';

export type RestoreOptions = {
  readonly file: string;
  readonly as: string | null; // another name, for an archive of one sweep
  readonly onBytes: (packed: number) => void; // bytes of the file read so far
};

/** What came of a restoration. */
export type Restored = {
  readonly manifest: ArchiveManifest;
  readonly program: string; // version of sweep that made the archive
  readonly sweeps: readonly {
    readonly sweep: Sweep;
    readonly from: string; // its name in the archive
    readonly state: 'restored' | 'there'; // there: it had its name before
  }[];
  readonly inserted: number; // documents
  readonly there: number; // documents that were there already
};

type Renaming = { readonly from: Sweep; readonly to: Sweep };

/**
 * What is led to is inserted before what leads there: results; then what a sweep consists of; then what says that others
 * are there; the sweep; at last its name. Whatever is killed, nothing that is there says more than there is.
 */
const passes: readonly ((collection: string) => boolean)[] = [
  (name) => partOf(name) === 'results',
  (name) => partOf(name) === 'sweeps' && !['rankings', 'marks', 'sweeps'].includes(name),
  (name) => name === 'rankings' || name === 'marks',
  (name) => name === 'sweeps',
];

const nameTaken = ({ to }: Renaming): SweepError =>
  new SweepError({
    code: 'NAME_TAKEN',
    message: `There is another sweep "${to.name}" already.`,
    fix: `restore this one under another name: --as ${to.name}-2`,
  });

const refuseAs = (as: string, sweeps: number): void => {
  if (sweeps === 1) return;
  throw new SweepError({
    code: 'USAGE',
    message: `--as ${as} names one sweep; this archive holds ${sweeps}.`,
    fix: 'back one of them up alone (sweep backup FILE name), or restore all under their own names',
  });
};

/** The documents of a section as they are to be here, all of one collection. */
const renamedSection = (
  collection: string,
  documents: readonly AnyDocument[],
  renamings: readonly Renaming[],
): { readonly name: string; readonly renamed: readonly AnyDocument[] } => {
  const packed = documents.map((document) =>
    renamings.reduce<Packed>((each, { from, to }) => renamedDocument(each, from, to), {
      collection,
      document: inPresentShape(collection, document),
    }),
  );
  return { name: packed[0]?.collection ?? collection, renamed: packed.map(({ document }) => document) };
};

const insertAll = async (
  store: Store,
  { file, onBytes }: RestoreOptions,
  renamings: readonly Renaming[],
): Promise<Pick<Restored, 'inserted' | 'there'>> => {
  let inserted = 0;
  let there = 0;
  for (const [at, isWanted] of passes.entries()) {
    const show = (packed: number): void => (at === 0 ? onBytes(packed) : undefined);
    for await (const part of readArchive(file, { schema: schemaVersion, onBytes: show })) {
      if (part.kind !== 'section') continue;
      if (at > 0 && partOf(part.collection) === 'results') break; // sweeps stand before all results
      if (!isWanted(part.collection)) continue;
      const section = renamedSection(part.collection, part.documents, renamings);
      const done = await insertDocuments(store, section.name, section.renamed);
      inserted += done.inserted;
      there += done.there;
    }
  }
  return { inserted, there };
};

/** Gives each sweep its name, last of all: from now on it can be seen. */
const nameAll = async (store: Store, renamings: readonly Renaming[]): Promise<Restored['sweeps']> => {
  const named: Restored['sweeps'][number][] = [];
  for (const { from, to } of renamings) {
    await completeRowLog(store, to.uid);
    const isNew = (await insertName(store, to)) === 'inserted';
    if (!isNew && (await readName(store, to.name)) !== to.uid) throw nameTaken({ from, to });
    named.push({ sweep: to, from: from.name, state: isNew ? 'restored' : 'there' });
  }
  return named;
};

/**
 * Restores the sweeps of an archive that was checked. May be killed at any moment and done again; a sweep has
 * its name when all of it is there.
 * @throws {SweepError} INVALID_ARCHIVE; NAME_TAKEN where another sweep has a name; USAGE
 */
export const restoreArchive = async (
  store: Store,
  { head, manifest, sweeps }: CheckedArchive,
  options: RestoreOptions,
): Promise<Restored> => {
  const { as } = options;
  if (as !== null) refuseAs(as, sweeps.length);
  const renamings = sweeps.map((editions) => {
    const [from] = editions as readonly [Sweep, ...Sweep[]];
    return { from, to: renamed(from, as) };
  });
  for (const renaming of renamings) {
    const holder = await readName(store, renaming.to.name);
    if (holder !== null && holder !== renaming.to.uid) throw nameTaken(renaming);
  }
  const held = sweeps.flat().map((edition) => renamed(edition, as));
  return await holdingAll(store, held, async () => {
    const counts = await insertAll(store, options, renamings);
    return { manifest, program: head.program, sweeps: await nameAll(store, renamings), ...counts };
  });
};
