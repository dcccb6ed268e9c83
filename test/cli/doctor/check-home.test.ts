import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { checkNew } from '../../../cli/doctor/check-home.ts';

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'sweep-doctor-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
};

it('a folder that the first start will make is no problem', () => {
  expect(checkNew({ path: join(folder(), 'a', '.sweep'), exists: false, from: 'new' })).toMatchObject({ state: 'ok' });
});

it('a folder that nobody can make is', () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');

  expect(checkNew({ path: join(file, '.sweep'), exists: false, from: 'new' }).found).toContain(
    `cannot be made: ${file} cannot be written`,
  );
});
