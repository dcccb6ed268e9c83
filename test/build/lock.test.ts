import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, describe, expect, it } from 'vitest';

// @ts-expect-error plain JavaScript: it runs before there is a compiler
import { whileLocked as locked } from '../../build/lock.js';

const whileLocked = locked as (file: string, work: () => Promise<void>) => Promise<void>;

describe('the lock of the build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-lock-'));
  const file = join(folder, 'lock');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one in at a time, and the next one when that has failed', async () => {
    const seen: string[] = [];
    const work = (name: string, end: () => void) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await sleep(50);
      seen.push(`${name} ends`);
      end();
    };

    const first = whileLocked(
      file,
      work('first', () => {
        throw new Error('no compiler');
      }),
    );
    const second = whileLocked(
      file,
      work('second', () => undefined),
    );

    await expect(first).rejects.toThrow('no compiler');
    await second;
    expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('is taken over from a process that is gone', async () => {
    writeFileSync(file, '4194305'); // above the largest process number
    let worked = false;

    await whileLocked(file, async () => void (worked = true));

    expect(worked).toBe(true);
  });
});
