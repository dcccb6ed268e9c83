import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { readMismatches } from '../../store/mismatches.ts';
import { readWorkers } from '../../store/workers.ts';
import { kill, processesOf } from '../chaos/processes.ts';
import { foldsTrainedAgain } from '../chaos/trained-again.ts';
import { longRun } from './campus-grid.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

describe('processes that are stopped for longer than a heartbeat may be late', () => {
  let home: TestHome;
  const grids = new Map<string, { readonly file: string; readonly board: string }>();
  beforeAll(async () => {
    home = await openTestHome();
    const calm = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), 'calm-stopped'),
    });
    for (const [name, units] of [
      ['trainer', 33],
      ['worker', 31],
    ] as const) {
      const file = home.grid({ name, rows: 1_600, more: longRun(units, 300) });
      await calm.run(['start', file, '--slots', '1']);
      grids.set(name, { file, board: await calm.board(name) });
    }
    await calm.close();
  });
  afterAll(() => home.close());

  const gridOf = (name: string) => grids.get(name) as { readonly file: string; readonly board: string };
  const trains = (name: string): Promise<number> =>
    eventually(async () => {
      const { live } = await readWorkers(home.store);
      const { uid } = await home.find(name).catch(() => ({ uid: null }));
      const busy = live.find(({ slots }) => slots.some((slot) => slot.sweep === uid && uid !== null && slot.done > 0));
      return busy?.pid;
    });
  const heldOnce = async (name: string): Promise<void> => {
    expect(await home.board(name)).toBe(gridOf(name).board);
    expect(await readMismatches(home.store, (await home.find(name)).uid)).toEqual([]);
    expect((await foldsTrainedAgain(home.home, name)).folds).toBe(2);
  };

  it('a trainer that was stopped and goes on gives exactly one result', async () => {
    const life = home.sweep('start', gridOf('trainer').file, '--slots', '2');
    await trains('trainer');
    const trainers = processesOf(home.home).filter(({ role }) => role === 'trainer');
    for (const { pid } of trainers) kill(pid, 'SIGSTOP');
    await eventually(async () => (await home.attempts('trainer')).length > 1);
    for (const { pid } of trainers) kill(pid, 'SIGCONT');

    expect((await life.ended).code).toBe(0);
    await heldOnce('trainer');
    const ends = (await home.attempts('trainer')).map(({ end }) => end);
    expect(ends.every((end) => end?.ownDeath !== true)).toBe(true);
  });

  it('a worker that was stopped and goes on, while another took over, gives exactly one result', async () => {
    const workers = [home.sweep('worker', '--slots', '1'), home.sweep('worker', '--slots', '1')];
    const life = home.sweep('start', gridOf('worker').file, '--slots', '0');
    const stopped = await trains('worker');
    kill(stopped, 'SIGSTOP');
    await eventually(async () => (await home.attempts('worker')).length > 1);
    kill(stopped, 'SIGCONT');

    expect((await life.ended).code).toBe(0);
    await heldOnce('worker');
    const by = (await home.attempts('worker')).map(({ attempt }) => attempt.worker);
    expect(new Set(by).size).toBe(2);
    for (const { child } of workers) child.kill('SIGINT');
    expect((await Promise.all(workers.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([130, 130]);
  });
});
