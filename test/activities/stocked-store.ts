import { createPlan, embeddingKeyOf } from '../../activities/plan.ts';
import { planFit } from '../../activities/plan-fit.ts';
import { reachOfEdition } from '../../activities/reach.ts';
import { digestOf } from '../../core/canonical.ts';
import type { SweepUid } from '../../core/messages.ts';
import { runCell } from '../../core/space.ts';
import { endAttempt, insertAttempt } from '../../store/attempts.ts';
import { putBlob } from '../../store/blobs.ts';
import { saveCheckpoint } from '../../store/checkpoints.ts';
import { claim } from '../../store/claims.ts';
import type { Sweep } from '../../store/documents.ts';
import { insertEmbedding } from '../../store/embeddings.ts';
import { foldFailureId, insertFailure } from '../../store/failures.ts';
import { insertFit } from '../../store/fits.ts';
import { insertFold } from '../../store/folds.ts';
import { insertLook } from '../../store/looks.ts';
import { insertMark } from '../../store/marks.ts';
import type { Store } from '../../store/open-store.ts';
import { replaceProgress } from '../../store/progress.ts';
import { publishRanking } from '../../store/rankings.ts';
import { insertRequest } from '../../store/requests.ts';
import { insertRow } from '../../store/rows.ts';
import { insertSweep } from '../../store/sweeps.ts';
import { insertTiming } from '../../store/timings.ts';
import { aGrid } from '../core/grids.ts';
import { aSweep } from '../store/contract/sample-sweep.ts';
import { aFinder, aFold, anAttempt, aRow, aTrialHash } from '../store/contract/samples.ts';

const folds = ['a', 'b', 'c', 'd', 'e'];
const bytesOf = (text: string): Uint8Array => Buffer.from(text.repeat(50));

/** A sweep over some units, whose blobs are in the store; sweeps that share units share folds. */
export const stockSweep = async (store: Store, name: string, units: readonly number[]): Promise<Sweep> => {
  const { prepared } = aSweep();
  return aSweep({
    uid: `${name}x1` as SweepUid,
    name,
    grid: aGrid([{ path: 'model.units', values: units }], { name }),
    prepared: {
      ...prepared,
      corpora: [
        {
          digest: await putBlob(store, bytesOf('corpus')),
          texts: digestOf('texts'),
          trainingTexts: folds.map((fold) => digestOf(fold)),
          tokens: 100,
        },
      ],
      lists: [await putBlob(store, bytesOf(`lists of ${name}`))],
      splits: await putBlob(store, bytesOf('splits')),
      splitDigests: folds.map((fold) => digestOf(fold)),
    },
  });
};

const timing = { seconds: 1, worker: 'w1', host: 'h1', finishedAt: 0, rate: 1 };

/** Stores everything that a sweep comes to: folds, word vectors, a fit, rows, marks, attempts, and what kills leave. */
export const runSweep = async (store: Store, sweep: Sweep): Promise<void> => {
  const { uid, name } = sweep;
  const plan = createPlan(sweep);
  for (const reached of reachOfEdition(sweep)) {
    if (reached.kind !== 'run') continue;
    for (const key of reached.folds) {
      await insertFold(store, key, aFold(), aFinder);
      await insertTiming(store, key, timing);
    }
    const attempt = await insertAttempt(store, anAttempt({ sweep: uid, key: reached.key }));
    await saveCheckpoint(store, reached.key, { attempt, step: 30, bytes: bytesOf('checkpoint') }); // left by a kill
    await endAttempt(store, attempt, {
      outcome: 'trained',
      ownDeath: false,
      outOfMemory: false,
      cause: '',
      step: 30,
      again: [],
      seconds: 1,
      endedAt: 1,
    });
    await claim(store, reached.key, { worker: 'gone', owner: uid, isGone: () => Promise.resolve(true) });
  }
  const [trial] = runCell(plan.space, 0, 0).trials;
  for (const split of folds.keys()) {
    const blob = await putBlob(store, bytesOf(`vectors of ${folds[split]}`));
    const key = embeddingKeyOf(plan, trial as never, split);
    await insertEmbedding(store, key as never, { blob, words: 3, size: 4 }, aFinder);
  }
  const fit = planFit(plan, plan.space.trials - 1);
  const model = await putBlob(store, bytesOf(`model of ${fit.key}`));
  await insertFit(
    store,
    fit.key,
    { state: 'fitted', model, cost: 1, curves: { loss: [1], accuracy: [1] }, test: null },
    aFinder,
  );
  const rows = digestOf('test rows');
  const shown = { sweepName: name, id: 't1', trial: 'default', at: 1 };
  await insertLook(store, { rows, fit: fit.key, sweep: uid, ...shown });
  for (const at of [0, 1]) await insertRow(store, uid, aRow(at), 0);
  await replaceProgress(store, uid, { embedding: 0, done: 1, failed: 0, reused: 0, edition: 0, retry: 0 });
  await insertMark(store, `${uid}:page:0:0:0:0`, { done: 1, failed: 0 });
  await insertRequest(store, uid, 'start', 1);
  await insertFailure(store, foldFailureId(uid, aTrialHash(1), 0, 0), { code: 'CRASHED', message: 'it did' });
  await publishRanking(store, uid, 0, 0, [{ id: 't1' }], async () => null);
  await insertSweep(store, sweep);
};
