import type { Writable } from 'node:stream';

import { createContentCheck } from '../../store/archive/check-content.ts';
import type { ArchiveManifest } from '../../store/archive/layout.ts';
import { createArchiveWriter } from '../../store/archive/write-archive.ts';
import type { Sweep } from '../../store/documents.ts';
import { schemaVersion } from '../../store/migrations/all.ts';
import type { Store } from '../../store/open-store.ts';
import { readName } from '../../store/sweeps.ts';
import { createDigestSet } from '../digest-set.ts';
import { packResults, packSweep } from './pack.ts';
import type { Packed } from './pack.ts';

export type BackUpOptions = {
  readonly program: string; // version of sweep
  readonly now: number; // ms since 1970
  readonly onDocuments: (documents: number) => void;
};

/**
 * Writes sweeps, with all that they lead to and that is there, into a stream. They may go on meanwhile: what is packed
 * first (marks, rows) says nothing of folds that is not packed behind it.
 * @throws {Error} where something in the store is damaged, which no backup would make good; where a sweep was forgotten
 *   meanwhile
 */
export const backUp = async (
  store: Store,
  sweeps: readonly Sweep[],
  into: Writable,
  { program, now, onDocuments }: BackUpOptions,
): Promise<ArchiveManifest> => {
  const writer = createArchiveWriter(into, { schema: schemaVersion, program });
  const content = createContentCheck();
  const packed = createDigestSet();
  let documents = 0;
  const add = async ({ collection, document }: Packed): Promise<void> => {
    content.see(collection, document);
    await writer.add(collection, document);
    onDocuments(++documents);
  };
  try {
    for (const sweep of sweeps) for await (const each of packSweep(store, sweep)) await add(each);
    await writer.flush();
    for (const sweep of sweeps) for await (const each of packResults(store, sweep, packed)) await add(each);
    for (const { name, uid } of sweeps) {
      if ((await readName(store, name)) !== uid) throw new Error(`sweep "${name}" was removed while it was backed up`);
    }
    return await writer.finish(
      sweeps.map(({ uid, name }) => ({ uid, name })),
      now,
    );
  } catch (error) {
    writer.abandon();
    throw error;
  }
};
