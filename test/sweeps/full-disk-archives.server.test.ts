import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { fill, makeRoom, mountSmall, unmount } from '../chaos/small-disk.ts';
import { sweep } from '../chaos/sweep-process.ts';
import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const more = `split: { folds: 2 }
embedding: { kind: random, size: 8 }
model: { units: [2, 3] }
train: { epochs: 2, batch: 16 }`;

const servers = () => ({
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  MONGODB_URI: databaseNamed(inject('mongodbUri'), `full-disk-${process.pid}`),
});

const linesOf = (printed: string): readonly string[] => printed.split('\n').filter((line) => line !== '');

describe('a disk that is full', () => {
  let from: TestHome;
  let archive = '';
  let small = '';
  let isMounted = false;
  const names = async (home: string): Promise<readonly string[]> => {
    const { out } = await sweep(home, ['list', '--json']).ended;
    return (JSON.parse(out) as { readonly sweeps: readonly { readonly sweep: string }[] }).sweeps.map(
      (each) => each.sweep,
    );
  };
  beforeAll(async () => {
    from = await openTestHome(servers());
    await from.run(['start', from.grid({ name: 'whole', more }), '--slots', '2']);
    archive = join(from.folder, 'whole.tar.gz');
    await from.run(['backup', archive, 'whole']);
    small = join(from.folder, 'small');
    isMounted = mountSmall(join(small, 'ferretdb'), 8);
  });
  afterAll(async () => {
    await sweep(small, ['services', 'stop', '--force']).ended;
    if (isMounted) unmount(join(small, 'ferretdb'));
    await from.store.db.dropDatabase();
    await from.close();
  });

  it('or a limit of file sizes ends a backup with one message; the earlier file stays, and nothing half is left', async () => {
    const [before, main] = [readFileSync(archive), resolve(import.meta.dirname, '../../dist/cli/main.js')];
    const env = { ...process.env, ...servers(), SWEEP_HOME: from.home, CI: 'true', NO_COLOR: '1' };
    const child = spawn('bash', ['-c', `ulimit -f 1; exec "${process.execPath}" "${main}" backup "${archive}" whole`], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [err, code] = await Promise.all([text(child.stderr), new Promise((end) => child.on('close', end))]);

    expect(linesOf(err)).toEqual([
      expect.stringContaining(`${archive} cannot be written: files may not be so large there.`),
      expect.stringContaining('name a file in a folder of yours with room for it'),
    ]);
    expect(code).toBe(2);
    expect(existsSync(`${archive}.part`)).toBe(false);
    expect(readFileSync(archive)).toEqual(before);
  });

  it('under a backup is named once, and no file is there after', async ({ skip }) => {
    skip(!isMounted, 'nothing may be mounted here');
    const folder = join(from.folder, 'archives');
    mountSmall(folder, 1);
    fill(folder);

    const { code, err } = await from.run(['backup', join(folder, 'whole.tar.gz'), 'whole'], 2);

    const left = readdirSync(folder);
    unmount(folder);
    expect(code).toBe(2);
    expect(err.match(/its disk is full/g)).toHaveLength(1);
    expect(left.filter((name) => name.includes('whole'))).toEqual([]);
  });

  it('under the database of a restoration is named once; no sweep is seen until it was done again with room', async ({
    skip,
  }) => {
    skip(!isMounted, 'nothing may be mounted here');
    const restore = (name: string) => sweep(small, ['restore', archive, '--as', name]).ended;
    expect(await restore('first')).toMatchObject({ code: 0 });
    fill(join(small, 'ferretdb'));

    const { code, err } = await restore('second');

    makeRoom(join(small, 'ferretdb'));
    expect(code).toBe(2);
    expect(linesOf(err)).toEqual([
      expect.stringContaining(`The disk of ${small}/ferretdb is full`),
      expect.stringContaining('free some space, then run the command again'),
    ]);
    expect(await names(small)).toEqual(['first']);
    expect(await restore('second')).toMatchObject({ code: 0 });
    expect((await sweep(small, ['leaderboard', 'second', '--json']).ended).out).toBe(
      (await from.board('whole')).replace('"sweep":"whole"', '"sweep":"second"'),
    );
  });
});
