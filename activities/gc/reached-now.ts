import type { Digest } from '../../core/canonical.ts';
import type { SweepUid } from '../../core/messages.ts';
import type { FoldKey } from '../../core/results.ts';
import { readEdition } from '../../store/amendments.ts';
import { lookUps, mapConcurrently } from '../../store/concurrently.ts';
import type { Sweep } from '../../store/documents.ts';
import { readFoldHead } from '../../store/folds.ts';
import { readHolds } from '../../store/holds.ts';
import type { Store } from '../../store/open-store.ts';
import { collection } from '../../store/stored.ts';
import { hasSweep, listNames } from '../../store/sweeps.ts';
import { createDigestSet } from '../digest-set.ts';
import { reachOf, reachOfSweep } from '../reach.ts';
import type { Reached } from '../reach.ts';

/** All that some sweep leads to, as of the last look. */
export type ReachedNow = {
  readonly isSweep: (uid: SweepUid) => boolean;
  readonly hasKey: (key: Digest) => boolean;
  readonly hasBlob: (digest: Digest) => boolean;
  /** Whether a run that had a checkpoint at the first look has stored all its folds. */
  readonly isFinishedRun: (key: Digest) => boolean;
  /** Takes up sweeps, amendments and holds that came since; false where there were none, and nothing took long. */
  readonly lookAgain: () => Promise<'nothing new' | 'new'>;
  /** Walks through what `lookAgain` found. */
  readonly walk: () => Promise<void>;
  /** Takes up the blobs that stored word vectors and fits lead to. */
  readonly readBlobs: () => Promise<void>;
};

/** Sweeps that have a name, and those that are about to get one. Without either, a sweep is forgotten. */
const readKnown = async (store: Store) => {
  const holds = await readHolds(store); // first, for whoever lets go of a hold has inserted the name before
  return { holds, named: (await listNames(store)).map(({ uid }) => uid) };
};

/** What is stored under another name than ours is somebody else's, and stays. */
const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

type Pointer = { readonly blob?: Digest; readonly model?: Digest; readonly probabilities?: Digest | null };

export const createReachedNow = async (store: Store, checkpoints: ReadonlySet<string>): Promise<ReachedNow> => {
  const keys = createDigestSet();
  const blobs = createDigestSet();
  const finished = new Map<string, boolean>(); // of runs with a checkpoint: whether all folds are stored
  const walked = new Set<string>(); // sweeps by uid and edition, holds by id
  let sweeps = new Set<SweepUid>();
  let held = new Set<Digest>();
  let waiting: readonly (() => Promise<void>)[] = [];

  const isMissing = async (folds: readonly FoldKey[]): Promise<boolean> => {
    for (const key of folds) if ((await readFoldHead(store, key)) === null) return true;
    return false;
  };
  const take = async (reached: Reached): Promise<void> => {
    switch (reached.kind) {
      case 'blob':
        return void blobs.add(reached.digest);
      case 'embedding':
      case 'fit':
        return void keys.add(reached.key);
      case 'run':
        keys.add(reached.key);
        for (const key of reached.folds) keys.add(key);
        if (checkpoints.has(reached.key) && finished.get(reached.key) !== false)
          finished.set(reached.key, !(await isMissing(reached.folds)));
        return;
      default:
        return reached satisfies never;
    }
  };
  const walkSweep = (uid: SweepUid) => async (): Promise<void> => {
    for await (const reached of reachOf(store, uid)) await take(reached);
  };
  const walkHeld = (sweep: Sweep) => async (): Promise<void> => {
    for await (const reached of reachOfSweep(sweep)) await take(reached);
  };
  const lookAgain = async (): Promise<'nothing new' | 'new'> => {
    const { named, holds } = await readKnown(store);
    const found: (() => Promise<void>)[] = [];
    const once = (id: string, walk: () => Promise<void>): void => {
      if (!walked.has(id)) found.push(walk);
      walked.add(id);
    };
    sweeps = new Set(named);
    held = new Set();
    for (const [id, hold] of holds) {
      if (hold.kind === 'blobs') for (const digest of hold.digests) held.add(digest);
      if (hold.kind !== 'sweep') continue;
      sweeps.add(hold.sweep.uid);
      once(`hold ${id}`, walkHeld(hold.sweep));
    }
    const there = await mapConcurrently([...sweeps], lookUps, async (uid) => ({
      uid,
      edition: (await hasSweep(store, uid)) ? await readEdition(store, uid) : null, // null: held, and not inserted yet
    }));
    for (const { uid, edition } of there) if (edition !== null) once(`${uid}:${edition}`, walkSweep(uid));
    waiting = [...waiting, ...found];
    return waiting.length === 0 ? 'nothing new' : 'new';
  };
  const walk = async (): Promise<void> => {
    for (const each of waiting) await each();
    waiting = [];
  };
  const readBlobs = async (): Promise<void> => {
    for (const name of ['embeddings', 'fits']) {
      for await (const { _id, blob, model, probabilities } of collection<Pointer>(store, name).find()) {
        if (!keys.has(_id)) continue;
        for (const digest of [blob, model, probabilities]) if (digest) blobs.add(digest);
      }
    }
  };
  await lookAgain();
  await walk();
  return {
    isSweep: (uid) => sweeps.has(uid),
    hasKey: (key) => !isDigest(key) || keys.has(key),
    hasBlob: (digest) => !isDigest(digest) || held.has(digest) || blobs.has(digest),
    isFinishedRun: (key) => finished.get(key) === true,
    lookAgain,
    walk,
    readBlobs,
  };
};
