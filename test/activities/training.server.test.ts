import { asyncLocalStorage } from '@temporalio/activity';
import type { Context } from '@temporalio/activity';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';

import type { ActivityContext } from '../../activities/context.ts';
import { createExclusion } from '../../activities/exclusion.ts';
import type { RunTask, TrainerEnd } from '../../activities/trainer.ts';
import { createTraining } from '../../activities/training.ts';
import { readAttempts } from '../../store/attempts.ts';
import { insertFold, readFoldHead } from '../../store/folds.ts';
import { createDatabases } from '../store/contract/databases.ts';
import { aFinder, aFold, aFoldKey, aRunKey, aUid } from '../store/contract/samples.ts';

const databases = createDatabases(inject('mongodbUri'));

const asActivity = <Result>(work: () => Promise<Result>): Promise<Result> =>
  asyncLocalStorage.run(
    { heartbeat: () => undefined, cancellationSignal: new AbortController().signal } as unknown as Context,
    work,
  );

/** A worker whose slots train until they are told how it ended; and a job of its. */
const aWorker = async () => {
  const store = await databases.open();
  const ends: ((end: TrainerEnd) => void)[] = [];
  const context = {
    store,
    worker: { id: 'w1', host: 'h1', version: '0.1.0', device: 'cpu' },
    slots: { train: () => new Promise<TrainerEnd>((resolve) => ends.push(resolve)) },
    exclusion: createExclusion(),
    isGone: () => Promise.resolve(false),
    onError: () => undefined,
  } as unknown as ActivityContext;
  const [key, fold] = [aRunKey(1), aFoldKey(1)];
  const job = {
    sweep: aUid('s1'),
    retry: 0,
    owner: 's1:0',
    key,
    prepare: async () =>
      (await readFoldHead(store, fold)) === null ? { task: { kind: 'run' } as RunTask, folds: [fold], what: '' } : null,
    onFailed: () => Promise.resolve(),
  };
  return { store, ends, training: createTraining(context), job, fold };
};

describe('two activities of one worker with the same run', () => {
  it('train one after the other, as when the process was stopped and the first was given up meanwhile', async () => {
    const { store, ends, training, job, fold } = await aWorker();
    const first = asActivity(() => training(job));
    await expect.poll(() => ends.length).toBe(1);
    const second = asActivity(() => training(job));
    await sleep(300); // more than the second needs to look at the store, if nothing holds it back
    await insertFold(store, fold, aFold(), aFinder);
    ends[0]?.({ state: 'finished' });

    expect(await first).toBe('trained');
    expect(await second).toBe('known');
    expect(await readAttempts(store, job.sweep, job.key)).toHaveLength(1);
  });

  it('of two sweeps do not wait for each other: the second gives its slot back at once', async () => {
    const { ends, training, job } = await aWorker();
    const first = asActivity(() => training(job));
    await expect.poll(() => ends.length).toBe(1);

    expect(await asActivity(() => training({ ...job, sweep: aUid('s2'), owner: 's2:0' }))).toBe('waiting');
    ends[0]?.({ state: 'finished' });
    expect(await first).toBe('trained');
  });
});

describe('an attempt', () => {
  it('has an end also where it was found out that the run diverged, and that could not be stored', async () => {
    const { store, ends, training, job } = await aWorker();
    const onDiverged = () => Promise.reject(new Error('no store'));
    const trained = asActivity(() => training({ ...job, onDiverged }));
    await expect.poll(() => ends.length).toBe(1);
    ends[0]?.({ state: 'diverged', epoch: 2, message: 'NaN' });

    await expect(trained).rejects.toThrow('no store');
    const attempts = await readAttempts(store, job.sweep, job.key);
    expect(attempts.map(({ end }) => end?.outcome)).toEqual(['failed']);
  });

  it('that cannot begin keeps nobody else from it', async () => {
    const { ends, training, job } = await aWorker();
    const prepare = () => Promise.reject(new Error('no store'));
    await expect(asActivity(() => training({ ...job, prepare }))).rejects.toThrow('no store');

    const other = asActivity(() => training({ ...job, sweep: aUid('s2'), owner: 's2:0' }));
    await expect.poll(() => ends.length, { timeout: 5_000 }).toBe(1);
    ends[0]?.({ state: 'finished' });
    expect(await other).toBe('trained');
  });
});
