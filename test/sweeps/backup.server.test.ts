import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { createStream } from '../../core/random.ts';
import { readRows } from '../../store/rows.ts';
import { findSweeps } from '../../store/sweeps.ts';
import { kill } from '../chaos/processes.ts';
import { sweep } from '../chaos/sweep-process.ts';
import { foldKeysOf, trainedOf } from './amended.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const gridOf = (units: readonly number[]): string => `split: { folds: 2, test: 0.2 }
embedding: { iterations: 3, size: 8 }
model: { units: [${units.join(', ')}] }
train: { epochs: [2, 4], batch: 16 }`;

type Status = {
  readonly state: string;
  readonly edition: number;
  readonly trainedFolds: number;
  readonly reusedFolds: number;
};
type Restored = {
  readonly sweeps: readonly { readonly name: string; readonly restored: string; readonly state: string }[];
  readonly documents: { readonly inserted: number; readonly there: number };
};

describe('a backup', () => {
  const homes: TestHome[] = [];
  const openAt = async (name: string, uri = inject('mongodbUri')): Promise<TestHome> => {
    const home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(uri, `backup-${name}-${Date.now()}`),
    });
    homes.push(home);
    return home;
  };
  let from: TestHome;
  const file = (name: string): string => join(from.folder, `${name}.tar.gz`);
  const status = async (home: TestHome, name: string): Promise<Status> =>
    JSON.parse((await home.run(['status', name, '--json'])).out) as Status;
  const restore = async (home: TestHome, ...args: readonly string[]): Promise<Restored> =>
    JSON.parse((await home.run(['restore', ...args, '--json'])).out) as Restored;
  const model = (home: TestHome): string => join(home.folder, 'model');
  const fit = (home: TestHome) => home.run(['fit', 'whole', '--trial', '1', '--out', model(home), '--slots', '1']);

  beforeAll(async () => {
    from = await openAt('from');
    await from.run(['start', from.grid({ name: 'whole', more: gridOf([2, 3]) }), '--slots', '2']);
    await fit(from);
    await from.run(['backup', file('whole'), 'whole']);
  });
  afterAll(async () => {
    for (const home of homes) await home.close();
  });

  it('of a finished sweep gives the same leaderboard, byte for byte, in another database, with its model and look', async () => {
    const to = await openAt('finished');

    const made = JSON.parse((await from.run(['backup', file('whole'), 'whole', '--json'])).out) as object;
    const restored = await restore(to, file('whole'));

    expect(made).toMatchObject({ v: 1, sweeps: [{ name: 'whole' }], collections: { folds: 8, fits: 1, looks: 1 } });
    expect(restored).toMatchObject({ sweeps: [{ name: 'whole', restored: 'restored', state: 'done' }] });
    expect(existsSync(`${file('whole')}.part`)).toBe(false);
    expect(await to.board('whole')).toBe(await from.board('whole'));
    const { state, trainedFolds, reusedFolds } = await status(from, 'whole');
    expect(await status(to, 'whole')).toMatchObject({ state, trainedFolds, reusedFolds });
    await fit(to);
    expect(await to.attempts('whole')).toEqual(await from.attempts('whole')); // nothing was trained
    const weights = (home: TestHome): Buffer => readFileSync(join(model(home), 'weights.safetensors'));
    expect(weights(to)).toEqual(weights(from));
    expect((await to.run(['rebuild', 'whole'])).out).toMatch(/all the same as before/);
  });

  it.each(inject('mongodbUris'))('comes back on $name, and from there, with the same bytes', async ({ uri }) => {
    const [there, back] = [await openAt('there', uri), await openAt('back')];

    await restore(there, file('whole'));
    await there.run(['backup', join(there.folder, 'again.tar.gz')]);
    await restore(back, join(there.folder, 'again.tar.gz'));

    expect(await there.board('whole')).toBe(await from.board('whole'));
    expect(await back.board('whole')).toBe(await from.board('whole'));
  });

  it('restored twice is one sweep; under another name it is another one', async () => {
    const to = await openAt('twice');
    await restore(to, file('whole'));

    const again = await restore(to, file('whole'));
    const other = await restore(to, file('whole'), '--as', 'second');

    expect(again).toMatchObject({ sweeps: [{ restored: 'there' }], documents: { inserted: 0 } });
    expect(other).toMatchObject({ sweeps: [{ name: 'second', restored: 'restored', state: 'done' }] });
    const renamed = (await from.board('whole')).replace('"sweep":"whole"', '"sweep":"second"');
    expect(await to.board('second')).toBe(renamed);
    expect(await to.board('whole')).toBe(await from.board('whole'));
    expect((await to.find('second')).uid).not.toBe((await to.find('whole')).uid);
    expect(await restore(to, file('whole'), '--as', 'second')).toMatchObject({ documents: { inserted: 0 } });
    await to.run(['rm', 'whole', '--yes']);
    await to.run(['gc']);
    expect(await to.board('second')).toBe(renamed);
    expect((await to.run(['rebuild', 'second'])).out).toMatch(/all the same as before/);
  });

  it('does not take the name of another sweep, nor store what contradicts what is there', async () => {
    const to = await openAt('taken');
    await to.run(['start', to.grid({ name: 'whole', rows: 200, more: gridOf([2]) }), '--slots', '1']);

    const taken = await to.run(['restore', file('whole')], 2);
    await restore(to, file('whole'), '--as', 'mine');
    const [key] = await foldKeysOf(to.store, (await to.find('mine')).uid, 0);
    await to.store.db.collection<{ _id: string }>('folds').updateOne({ _id: key as string }, { $set: { cost: 1 } });
    const different = await to.run(['restore', file('whole'), '--as', 'third'], 2);

    expect(taken.err).toContain('--as whole-2');
    expect(different.err).toMatch(/folds\/[0-9a-f]{64} of the archive is there already, and says something else/);
    expect(await findSweeps(to.store, 'third')).toEqual([]);
  });

  it('that is damaged or cut off is refused, changes nothing and makes no folder', async () => {
    const bytes = readFileSync(file('whole'));
    const bad = join(from.folder, 'bad.tar.gz');
    const empty = join(from.folder, 'empty');
    mkdirSync(empty);
    for (const damage of ['cut', 'flipped'] as const) {
      writeFileSync(bad, bytes);
      if (damage === 'cut') truncateSync(bad, bytes.length - 30);
      else writeFileSync(bad, bytes.fill(bytes[5000] as number, 5001, 5003));

      const ended = await sweep(join(empty, '.sweep'), ['restore', bad]).ended;

      expect(ended.code).toBe(2);
      expect(ended.err).toMatch(/cannot be restored: .*\n.*nothing was changed/);
      expect(existsSync(join(empty, '.sweep'))).toBe(false);
    }
  });

  it('is not written over a file that is none, nor into the place of a sweep that was meant', async () => {
    const grid = from.grid({ name: 'kept', more: gridOf([2]) });
    const before = readFileSync(grid);

    const over = await from.run(['backup', grid, 'whole'], 2);
    const meant = await from.run(['backup', 'whole'], 2);

    expect(over.err).toContain('is no backup');
    expect(readFileSync(grid)).toEqual(before);
    expect(meant.err).toContain('sweep backup whole.tar.gz whole');
    expect((await from.run(['backup', file('none'), 'nothing-so'], 4)).err).toContain('There is no sweep');
    expect((await from.run(['restore', file('absent')], 2)).err).toContain('is not there');
  });

  it('of a sweep that is being trained is consistent; there, what is missing is trained and nothing else', async () => {
    const grid = from.grid({ name: 'half', rows: 600, more: gridOf([2, 3, 4, 5, 6]) });
    const life = from.sweep('start', grid, '--slots', '1');
    const { uid } = await eventually(async () => (await from.find('half').catch(() => null)) ?? false);
    const all = await foldKeysOf(from.store, uid, 0);
    const to = await openAt('half');
    for (const part of [0.2, 0.5, 0.8]) {
      await eventually(async () => (await trainedOf(from.store, all)).size >= all.size * part);
      await from.run(['backup', file('half'), 'half']); // replaces the one before
    }
    const restored = await restore(to, file('half'));
    await life.ended;
    const known = await trainedOf(to.store, all);
    const rows = await readRows(to.store, uid, 0);
    const attempts = (await to.attempts('half')).length;
    await to.run(['resume', 'half', '--slots', '2']);

    expect(restored.sweeps).toMatchObject([{ name: 'half', state: known.size === all.size ? 'done' : 'interrupted' }]);
    expect(known.size).toBeGreaterThanOrEqual(all.size * 0.8);
    expect(rows.length).toBeGreaterThan(0);
    const later = (await to.attempts('half')).slice(attempts).flatMap(({ attempt }) => attempt.folds);
    expect(new Set(later)).toEqual(new Set([...all].filter((key) => !known.has(key))));
    expect(await to.board('half')).toBe(await from.board('half'));
    const leader = JSON.parse(await to.board('half')) as { readonly rows: readonly unknown[] };
    expect(leader.rows).toHaveLength(10); // those that came along and those that were trained here
  });

  it('of an amended sweep brings all its editions', async () => {
    await from.run(['start', from.grid({ name: 'changed', more: gridOf([2, 3]) }), '--slots', '2']);
    await from.run(['amend', 'changed', from.grid({ name: 'changed', more: gridOf([3, 4]) }), '--slots', '2']);
    const to = await openAt('amended');

    await from.run(['backup', file('changed'), 'changed']);
    await restore(to, file('changed'));

    const { uid } = await from.find('changed');
    expect(await to.board('changed')).toBe(await from.board('changed'));
    expect(await status(to, 'changed')).toMatchObject({ state: 'done', edition: 1 });
    const first = await foldKeysOf(to.store, uid, 0);
    expect(await trainedOf(to.store, first)).toEqual(first); // cells taken out came along
  });

  it('and a restoration may be killed at any moment: nothing is left over, and nothing half is seen', async () => {
    const to = await openAt('killed');
    const stream = createStream(11, 'backup');
    const board = await from.board('whole');
    const target = file('killed');
    for (let round = 0; round < 6; round++) {
      const life = from.sweep('backup', target, 'whole');
      await Promise.race([life.ended, sleep(300 + 900 * stream.uniform())]);
      kill(life.child.pid as number, 'SIGKILL');
      await life.ended;
      if (existsSync(target)) await from.run(['restore', target, '--as', `whole-${round}`]);
    }
    await from.run(['backup', target, 'whole']);
    for (let round = 0; round < 6; round++) {
      const life = to.sweep('restore', target);
      await Promise.race([life.ended, sleep(400 + 900 * stream.uniform())]);
      kill(life.child.pid as number, 'SIGKILL');
      await life.ended;
      if ((await findSweeps(to.store, 'whole')).length > 0) expect(await to.board('whole')).toBe(board);
    }
    await restore(to, target);

    expect(existsSync(`${target}.part`)).toBe(false);
    expect(await to.board('whole')).toBe(board);
    expect((await to.run(['rebuild', 'whole'])).out).toMatch(/all the same as before/);
  });

  it('is restored into a folder without a home, which it makes', async () => {
    const folder = join(from.folder, 'elsewhere');
    mkdirSync(folder);
    const home = join(folder, '.sweep');
    const ended = await sweep(home, ['restore', file('whole')]).ended;
    const board = await sweep(home, ['leaderboard', 'whole', '--json']).ended;
    await sweep(home, ['services', 'stop', '--force']).ended;

    expect(ended).toMatchObject({ code: 0 });
    expect(ended.out).toContain('sweep leaderboard whole');
    expect(board.out).toBe(await from.board('whole'));
  });
});
