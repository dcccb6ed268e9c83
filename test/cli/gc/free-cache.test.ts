import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { freeCache } from '../../../cli/gc/free-cache.ts';
import { digestOf } from '../../../core/canonical.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-cache-'));
  mkdirSync(join(folder, 'blobs'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, bytes: number, hoursAgo = 0): void => {
  const file = join(folder, 'blobs', name);
  writeFileSync(file, '');
  truncateSync(file, bytes); // takes no room
  const at = Date.now() / 1000 - 3600 * hoursAgo;
  utimesSync(file, at, at);
};
const left = (): readonly string[] => readdirSync(join(folder, 'blobs')).toSorted();
const [needed, unneeded] = [digestOf('needed'), digestOf('unneeded')];
const isNeeded = (digest: string): boolean => digest !== unneeded;

it('frees files that no sweep needs and those that were left half written, and nothing that is not the cache’s', async () => {
  put(needed, 10);
  put(unneeded, 20);
  put(`${needed}.old`, 30, 2);
  put(`${needed}.new`, 40);
  put('notes.txt', 50, 100);

  const freed = await freeCache(folder, isNeeded, false);

  expect(freed).toEqual({ files: 2, bytes: 50 });
  expect(left()).toEqual([needed, `${needed}.new`, 'notes.txt'].toSorted());
});

it('frees the oldest over 8 GiB, though they are needed', async () => {
  const digests = [1, 2, 3, 4].map((n) => digestOf(n));
  for (const [at, digest] of digests.entries()) put(digest, 3 * 2 ** 30, at);

  const freed = await freeCache(folder, isNeeded, false);

  expect(freed.files).toBe(2);
  expect(left()).toEqual(digests.slice(0, 2).toSorted());
});

it('frees nothing in a dry run, nor where there is no cache', async () => {
  put(unneeded, 20);

  expect(await freeCache(folder, isNeeded, true)).toEqual({ files: 1, bytes: 20 });
  expect(left()).toEqual([unneeded]);
  expect(await freeCache(join(folder, 'elsewhere'), isNeeded, false)).toEqual({ files: 0, bytes: 0 });
});
