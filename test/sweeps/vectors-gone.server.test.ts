import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { kill, processesOf } from '../chaos/processes.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const more = `split: { folds: 2 }
embedding: { iterations: 4, size: 8 }
model: { units: 12 }
train: { epochs: [20, 120], batch: 16 }`;

describe('word vectors that are gone though the history says that they were trained', () => {
  let home: TestHome;
  let undisturbed = '';
  let file = '';
  beforeAll(async () => {
    home = await openTestHome();
    file = home.grid({ name: 'gone', rows: 600, more });
    const calm = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), 'calm-vectors-gone'),
    });
    await calm.run(['start', file, '--slots', '1']);
    undisturbed = await calm.board('gone');
    await calm.close();
  });
  afterAll(() => home.close());

  it('are trained again by the run that needs them, and the leaderboard is the same', async () => {
    const life = home.sweep('start', file, '--slots', '1');
    const isRun = async () =>
      (await home.attempts('gone').catch(() => [])).some(({ attempt }) => attempt.kind === 'run');
    await eventually(isRun);
    for (const { pid, role } of processesOf(home.home)) if (role === 'cli' || role === 'trainer') kill(pid, 'SIGKILL');
    await life.ended;
    await home.store.db.collection('embeddings').deleteMany({});
    const before = (await home.attempts('gone')).filter(({ attempt }) => attempt.kind === 'embedding').length;

    await home.run(['resume', 'gone', '--slots', '1']);

    const trained = (await home.attempts('gone')).filter(({ attempt }) => attempt.kind === 'embedding');
    expect(trained.length).toBeGreaterThan(before);
    expect(await home.board('gone')).toBe(undisturbed);
  });
});
