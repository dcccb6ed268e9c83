import { digestOf } from '../core/canonical.ts';
import { digestOfBulk } from './digest-of-bulk.ts';
import type { Digest } from '../core/canonical.ts';
import type { FoldKey, FoldResult } from '../core/results.ts';
import { chunkCount, readChunks, writeChunks } from './chunks.ts';
import type { Chunk } from './chunks.ts';
import { lookUps, mapConcurrently } from './concurrently.ts';
import type { SweepUid } from './documents.ts';
import { decodeInnards, encodeInnards } from './fold-innards.ts';
import type { Innards } from './fold-innards.ts';
import { insertOnce } from './insert-once.ts';
import { insertMismatch } from './mismatches.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';
import type { Stored } from './stored.ts';

type Scored = Extract<FoldResult, { state: 'scored' }>;
type Failed = Extract<FoldResult, { state: 'failed' }>;

/** A fold without its bulk. */
export type FoldHead = Omit<Scored, keyof Innards> | Failed;

/** Who found a result: named where two results of one key differ. */
export type Finder = { readonly sweep: SweepUid; readonly worker: string; readonly version: string };

/** `innards` is the digest of the bulk and, behind the key, the prefix of its chunks; `digest` covers all of the result. */
type FoldDocument = Stored & { readonly digest: Digest } & (
    | (Omit<Scored, keyof Innards> & { readonly innards: Digest; readonly chunks: number })
    | Failed
  );

const foldsOf = (store: Store) => store.db.collection<FoldDocument>('folds');
const innardsOf = (store: Store) => collection<Pick<Chunk, 'bytes'>>(store, 'innards');
const prefixOf = (key: FoldKey | string, innards: Digest): string => `${key}:${innards}`;

/**
 * Stores a fold's result once: its bulk first, under a name that holds its digest, then the head that makes it known.
 * So a head always describes the bulk that it names, whatever died before it. Of two different results the first
 * stands, and the second is recorded as a mismatch.
 * @throws {RangeError} on a score, cost or F1 that is not finite
 */
export const insertFold = async (
  store: Store,
  key: FoldKey,
  result: FoldResult,
  by: Finder,
): Promise<'inserted' | 'equal' | 'mismatch'> => {
  const { document, bulk } = asDocument(key, result);
  if (document.state === 'scored') await writeChunks(innardsOf(store), prefixOf(key, document.innards), bulk);
  if ((await insertOnce(foldsOf(store), document)) === 'inserted') return 'inserted';
  const stored = await findById(foldsOf(store), key);
  if (stored === null) throw new Error(`fold ${key} was there and is gone`);
  if (stored.digest === document.digest) return 'equal';
  await insertMismatch(store, { key, stored: stored.digest, found: document.digest, ...by, at: Date.now() });
  return 'mismatch';
};

export const readFoldHead = async (store: Store, key: FoldKey): Promise<FoldHead | null> => {
  const document = await findById(foldsOf(store), key);
  return document === null ? null : asHead(document);
};

/** The heads of `keys`, in their order. */
export const readFoldHeads = async (store: Store, keys: readonly FoldKey[]): Promise<readonly (FoldHead | null)[]> =>
  await mapConcurrently(keys, lookUps, async (key) => await readFoldHead(store, key));

/**
 * A fold with its bulk, checked by its digest.
 * @throws {Error} that names the key, when the bulk is missing or damaged
 */
export const readFold = async (store: Store, key: FoldKey): Promise<FoldResult | null> => {
  const document = await findById(foldsOf(store), key);
  if (document === null) return null;
  const head = asHead(document);
  if (head.state === 'failed' || document.state === 'failed') return head as Failed;
  const bulk = await readChunks(innardsOf(store), prefixOf(key, document.innards), document.chunks);
  if (bulk === null || digestOfBulk(bulk) !== document.innards)
    throw new Error(`fold ${key}: its curves and predictions ${document.innards} are missing or damaged`);
  return { ...head, ...decodeInnards(bulk) };
};

const asDocument = (
  key: FoldKey,
  result: FoldResult,
): { readonly document: FoldDocument; readonly bulk: Uint8Array } => {
  if (result.state === 'failed') {
    const { state, code, epoch, message } = result;
    const head = { state, code, epoch, message };
    return { document: { _id: key, v: 1, ...head, digest: digestOf(head) }, bulk: new Uint8Array() };
  }
  const { state, scores, f1ByClass, cost, ...rest } = result;
  const bulk = encodeInnards(rest);
  const head = { state, scores, f1ByClass, cost, innards: digestOfBulk(bulk) };
  const digest = digestOf(head);
  return { document: { _id: key, v: 1, ...head, chunks: chunkCount(bulk), digest }, bulk };
};

const asHead = (document: FoldDocument): FoldHead => {
  if (document.state === 'failed') {
    const { state, code, epoch, message } = document;
    return { state, code, epoch, message };
  }
  const { state, scores, f1ByClass, cost } = document;
  return { state, scores, f1ByClass, cost };
};
