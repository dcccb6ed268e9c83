import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { afterAll, expect, inject, it } from 'vitest';

import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const homes: TestHome[] = [];
afterAll(() => Promise.all(homes.map((home) => home.close())));

const machine = async (): Promise<TestHome> => {
  const home = await openTestHome({
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    MONGODB_URI: databaseNamed(inject('mongodbUri'), 'paths'),
  });
  homes.push(home);
  return home;
};

const corpus = resolve(import.meta.dirname, '../../data/campus.csv');

it('a worker opens no path that a grid or a stored sweep names: where they lead waits a pipe that nobody writes to', async () => {
  const [starts, works] = [await machine(), await machine()];
  const outside = join(starts.folder, 'outside', 'data.csv');
  mkdirSync(join(starts.folder, 'outside'));
  copyFileSync(corpus, outside);
  const grid = starts.grid({ name: 'paths', rows: 80, file: `./${relative(starts.folder, outside)}` });
  const start = starts.sweep('start', grid, '--slots', '0');
  await eventually(async () => await starts.find('paths').catch(() => null));
  start.child.kill('SIGKILL');
  await start.ended;
  for (const path of [outside, grid]) {
    rmSync(path);
    execFileSync('mkfifo', [path]); // who opens it to read waits for ever
  }
  const trap = join(starts.folder, 'trap');
  execFileSync('mkfifo', [trap]);
  const sweeps = starts.store.db.collection('sweeps');
  const { files } = (await sweeps.findOne({ name: 'paths' })) as unknown as { readonly files: string };
  const hostile = (JSON.parse(files) as readonly object[]).map((each) => ({ ...each, path: trap }));
  await sweeps.updateOne({ name: 'paths' }, { $set: { gridFile: trap, files: JSON.stringify(hostile) } });

  const worker = works.sweep('worker', '--slots', '1');
  await eventually(async () => (await works.state('paths').catch(() => null))?.state === 'done', 100);
  worker.child.kill('SIGTERM');

  expect((await worker.ended).code).toBe(130);
  expect(await works.board('paths')).toContain('accuracy');
});
