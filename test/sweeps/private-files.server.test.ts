import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, inject, it, onTestFinished } from 'vitest';

import { sweep } from '../chaos/sweep-process.ts';
import { databaseNamed, openTestHome } from './test-home.ts';

const pathsBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => join(parentPath, name));

/** Folders are 0700 and files 0600, whatever the umask would have allowed; a socket's or a link's folder guards it. */
const modes = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    [folder, ...pathsBelow(folder)]
      .filter((path) => !lstatSync(path).isSymbolicLink() && !lstatSync(path).isSocket())
      .map((path) => [path, (lstatSync(path).mode & 0o777).toString(8)]),
  );

const expectPrivate = (folder: string): readonly string[] => {
  const found = modes(folder);
  for (const [path, mode] of found) {
    expect({ path, mode }).toEqual({ path, mode: lstatSync(path).isDirectory() ? '700' : '600' });
  }
  return [...found.keys()].map((path) => path.slice(folder.length + 1));
};

it('a start leaves private folders, caches and logs only, with a home and without one, under an umask that forbids nothing', async () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const shared = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    MONGODB_URI: databaseNamed(inject('mongodbUri'), 'private'),
  };
  const home = await openTestHome(shared);
  onTestFinished(home.close);
  const [none, cache] = [join(home.folder, 'none'), join(home.folder, 'of-the-user')];
  const grid = (name: string, label: 'sentiment' | 'topic'): string => home.grid({ name, label, rows: 80 });

  await home.run(['start', grid('at-home', 'sentiment'), '--slots', '1']);
  const env = { ...shared, XDG_CACHE_HOME: cache };
  const started = await sweep(none, ['start', grid('without-home', 'topic'), '--slots', '1'], env).ended;
  const planned = await sweep(none, ['plan', grid('another', 'topic')], env).ended;

  expect([started.code, planned.code]).toEqual([0, 0]);
  const atHome = expectPrivate(home.home).join('\n');
  expect(atHome).toMatch(/^cache\/blobs\/[0-9a-f]{64}$/m);
  expect(atHome).toMatch(/^logs\/worker\.log$/m);
  expect(atHome).toMatch(/^started\/[0-9a-f]{64}$/m);
  const inCache = expectPrivate(cache).join('\n');
  expect(inCache).toMatch(/^sweep\/work\/blobs\/[0-9a-f]{64}$/m);
  expect(inCache).toMatch(/^sweep\/work\/logs\/worker\.log$/m);
  expect(inCache).toMatch(/^sweep\/work\/started\/[0-9a-f]{64}$/m);
  expect(inCache).toMatch(/^sweep\/speed-.*\.json$/m);
  expect(existsSync(none)).toBe(false);
});
