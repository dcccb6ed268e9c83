import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test, vi } from 'vitest';

import type { Digest } from '../../core/canonical.ts';
import { createBlobCache } from '../../worker/blob-cache.ts';
import { readCached } from '../../worker/remembered.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = new TextEncoder().encode('a corpus');
const digest = createHash('sha256').update(bytes).digest('hex') as Digest;

test('a blob is fetched once, however many ask at once, and again where its file was damaged or removed', async () => {
  const fetch = vi.fn(async () => bytes);
  const cache = createBlobCache(folder, fetch);

  const [file] = await Promise.all([cache(digest), cache(digest), cache(digest)]);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(readFileSync(file)).toEqual(Buffer.from(bytes));

  rmSync(folder, { recursive: true });
  await Promise.all([cache(digest), cache(digest)]);
  expect(fetch).toHaveBeenCalledTimes(2);

  writeFileSync(file, 'damaged');
  await createBlobCache(folder, fetch)(digest);
  expect(fetch).toHaveBeenCalledTimes(3);
  expect(readFileSync(file)).toEqual(Buffer.from(bytes));
  expect(readdirSync(folder)).toEqual([digest]);
});

test('a fetch that fails is tried again at the next asking', async () => {
  const fetch = vi.fn(async () => bytes).mockRejectedValueOnce(new Error('the store is away'));
  const cache = createBlobCache(join(folder, 'other'), fetch);

  await expect(cache(digest)).rejects.toThrow('the store is away');

  expect(await cache(digest)).toContain(digest);
});

test('a file that is damaged after it was verified is not trained on: it is removed and fetched again', async () => {
  const fetch = vi.fn(async () => bytes);
  const cache = createBlobCache(join(folder, 'third'), fetch);
  const file = await cache(digest);
  writeFileSync(file, 'a c0rpus');

  await expect(readCached(file)).rejects.toThrow('was damaged');

  expect(await readCached(await cache(digest))).toEqual(Buffer.from(bytes));
  expect(fetch).toHaveBeenCalledTimes(2);
});

test.each(['../../x', 'a/b', '', '.', `${'a'.repeat(63)}\n`, `${digest}.aside`, { toString: () => digest }])(
  'what is no digest names no file: %j is neither fetched nor looked for',
  async (name) => {
    const fetch = vi.fn(async () => bytes);
    const cache = createBlobCache(join(folder, 'third'), fetch);

    await expect(cache(name as Digest)).rejects.toThrow('is no digest');

    expect(fetch).not.toHaveBeenCalled();
  },
);
