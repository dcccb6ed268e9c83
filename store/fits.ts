import { digestOf } from '../core/canonical.ts';
import type { Digest } from '../core/canonical.ts';
import type { Curves, Scores } from '../core/results.ts';
import { getBlob, putBlobFor } from './blobs.ts';
import type { FitKey } from './documents.ts';
import type { Finder } from './folds.ts';
import { insertOnce } from './insert-once.ts';
import { insertMismatch } from './mismatches.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';

/** Of the training rows, per epoch. */
type TrainingCurves = Pick<Curves, 'loss' | 'accuracy'>;

/** What a model made of the test rows. */
export type TestScore = {
  readonly rows: Digest; // of the test rows as they were read
  readonly scores: Scores;
  readonly f1ByClass: readonly number[];
  readonly confusion: readonly (readonly number[])[]; // rows = true class, in the order of the labels
  readonly probabilities: Float32Array; // [test rows, classes]
};

/** What one trial became on all rows, apart from when, where and by whom. */
export type FitResult =
  | {
      readonly state: 'fitted';
      readonly model: Digest; // blob
      readonly curves: TrainingCurves;
      readonly cost: number; // multiply-adds of training
      readonly test: TestScore | null; // null: no test rows
    }
  | { readonly state: 'failed'; readonly code: 'DIVERGED'; readonly epoch: number; readonly message: string };

/** Flat but for the scores; what holds arrays in arrays is JSON, the probabilities are a blob. */
type FitFields =
  | {
      readonly state: 'fitted';
      readonly model: Digest;
      readonly cost: number;
      readonly curves: string;
      readonly rows: Digest | null;
      readonly scores: Scores | null;
      readonly f1ByClass: readonly number[];
      readonly confusion: string;
      readonly probabilities: Digest | null; // blob of float32 [test rows, classes]
    }
  | Extract<FitResult, { readonly state: 'failed' }>;

const fitsOf = (store: Store) => collection<FitFields & { readonly digest: Digest }>(store, 'fits');

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const fieldsOfFit = (result: FitResult, probabilities: Digest | null): FitFields => {
  if (result.state === 'failed') {
    const { state, code, epoch, message } = result;
    return { state, code, epoch, message };
  }
  const { state, model, cost, curves, test } = result;
  return {
    state,
    model,
    cost,
    curves: JSON.stringify(curves),
    rows: test?.rows ?? null,
    scores: test?.scores ?? null,
    f1ByClass: test?.f1ByClass ?? [],
    confusion: JSON.stringify(test?.confusion ?? []),
    probabilities,
  };
};

/**
 * Stores a fit's result once, after its blobs (its model is held by the caller); of two different ones the first stands
 * and the second is a mismatch.
 */
export const insertFit = async (
  store: Store,
  key: FitKey,
  result: FitResult,
  by: Finder,
): Promise<'inserted' | 'equal' | 'mismatch'> => {
  const test = result.state === 'failed' ? null : result.test;
  if (test === null) return await insertFields(store, key, fieldsOfFit(result, null), by);
  return await putBlobFor(store, bytesOf(test.probabilities), async (probabilities) => {
    return await insertFields(store, key, fieldsOfFit(result, probabilities), by);
  });
};

const insertFields = async (
  store: Store,
  key: FitKey,
  fields: FitFields,
  by: Finder,
): Promise<'inserted' | 'equal' | 'mismatch'> => {
  const digest = digestOf(fields);
  if ((await insertOnce(fitsOf(store), { _id: key, v: 1, ...fields, digest })) === 'inserted') return 'inserted';
  const stored = await findById(fitsOf(store), key);
  if (stored === null) throw new Error(`fit ${key} was there and is gone`);
  if (stored.digest === digest) return 'equal';
  await insertMismatch(store, { key, stored: stored.digest, found: digest, ...by, at: Date.now() });
  return 'mismatch';
};

const readTest = async (
  store: Store,
  fit: Extract<FitFields, { readonly state: 'fitted' }>,
): Promise<TestScore | null> => {
  const { rows, scores, f1ByClass, confusion, probabilities } = fit;
  if (rows === null || scores === null || probabilities === null) return null;
  const bytes = await getBlob(store, probabilities);
  return {
    rows,
    scores,
    f1ByClass,
    confusion: JSON.parse(confusion) as TestScore['confusion'],
    probabilities: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4),
  };
};

/** @throws {Error} that names the blob, when one is missing or damaged */
export const readFit = async (store: Store, key: FitKey): Promise<FitResult | null> => {
  const document = await findById(fitsOf(store), key);
  if (document === null) return null;
  if (document.state === 'failed') {
    const { state, code, epoch, message } = document;
    return { state, code, epoch, message };
  }
  const { state, model, cost, curves } = document;
  return { state, model, cost, curves: JSON.parse(curves) as TrainingCurves, test: await readTest(store, document) };
};

/** How a fit ended, without its blobs. */
export const readFitState = async (store: Store, key: FitKey): Promise<FitResult['state'] | null> =>
  (await findById(fitsOf(store), key))?.state ?? null;

/** A fit's scores of the test rows; null where it is not there, failed, or had none. */
export const readFitScores = async (
  store: Store,
  key: FitKey,
): Promise<Pick<TestScore, 'scores' | 'f1ByClass'> | null> => {
  const document = await findById(fitsOf(store), key);
  if (document?.state !== 'fitted' || document.scores === null) return null;
  return { scores: document.scores, f1ByClass: document.f1ByClass };
};
