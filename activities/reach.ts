import { setImmediate as breathe } from 'node:timers/promises';

import type { Digest } from '../core/canonical.ts';
import type { EmbeddingKey, FitKey, RunKey } from '../core/keys.ts';
import type { SweepUid } from '../core/messages.ts';
import type { FoldKey } from '../core/results.ts';
import { nextEmbedding, nextModel, runCell } from '../core/space.ts';
import type { Trial } from '../core/space.ts';
import type { Prepared, Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { readSweep } from '../store/sweeps.ts';
import { runsOf } from './decide.ts';
import { fitOf } from './plan-fit.ts';
import { createPlan, embeddingKeyOf, scopesOf } from './plan.ts';
import type { Plan } from './plan.ts';

/** Something that a sweep leads to, whether it is stored yet or not; a sweep may lead to the same thing twice. */
export type Reached =
  | { readonly kind: 'blob'; readonly digest: Digest }
  | { readonly kind: 'embedding'; readonly key: EmbeddingKey }
  | { readonly kind: 'run'; readonly key: RunKey; readonly folds: readonly FoldKey[] } // ascending epochs
  | { readonly kind: 'fit'; readonly key: FitKey };

const blobsOf = (prepared: Prepared): readonly Digest[] => [
  prepared.splits,
  ...prepared.corpora.map(({ digest }) => digest),
  ...prepared.lists,
  ...prepared.vectors.map(({ blob }) => blob),
  ...prepared.outside.map(({ digest }) => digest),
  ...(prepared.test?.corpora ?? []),
];

function* embeddingsOf(plan: Plan, trial: Trial): Generator<Reached> {
  const scopes = scopesOf(plan, trial);
  if (scopes === 'none') return;
  for (let split = 0; split < (scopes === 'all' ? 1 : plan.space.splits); split++) {
    const key = embeddingKeyOf(plan, trial, split);
    if (key !== null) yield { kind: 'embedding', key };
  }
  const { vectors } = fitOf(plan, trial);
  if (vectors !== null) yield { kind: 'embedding', key: vectors };
}

/** All that one edition of a sweep leads to: blobs, then embedding by embedding its vectors, runs and fits. */
export function* reachOfEdition(sweep: Sweep): Generator<Reached> {
  const plan = createPlan(sweep);
  const { space } = plan;
  for (const digest of blobsOf(sweep.prepared)) yield { kind: 'blob', digest };
  for (let e = nextEmbedding(space, 0); e !== null; e = nextEmbedding(space, e + 1)) {
    const first = nextModel(space, e, 0);
    const [trial] = first === null ? [] : runCell(space, e, first).trials;
    if (trial !== undefined) yield* embeddingsOf(plan, trial);
    for (let m = first; m !== null; m = nextModel(space, e, m + 1)) {
      const runs = runsOf(plan, e, m);
      for (const { key, folds } of runs) yield { kind: 'run', key, folds: folds.map((fold) => fold.key) };
      for (const { trial: each } of runs[0]?.folds ?? []) yield { kind: 'fit', key: fitOf(plan, each).key };
    }
  }
}

/** A sweep with the grid that it had in each of its editions, the first one first. */
export async function* editionsOf(store: Store, uid: SweepUid): AsyncGenerator<Sweep> {
  for (let edition = 0; ; edition++) {
    const sweep = await readSweep(store, uid, edition);
    if (sweep === null) return;
    yield sweep;
  }
}

const breatheEveryMs = 20;

/** The same, with pauses in which other work of this process goes on. */
export async function* reachOfSweep(sweep: Sweep): AsyncGenerator<Reached> {
  let from = performance.now();
  for (const reached of reachOfEdition(sweep)) {
    yield reached;
    if (performance.now() - from < breatheEveryMs) continue;
    await breathe();
    from = performance.now();
  }
}

/**
 * All that a sweep leads to in the store over all its editions, cells taken out included: made by arithmetic from its
 * document, one at a time, so that a million folds take no memory. Blobs of word vectors and of fitted models are named
 * by the documents of those alone (see `store/places.ts`).
 */
export async function* reachOf(store: Store, uid: SweepUid): AsyncGenerator<Reached> {
  for await (const sweep of editionsOf(store, uid)) yield* reachOfSweep(sweep);
}
