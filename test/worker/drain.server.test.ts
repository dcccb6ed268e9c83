import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { shutdownMs } from '../../core/timeouts.ts';
import { readWorkers } from '../../store/workers.ts';
import { parentOf, processesOf } from '../chaos/processes.ts';
import { sweep } from '../chaos/sweep-process.ts';
import { longRun } from '../sweeps/campus-grid.ts';
import { databaseNamed, eventually, openTestHome } from '../sweeps/test-home.ts';
import type { TestHome } from '../sweeps/test-home.ts';

/** What a batch of it takes is a second or so: the longest that anybody waits before a wish is heard. */
const slowBatches = `split: { holdout: 0.2 }
embedding: { kind: random, size: 300 }
model: { units: 128 }
train: { epochs: 40, batch: 512 }`;

describe.each([
  ['of many short batches', longRun(32, 500)],
  ['of few long batches', slowBatches],
])('a worker that trains a fold %s, ended by SIGTERM', (what, more) => {
  let home: TestHome;
  const shared = () => ({
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    MONGODB_URI: databaseNamed(inject('mongodbUri'), `drain${what.length}`),
  });
  const startWorker = () => sweep(home.home, ['worker', '--slots', '1'], shared());
  beforeAll(async () => (home = await openTestHome(shared())));
  afterAll(() => home.close());

  it('hands its checkpoint over within ten seconds, and another one goes on from there', async () => {
    const trainedBeyond = (step: number) =>
      eventually(async () => {
        const { live } = await readWorkers(home.store);
        return live.some(({ slots }) => slots.some(({ state, done }) => state === 'run' && done > step));
      });
    const trainersOf = (pid: number | undefined) => processesOf(home.home).filter((each) => parentOf(each.pid) === pid);
    const started = home.sweep('start', home.grid({ name: 'drained', rows: 1_600, more }), '--slots', '0');
    const first = startWorker();
    await trainedBeyond(2);
    const trainers = trainersOf(first.child.pid);
    const from = performance.now();
    first.child.kill('SIGTERM');
    const { code, err } = await first.ended;
    const ms = performance.now() - from;
    const left = processesOf(home.home).filter(({ role }) => role === 'trainer');
    const [attempt] = await home.attempts('drained');
    const { live } = await readWorkers(home.store);
    const second = startWorker();
    await trainedBeyond(attempt?.end?.step ?? Infinity);
    const [, next] = await home.attempts('drained');
    second.child.kill('SIGTERM');
    started.child.kill('SIGTERM');
    await Promise.all([second.ended, started.ended]);

    expect(ms).toBeLessThan(shutdownMs);
    expect(code).toBe(130);
    expect(err).toMatch(/^Handed everything back\.$/m);
    expect(trainers).toHaveLength(1);
    expect(left).toEqual([]);
    expect(live.filter(({ slots }) => slots.length > 0)).toEqual([]);
    expect(attempt?.end).toMatchObject({ outcome: 'stopped', ownDeath: false });
    expect(attempt?.end?.step).toBeGreaterThan(0);
    expect(next?.attempt.fromStep).toBe(attempt?.end?.step);
  });
});
