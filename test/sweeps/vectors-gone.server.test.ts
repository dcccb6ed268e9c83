import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { Attempt } from '../../store/documents.ts';
import { kill, processesOf } from '../chaos/processes.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const more = `split: { folds: 2 }
embedding: { iterations: 4, size: 8 }
model: { units: 12 }
train: { epochs: [20, 120], batch: 16 }`;

const modelOf = ({ folder }: TestHome): string => join(folder, 'model');

describe('word vectors that are gone though the history says that they were trained', () => {
  let home: TestHome;
  let undisturbed = '';
  let weights = Buffer.alloc(0);
  let file = '';
  const fit = (of: TestHome) => ['fit', 'gone', '--trial', '1', '--out', modelOf(of), '--slots', '1'];
  beforeAll(async () => {
    home = await openTestHome();
    file = home.grid({ name: 'gone', rows: 600, more });
    const calm = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), 'calm-vectors-gone'),
    });
    await calm.run(['start', file, '--slots', '1']);
    undisturbed = await calm.board('gone');
    await calm.run(fit(calm));
    weights = readFileSync(join(modelOf(calm), 'weights.safetensors'));
    await calm.close();
  });
  afterAll(() => home.close());

  /** Begins something, kills it once an attempt of that kind has begun, and takes all word vectors away. */
  const cutOff = async (kind: Attempt['kind'], args: readonly string[]): Promise<number> => {
    const life = home.sweep(...args);
    await eventually(async () =>
      (await home.attempts('gone').catch(() => [])).some(({ attempt }) => attempt.kind === kind),
    );
    for (const { pid, role } of processesOf(home.home)) if (role === 'cli' || role === 'trainer') kill(pid, 'SIGKILL');
    await life.ended;
    await home.store.db.collection('embeddings').deleteMany({});
    return await trained();
  };
  const trained = async (): Promise<number> =>
    (await home.attempts('gone')).filter(({ attempt }) => attempt.kind === 'embedding').length;

  it('are trained again by the run that needs them, and the leaderboard is the same', async () => {
    const before = await cutOff('run', ['start', file, '--slots', '1']);

    await home.run(['resume', 'gone', '--slots', '1']);

    expect(await trained()).toBeGreaterThan(before);
    expect(await home.board('gone')).toBe(undisturbed);
  });

  it('are trained again by the fit that needs them, and the model has the same weights', async () => {
    const before = await cutOff('fit', fit(home));

    await home.run(fit(home));

    expect(await trained()).toBe(before + 1);
    expect(readFileSync(join(modelOf(home), 'weights.safetensors'))).toEqual(weights);
  });
});
