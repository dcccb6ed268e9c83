import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { ApplicationFailure, Context } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { noFolds } from '../../core/messages.ts';
import type { ControlActivities, SweepInput, SweepUid, TrainActivities, Wishes } from '../../core/messages.ts';

/** A sweep of one run, whose activities only answer: training goes on until it is called off. */
const createWorld = () => {
  let wishes: Wishes = { wish: 'run', edition: 0, retry: 0, seen: 1 };
  let trainings = 0;
  let published = 0;
  let finish = false;
  let lost = true; // the first worker that looks is killed
  const lose = async (): Promise<never> => {
    lost = false;
    return await Context.current().cancelled; // says nothing any more
  };
  const control: ControlActivities = {
    readWishes: async () => wishes,
    findEmbeddings: async () => ({ embeddings: [0], next: null }),
    findMissing: async () => {
      if (lost) await lose();
      const [runs, scored] = finish ? [[], []] : [[0], [0]];
      return { runs, scored, untrained: [], counts: noFolds, next: null, width: 1, scopes: 'none', splits: 1 };
    },
    recordProgress: async () => undefined,
    publishLeaderboard: async () => (++published < 2 ? 'missing' : 'published'),
  };
  const train: Pick<TrainActivities, 'trainRun'> = {
    trainRun: async () => {
      trainings++;
      const { cancelled, heartbeat } = Context.current();
      const beat = setInterval(() => heartbeat(), 200);
      try {
        if (!finish) await cancelled.catch(() => undefined);
        if (finish) return { state: 'trained', counts: noFolds, width: 1 };
        await sleep(1_500); // saves its checkpoint
        return await cancelled;
      } finally {
        clearInterval(beat);
      }
    },
  };
  const ask = (wish: Wishes['wish']): void => void (wishes = { ...wishes, wish, seen: wishes.seen + 1 });
  return {
    activities: { ...control, ...train },
    ask,
    end: () => void (finish = true),
    found: () => void (lost = false), // by a worker that is not killed
    trainings: () => trainings,
    published: () => published,
  };
};

describe('the workflow of a sweep', () => {
  let native: NativeConnection;
  let connection: Connection;
  beforeAll(async () => {
    native = await NativeConnection.connect({ address: inject('temporalAddress') });
    connection = await Connection.connect({ address: inject('temporalAddress') });
  });
  afterAll(async () => {
    await native.close();
    await connection.close();
  });

  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await sleep(50);
  };

  it('goes on when a worker is lost, hears a resume while a stop hands runs back, pauses before it looks again', async () => {
    const world = createWorld();
    const queue = `sweep-${randomUUID()}`;
    const worker = await Worker.create({
      connection: native,
      namespace: inject('temporalNamespace'),
      taskQueue: queue,
      workflowBundle: { codePath: 'dist/workflows/bundle.js' },
      activities: world.activities,
      maxHeartbeatThrottleInterval: '200ms',
    });
    const client = new Client({ connection, namespace: inject('temporalNamespace') });
    const input: SweepInput = { store: queue, sweep: 'u' as SweepUid, name: 'one', trainQueue: queue, from: 0 };
    await worker.runUntil(async () => {
      const handle = await client.workflow.start('sweepWorkflow', {
        workflowId: queue,
        taskQueue: queue,
        args: [input],
      });
      const started = Date.now();
      await until(() => world.trainings() === 1);
      expect(Date.now() - started).toBeLessThan(20_000);
      world.ask('stop');
      await handle.signal('wake');
      await sleep(700); // the stop has been read, the run is being handed back

      world.ask('run');
      await handle.signal('wake');

      await until(() => world.trainings() === 2);
      world.ask('stop');
      await handle.signal('wake');
      await sleep(700);
      world.end();
      world.ask('run');
      await handle.signal('wake');
      await until(() => world.published() === 1);
      const from = Date.now();
      expect(await handle.result()).toBe('done');
      expect(Date.now() - from).toBeGreaterThan(4_000);
    });
  }, 60_000);

  it('fails when an activity gives up on a sweep that is gone; whoever wakes it again starts it anew', async () => {
    const world = createWorld();
    world.end();
    let isThere = false;
    const findMissing: ControlActivities['findMissing'] = async (input) => {
      if (!isThere) throw ApplicationFailure.nonRetryable('sweep u is not in this store');
      return await world.activities.findMissing(input);
    };
    world.found();
    const queue = `sweep-${randomUUID()}`;
    const worker = await Worker.create({
      connection: native,
      namespace: inject('temporalNamespace'),
      taskQueue: queue,
      workflowBundle: { codePath: 'dist/workflows/bundle.js' },
      activities: { ...world.activities, findMissing },
    });
    const client = new Client({ connection, namespace: inject('temporalNamespace') });
    const input: SweepInput = { store: queue, sweep: 'u' as SweepUid, name: 'one', trainQueue: queue, from: 0 };
    const wake = () =>
      client.workflow.signalWithStart('sweepWorkflow', {
        workflowId: queue,
        taskQueue: queue,
        args: [input],
        signal: 'wake',
        signalArgs: [],
      });
    await worker.runUntil(async () => {
      const failure: unknown = await (await wake()).result().catch((error: unknown) => error);
      isThere = true;

      expect(await (await wake()).result()).toBe('done');
      const causes: string[] = [];
      for (let at = failure; at instanceof Error; at = at.cause) causes.push(at.message);
      expect(causes).toContain('sweep u is not in this store');
    });
  }, 60_000);
});
