import { afterAll, describe, expect, inject, it } from 'vitest';

import { chaosGrid } from '../chaos/grids.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

describe('one grid on one slot, on two, and on two worker processes', () => {
  const homes: TestHome[] = [];
  const shared = async (name: string): Promise<TestHome> => {
    const home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), name),
    });
    homes.push(home);
    return home;
  };
  afterAll(() => Promise.all(homes.map((home) => home.close())));
  const boards: string[] = [];

  it.each([1, 2])('is trained on --slots %i', async (slots) => {
    const home = await shared(`slots${slots}`);
    const { err } = await home.run(['start', chaosGrid(home.folder), '--slots', String(slots)]);

    expect(err).toContain('chaos running');
    boards.push(await home.board('chaos'));
  });

  it('is trained by two worker processes that share two servers, for a start that trains nothing', async () => {
    const home = await shared('workers');
    const workers = [home.sweep('worker', '--slots', '1'), home.sweep('worker', '--slots', '1')];
    const { err } = await home.run(['start', chaosGrid(home.folder)]);
    boards.push(await home.board('chaos'));
    const trainedBy = (await home.attempts('chaos')).map(({ attempt }) => attempt.worker);
    for (const { child } of workers) child.kill('SIGTERM');
    const ended = await Promise.all(workers.map((worker) => worker.ended));

    expect(err).toContain('32/32 folds');
    expect(new Set(trainedBy).size).toBe(2);
    expect(ended.map(({ code }) => code)).toEqual([130, 130]);
    for (const each of ended) {
      expect(each.err).toMatch(/^Worker \S+ serves 1 slots of the database of MONGODB_URI with wasm\./m);
      expect(each.err).toContain('Handed everything back.');
    }
  });

  it('goes on with the workers that are left when start is interrupted, and says so', async () => {
    const home = await shared('left');
    const worker = home.sweep('worker', '--slots', '1');
    await eventually(async () => worker.err().includes('serves 1 slots'));
    const life = home.sweep('start', chaosGrid(home.folder), '--slots', '1');
    await eventually(async () => (await home.attempts('chaos').catch(() => [])).length > 3);
    life.child.kill('SIGINT');
    const { code, err } = await life.ended;
    await eventually(async () => (await home.state('chaos')).state === 'done');
    boards.push(await home.board('chaos'));
    worker.child.kill('SIGINT');
    await worker.ended;

    expect(code).toBe(130);
    expect(err).toContain('Stopped training here; 1 worker goes on. Watch: sweep status chaos --watch');
  });

  it('has the same leaderboard, byte for byte, each time', () => {
    expect(boards).toHaveLength(4);
    expect(JSON.parse(boards[0] as string)).toMatchObject({ state: 'done', trials: { total: 8, done: 8, failed: 0 } });
    expect(new Set(boards).size).toBe(1);
  });
});
