import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { groupFolders, groupKills, groupLimit } from '../../worker/control-group.ts';

const root = mkdtempSync(join(tmpdir(), 'sweep-groups-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a process of a container has one group, one of a session all those around it', () => {
  expect(groupFolders('0::/\n', '/g')).toEqual(['/g']);
  expect(groupFolders('1:cpu:/\n0::/user.slice/run.scope\n', '/g')).toEqual([
    '/g/user.slice/run.scope',
    '/g/user.slice',
    '/g',
  ]);
  expect(groupFolders('', '/g')).toEqual(['/g']);
});

test('the tightest limit counts, and kills are those of the innermost group that counts them', () => {
  const folders = groupFolders('0::/user.slice/run.scope', root);
  mkdirSync(join(root, 'user.slice/run.scope'), { recursive: true });
  expect(groupLimit(folders)).toBe(Infinity);
  expect(groupKills(folders)).toBe(0);

  writeFileSync(join(root, 'user.slice/run.scope/memory.max'), 'max\n');
  writeFileSync(join(root, 'user.slice/memory.max'), '2147483648\n');
  writeFileSync(join(root, 'user.slice/memory.events'), 'low 0\noom 9\noom_kill 9\n');
  writeFileSync(join(root, 'user.slice/run.scope/memory.events'), 'low 0\noom 1\noom_kill 1\n');

  expect(groupLimit(folders)).toBe(2 ** 31);
  expect(groupKills(folders)).toBe(1);
});
