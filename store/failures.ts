import type { TrialHash } from '../core/results.ts';
import type { EmbeddingKey, FitKey, MachineFailure, SweepUid } from './documents.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';

type FailureFields = MachineFailure & { readonly sweep: string };

const failuresOf = (store: Store) => collection<FailureFields>(store, 'failures');

/** Splits count from 0 here, as everywhere but on a screen. */
export const foldFailureId = (uid: SweepUid, trial: TrialHash, split: number, retry: number): string =>
  `${uid}:${trial}:${split}:${retry}`;

export const embeddingFailureId = (uid: SweepUid, key: EmbeddingKey, retry: number): string =>
  `${uid}:embedding:${key}:${retry}`;

/** Of a fit or the word vectors that it starts from; `retry` counts the fits that a machine has failed before. */
export const fitFailureId = (uid: SweepUid, key: FitKey, retry: number): string => `${uid}:fit:${key}:${retry}`;

/** Records a failure that depends on the machine; the first record stands. */
export const insertFailure = async (
  store: Store,
  id: string,
  { code, message }: MachineFailure,
): Promise<'inserted' | 'exists'> =>
  await insertOnce(failuresOf(store), { _id: id, v: 1, sweep: id.slice(0, id.indexOf(':')), code, message });

export const readFailure = async (store: Store, id: string): Promise<MachineFailure | null> => {
  const document = await findById(failuresOf(store), id);
  return document === null ? null : { code: document.code, message: document.message };
};
