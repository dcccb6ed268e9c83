import { lookUps, mapConcurrently } from './concurrently.ts';
import type { Attempt, AttemptEnd, SweepUid } from './documents.ts';
import { insertOnce, readNumbered } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, fieldsOf, findById } from './stored.ts';
import type { Stored } from './stored.ts';

/** One training and how it ended; `end` is null while it goes on, or where its worker was lost. */
export type AttemptRecord = { readonly attempt: Attempt; readonly end: AttemptEnd | null };

type AttemptDocument = Stored & Attempt;

const attemptsOf = (store: Store) => collection<Attempt>(store, 'attempts');
const endsOf = (store: Store) => collection<AttemptEnd>(store, 'attempts');
const idOf = (uid: SweepUid, key: Attempt['key'], n: number): string => `${uid}:${key}:${n}`;
const endId = (id: string): string => `${id}:end`;

/**
 * Records the start of a training under the next free number of its sweep and key; returns its id. Safe to run again
 * where nobody knows whether it was stored: a worker starts one training of a key at one moment.
 */
export const insertAttempt = async (store: Store, attempt: Attempt): Promise<string> => {
  for (let n = 1; ; n++) {
    const document: AttemptDocument = { _id: idOf(attempt.sweep, attempt.key, n), v: 1, ...attempt };
    if ((await insertOnce(attemptsOf(store), document)) === 'inserted') return document._id;
    const standing = await findById(attemptsOf(store), document._id);
    if (standing?.worker === attempt.worker && standing.startedAt === attempt.startedAt) return document._id;
  }
};

/** Records how an attempt ended; the first record stands. */
export const endAttempt = async (store: Store, id: string, end: AttemptEnd): Promise<'inserted' | 'exists'> =>
  await insertOnce(endsOf(store), { _id: endId(id), v: 1, ...end });

/** A sweep's attempts at a run, embedding or fit, in order. */
export const readAttempts = async (
  store: Store,
  uid: SweepUid,
  key: Attempt['key'],
): Promise<readonly AttemptRecord[]> => {
  const documents = await readNumbered(attemptsOf(store), (n) => idOf(uid, key, n));
  return await Promise.all(documents.map(async (document) => await asRecord(store, document)));
};

/** All attempts of a sweep, in order of their starts; reads the whole collection. */
export const readSweepAttempts = async (store: Store, uid: SweepUid): Promise<readonly AttemptRecord[]> => {
  const documents = await attemptsOf(store).find({ sweep: uid }).toArray();
  const records = await Promise.all(documents.map(async (document) => await asRecord(store, document)));
  return records.toSorted((a, b) => a.attempt.startedAt - b.attempt.startedAt);
};

/** Attempts without the folds that were missing, the latest of very many. */
export type LatestAttempts = {
  readonly total: number;
  readonly latest: readonly { readonly attempt: Omit<Attempt, 'folds'>; readonly end: AttemptEnd | null }[];
};

/**
 * The latest `most` attempts of a sweep, in order of their starts; reads the whole collection.
 * @param ends that are known already, by the attempt's id; those that are found are added, since they never change
 */
export const readLatestAttempts = async (
  store: Store,
  uid: SweepUid,
  most: number,
  ends: Map<string, AttemptEnd>,
): Promise<LatestAttempts> => {
  const documents = await attemptsOf(store)
    .find({ sweep: uid }, { projection: { folds: 0 } })
    .toArray();
  const latest = documents.toSorted((a, b) => a.startedAt - b.startedAt).slice(-most);
  const open = latest.filter(({ _id }) => !ends.has(_id));
  await mapConcurrently(open, lookUps, async ({ _id }) => {
    const end = await findById(endsOf(store), endId(_id));
    if (end !== null) ends.set(_id, fieldsOf(end));
  });
  return {
    total: documents.length,
    latest: latest.map((document) => ({ attempt: fieldsOf(document), end: ends.get(document._id) ?? null })),
  };
};

/** One attempt by its id. */
export const readAttempt = async (store: Store, id: string): Promise<AttemptRecord | null> => {
  const document = await findById(attemptsOf(store), id);
  return document === null ? null : await asRecord(store, document);
};

const asRecord = async (store: Store, document: AttemptDocument): Promise<AttemptRecord> => {
  const end = await findById(endsOf(store), endId(document._id));
  return { attempt: fieldsOf(document), end: end === null ? null : fieldsOf(end) };
};
