import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const gridOf = (units: readonly number[], more = ''): string => `split: { folds: 2, test: 0.2 }
embedding: { iterations: 3, size: 8 }
model: { units: [${units.join(', ')}] }
train: { epochs: [2, 4], batch: 16 }${more}`;

type Status = { readonly state: string; readonly trainedFolds: number; readonly reusedFolds: number };

describe('a backup', () => {
  const homes: TestHome[] = [];
  const openAt = async (name: string, uri = inject('mongodbUri')): Promise<TestHome> => {
    const home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(uri, `backup-${name}`),
    });
    homes.push(home);
    return home;
  };
  let from: TestHome;
  const file = (name: string): string => join(from.folder, `${name}.tar.gz`);
  const status = async (home: TestHome, name: string): Promise<Status> =>
    JSON.parse((await home.run(['status', name, '--json'])).out) as Status;
  beforeAll(async () => {
    from = await openAt('from');
    await from.run(['start', from.grid({ name: 'whole', more: gridOf([2, 3]) }), '--slots', '2']);
  });
  afterAll(async () => {
    for (const home of homes) await home.close();
  });

  it('of a finished sweep gives the same leaderboard, byte for byte, in another database', async () => {
    const to = await openAt('finished');
    await from.run(['fit', 'whole', '--trial', '1', '--out', join(from.folder, 'model'), '--slots', '1']);
    const made = JSON.parse((await from.run(['backup', file('whole'), 'whole', '--json'])).out) as object;
    const { out } = await to.run(['restore', file('whole'), '--json']);

    expect(JSON.parse(out)).toMatchObject({ sweeps: [{ name: 'whole', restored: 'restored', state: 'done' }] });
    expect(made).toMatchObject({ v: 1, sweeps: [{ name: 'whole' }], collections: { folds: 8, fits: 1, looks: 1 } });
    expect(existsSync(`${file('whole')}.part`)).toBe(false);
    expect(await to.board('whole')).toBe(await from.board('whole'));
    expect(await status(to, 'whole')).toMatchObject(await status(from, 'whole').then(({ state }) => ({ state })));
    await to.run(['fit', 'whole', '--trial', '1', '--out', join(to.folder, 'model'), '--slots', '1']);
    expect(await to.attempts('whole')).toEqual(await from.attempts('whole')); // the model came along
    expect(readFileSync(join(to.folder, 'model', 'weights.safetensors'))).toEqual(
      readFileSync(join(from.folder, 'model', 'weights.safetensors')),
    );
    const { out: rebuilt } = await to.run(['rebuild', 'whole']);
    expect(rebuilt).toMatch(/all the same as before/);
  });
});
