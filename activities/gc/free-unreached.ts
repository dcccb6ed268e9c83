import { setTimeout as sleep } from 'node:timers/promises';

import type { Digest } from '../../core/canonical.ts';
import { lookUps, mapConcurrently } from '../../store/concurrently.ts';
import { readCheckpointKeys } from '../../store/checkpoints.ts';
import { beginFreeing, endFreeing, mayFree } from '../../store/freeing.ts';
import type { Freeing } from '../../store/freeing.ts';
import { readHolds } from '../../store/holds.ts';
import type { Store } from '../../store/open-store.ts';
import { ownedCollections, sweepOfCollection } from '../../store/owners.ts';
import { bytesOf, collectionNames, deleteClaim, deleteFrom, dropCollection, scan } from '../../store/scan.ts';
import { createIsFree } from './is-free.ts';
import type { Found, IsFree } from './is-free.ts';
import { createReachedNow } from './reached-now.ts';
import type { ReachedNow } from './reached-now.ts';

/** What was freed of one collection, or would be. */
export type Freed = { readonly collection: string; readonly documents: number; readonly bytes: number };

export type FreeOptions = {
  readonly dryRun: boolean;
  readonly onProgress: (collection: string, documents: number) => void;
};

const isOfBlobs = (name: string): boolean => name === 'blobs' || name === 'blobChunks';

/** What was freed, collection by collection, and which blobs are needed still. */
type Outcome = { readonly freed: readonly Freed[]; readonly isBlob: (digest: Digest) => boolean };

type Work = { readonly store: Store; readonly reached: ReachedNow } & FreeOptions;

/** Documents that are found before they are deleted; their ids fit into a few megabytes. */
const foundAtOnce = 20_000;
/** Deletions between two looks at whether this process may go on. */
const perLook = 64;
/** Between the first look and the second: whoever has just begun has said so. */
const secondLookMs = 1_000;

/** Heads before what they lead to, so that a kill leaves nothing that seems whole and is not. */
const heads: readonly string[] = ['folds', 'fits', 'embeddings', 'checkpoints', 'blobs', 'rankings'];
const order = [...heads, ...ownedCollections.filter((name) => !heads.includes(name))];

/** Some of the documents of a collection that are free as of now; the bytes of all that were found. */
const find = async ({ store, reached, dryRun }: Work, name: string) => {
  const isFree = await createIsFree(store, reached);
  const found: Found[] = [];
  let documents = 0;
  let bytes = 0;
  for await (const document of scan(store, name)) {
    if (!(await isFree(name, document))) continue;
    documents++;
    if (dryRun) bytes += await bytesOf(store, name, document);
    else if (found.push(document) === foundAtOnce) break;
  }
  return { found, documents, bytes };
};

const remove = async (store: Store, name: string, { _id, ...fields }: Found): Promise<void> =>
  await (name === 'claims' ? deleteClaim(store, _id, fields['nonce']) : deleteFrom(store, name, _id));

/** So long whoever waits has time to see that nobody deletes. */
const breathMs = 250;

/**
 * Does something while whoever is about to lead to anything waits, judging by what is led to now. What came since the
 * first look and takes long to go through is gone through outside, and all begins again.
 */
const whileFreeing = async <Result>(
  { store, reached }: Work,
  name: string,
  act: (freeing: Freeing, isFree: IsFree) => Promise<Result>,
): Promise<Result> => {
  for (;;) {
    const freeing = await beginFreeing(store);
    try {
      if ((await reached.lookAgain()) === 'nothing new') {
        if (isOfBlobs(name)) await reached.readBlobs();
        return await act(freeing, await createIsFree(store, reached));
      }
    } finally {
      await endFreeing(store, freeing);
      if ((await readHolds(store)).size > 0) await sleep(breathMs);
    }
    await reached.walk();
  }
};

/** Deletes what is still free at a second look, two seconds at a time. */
const removeFound = async (work: Work, name: string, found: readonly Found[]): Promise<Freed> => {
  const { store, onProgress } = work;
  let documents = 0;
  let bytes = 0;
  let left = found;
  const removeOne = async (document: Found, freeing: Freeing, isFree: IsFree): Promise<readonly Found[]> => {
    if (!(await isFree(name, document))) return [];
    const size = await bytesOf(store, name, document);
    if (freeing.isOver()) return [document];
    await remove(store, name, document);
    documents++;
    bytes += size;
    return [];
  };
  while (left.length > 0) {
    left = await whileFreeing(work, name, async (freeing, isFree) => {
      let next = 0;
      const late: Found[] = [];
      while (next < left.length && (await mayFree(store, freeing))) {
        const some = left.slice(next, next + perLook);
        late.push(...(await mapConcurrently(some, lookUps, (each) => removeOne(each, freeing, isFree))).flat());
        next += perLook;
        onProgress(name, documents);
      }
      return [...late, ...left.slice(next)];
    });
  }
  return { collection: name, documents, bytes };
};

const freeCollection = async (work: Work, name: string): Promise<Freed> => {
  let documents = 0;
  let bytes = 0;
  for (;;) {
    if (isOfBlobs(name)) await work.reached.readBlobs();
    const some = await find(work, name);
    if (work.dryRun) return { collection: name, documents: some.documents, bytes: some.bytes };
    const freed = await removeFound(work, name, some.found);
    documents += freed.documents;
    bytes += freed.bytes;
    if (some.found.length < foundAtOnce) return { collection: name, documents, bytes };
  }
};

/** Drops the collections that forgotten sweeps had for themselves. */
const freeOwn = async (work: Work, name: string): Promise<Freed> => {
  const { store, reached } = work;
  const uid = sweepOfCollection(name);
  let documents = 0;
  let bytes = 0;
  if (uid === null || reached.isSweep(uid)) return { collection: name, documents, bytes };
  for await (const document of scan(store, name)) {
    documents++;
    bytes += await bytesOf(store, name, document);
  }
  if (!work.dryRun) {
    await whileFreeing(work, name, async () => {
      if (!reached.isSweep(uid)) await dropCollection(store, name);
    });
  }
  return { collection: name, documents, bytes };
};

/**
 * Deletes what no sweep leads to, or says what would be deleted. Safe beside sweeps that run, start, change and end: what
 * they lead to is marked first; then, two seconds at a time, whoever is about to lead to something waits, what came since
 * is looked up, and what is still free is deleted. Killed at any moment, it is gone on with by doing it again.
 */
export const freeUnreached = async (store: Store, options: FreeOptions): Promise<Outcome> => {
  const reached = await createReachedNow(store, await readCheckpointKeys(store));
  const work: Work = { store, reached, ...options };
  if (!options.dryRun) await sleep(secondLookMs);
  const freed: Freed[] = [];
  for (const name of order) freed.push(await freeCollection(work, name));
  for (const name of await collectionNames(store)) freed.push(await freeOwn(work, name));
  await reached.lookAgain();
  await reached.walk();
  await reached.readBlobs();
  return { freed: freed.filter(({ documents }) => documents > 0), isBlob: reached.hasBlob };
};
