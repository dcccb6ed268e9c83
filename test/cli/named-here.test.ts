import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { isNamedHere, rememberNamed } from '../../cli/named-here.ts';
import { aSweep } from '../store/contract/sample-sweep.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-named-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('takes the paths of a sweep for the user’s own only as they were named here, whatever the database says since', async () => {
  const place = { home: undefined, cacheFolder: folder };
  const [file] = aSweep().files;

  await rememberNamed(place, aSweep());

  expect(isNamedHere(place, aSweep())).toBe(true);
  expect(isNamedHere(place, aSweep({ gridFile: '/etc/passwd' }))).toBe(false);
  expect(isNamedHere(place, aSweep({ files: [{ ...file, path: '../../etc/passwd' } as never] }))).toBe(false);
  expect(isNamedHere({ home: join(folder, 'elsewhere'), cacheFolder: folder }, aSweep())).toBe(false);
  const marks = readdirSync(join(folder, 'started'));
  expect(marks).toHaveLength(1);
  expect(statSync(join(folder, 'started', marks[0] as string)).mode & 0o777).toBe(0o600);
});
