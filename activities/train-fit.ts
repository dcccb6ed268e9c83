import type { Digest } from '../core/canonical.ts';
import type { EmbeddingOutcome, FitOutcome, TrainFitInput } from '../core/messages.ts';
import { shortId } from '../scoring/short-id.ts';
import { putBlobFor } from '../store/blobs.ts';
import type { MachineFailure } from '../store/documents.ts';
import { readEmbedding } from '../store/embeddings.ts';
import { fitFailureId, insertFailure } from '../store/failures.ts';
import { insertFit, readFit } from '../store/fits.ts';
import { insertLook } from '../store/looks.ts';
import { insertTiming } from '../store/timings.ts';
import { databaseNow } from '../store/workers.ts';
import type { ActivityContext } from './context.ts';
import { patiently } from './patiently.ts';
import { planFit } from './plan-fit.ts';
import type { FitPlan } from './plan-fit.ts';
import { fileVectorsOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { digitsOf } from './ranking.ts';
import { createTrainVectors } from './train-vectors.ts';
import type { TrainedFit } from './trainer.ts';
import { createTraining } from './training.ts';

/** What a fit stores: the look before its test rows are scored, then its result. */
const createResults = (context: ActivityContext, plan: Plan, { trial, key }: FitPlan) => {
  const { store, worker } = context;
  const { uid, name, prepared } = plan.sweep;
  const by = { sweep: uid, worker: worker.id, version: worker.version };
  const look = async (): Promise<void> => {
    const rows = prepared.test?.rowsDigest;
    if (rows === undefined) throw new Error(`fit ${key} asks for test rows that sweep ${uid} lacks`);
    const id = shortId(trial.hash, digitsOf(plan));
    const at = await databaseNow(store);
    await insertLook(store, { rows, fit: key, sweep: uid, sweepName: name, id, trial: trial.name, at });
  };
  const storeFit = async ({ model, test, curves, cost, seconds }: TrainedFit): Promise<void> => {
    const rows = prepared.test?.rowsDigest ?? null;
    const timing = { seconds, worker: worker.id, host: worker.host, finishedAt: Date.now(), rate: cost / seconds };
    const scored = test === null || rows === null ? null : { ...test, rows };
    await insertTiming(store, key, timing);
    await putBlobFor(store, model, (blob) =>
      insertFit(store, key, { state: 'fitted', model: blob, curves, cost, test: scored }, by),
    );
  };
  const storeDivergence = ({ epoch, message }: { readonly epoch: number; readonly message: string }) =>
    insertFit(store, key, { state: 'failed', code: 'DIVERGED', epoch, message }, by);
  return { look, storeFit, storeDivergence };
};

/** Trains one trial on all rows and scores the test rows; each part is stored once and safe to run twice. */
export const createTrainFit = (context: ActivityContext) => {
  const { store } = context;
  const training = createTraining(context);
  const trainVectors = createTrainVectors(context);
  const open = async ({ sweep, trial, retry, edition = 0 }: TrainFitInput) => {
    const plan = await context.readPlan(sweep, edition);
    const fit = planFit(plan, trial);
    const onFailed = (failure: MachineFailure) => insertFailure(store, fitFailureId(sweep, fit.key, retry), failure);
    const owner = `${sweep}:fit:${edition}:${trial}`;
    return {
      plan,
      fit,
      job: { retry, owner, onFailed: async (failure: MachineFailure) => void (await onFailed(failure)) },
    };
  };

  const trainFitVectors = async (input: TrainFitInput): Promise<EmbeddingOutcome> => {
    const { plan, fit, job } = await open(input);
    if (fit.vectors === null) return { state: 'known' };
    return { state: await trainVectors({ ...job, plan, trial: fit.trial, key: fit.vectors, split: null }) };
  };

  const trainFit = async (input: TrainFitInput): Promise<FitOutcome> => {
    const { plan, fit, job } = await open(input);
    const { trial, key, corpus, test } = fit;
    const results = createResults(context, plan, fit);
    let areGone = false; // the vectors: the database was set back since the workflow had them trained
    const vectorsOf = async (): Promise<Digest | 'gone' | null> => {
      const ofFile = fileVectorsOf(plan, trial);
      if (ofFile !== null) return ofFile.blob;
      if (fit.vectors === null) return null;
      return (await readEmbedding(store, fit.vectors))?.blob ?? 'gone';
    };
    const whole = {
      ...job,
      sweep: input.sweep,
      key,
      prepare: async () => {
        if ((await readFit(store, key)) !== null) return null;
        const vectors = await vectorsOf();
        areGone = vectors === 'gone';
        if (vectors === 'gone') return null;
        const task = { kind: 'fit', corpus, test, vectors, cell: trial.cell } as const;
        return { task, folds: [], what: `fit of ${trial.name}` };
      },
      onTrained: () => patiently(results.look),
      onFit: (trained: TrainedFit) => patiently(() => results.storeFit(trained)),
      onDiverged: async (end: Parameters<typeof results.storeDivergence>[0]) =>
        void (await patiently(() => results.storeDivergence(end))),
    };
    const first = await training(whole);
    if (areGone) {
      const { state } = await trainFitVectors(input);
      if (state === 'waiting' || state === 'failed') return { state };
    }
    const state = areGone ? await training(whole) : first;
    if (areGone) throw new Error(`the word vectors of fit ${key} are not in the store`);
    return { state };
  };
  return { trainFit, trainFitVectors };
};
