import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { run, sweep } from '../chaos/sweep-process.ts';
import { openBrowser, openPage } from './browser.ts';

const data = resolve(import.meta.dirname, '../../data/campus.csv');
const folder = mkdtempSync(join(tmpdir(), 'sweep-page-'));
const home = join(folder, 'home');

const grid = (name: string, more: string): string => {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `name: ${name}\ndata: { file: ${data}, label: sentiment, rows: 240 }\nsplit: { folds: 3 }\nembedding: { kind: random, size: 8 }\n${more}`,
  );
  return file;
};
const first = grid('first', 'model: { units: [2, 4] }\ntrain: { epochs: [1, 2], batch: 16 }\n');
const second = grid('second', 'model: { units: [2, 4, 8, 16] }\ntrain: { epochs: [4, 8], batch: 4 }\n');

let browser: Browser;
let page: Page;
let wrong: string[];
let served: ReturnType<typeof sweep>;
let url = '';

beforeAll(async () => {
  browser = await openBrowser();
  await run(home, ['start', first, '--slots', '1']);
  served = sweep(home, ['dashboard', '--port', '0'], { SWEEP_LINGER_SECONDS: '60' });
  url = await new Promise<string>((found, failed) => {
    served.child.stdout.on('data', (text: string) => found(text.trim().split('\n')[0] as string));
    void served.ended.then(({ err }) => failed(new Error(err)));
  });
  ({ page, wrong } = await openPage(browser));
  await page.goto(url);
});

afterAll(async () => {
  await browser?.close();
  served?.child.kill('SIGTERM');
  const ended = await served?.ended;
  await sweep(home, ['services', 'stop', '--force']).ended;
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  expect(ended?.code).toBe(0);
});

test('a sweep that is done stands in the list with its best', async () => {
  const row = page.getByRole('row', { name: /^first/ });

  await row.getByText('done', { exact: true }).waitFor();

  expect(await row.textContent()).toMatch(/12 of 12.*4 of 4.*0\.\d{4} ± 0\.\d{4}.*accuracy/s);
  expect(page.url()).not.toContain('token');
});

test('the leaderboard is that of leaderboard --json, number by number', async () => {
  const told = JSON.parse(await run(home, ['leaderboard', 'first', '--json'])) as {
    readonly rows: readonly {
      readonly id: string;
      readonly scores: { readonly accuracy: { readonly mean: number } };
    }[];
  };

  await page.getByRole('link', { name: 'first', exact: true }).click();
  await page.getByRole('heading', { name: 'Leaderboard' }).waitFor();

  const rows = await page.locator('.leaderboard tbody tr').allTextContents();
  expect(rows).toHaveLength(told.rows.length);
  for (const [at, row] of told.rows.entries()) {
    expect(rows[at]).toContain(row.id);
    expect(rows[at]).toContain(row.scores.accuracy.mean.toFixed(4));
  }
});

test('a sweep that begins appears by itself, its folds are counted and its trials ranked as they come', async () => {
  await page.goto(new URL('/', url).href);
  await page.getByRole('row', { name: /^first/ }).waitFor();
  const started = sweep(home, ['start', second, '--slots', '1']);

  const row = page.getByRole('row', { name: /^second/ });
  await row.getByText('running', { exact: true }).waitFor({ timeout: 60_000 });
  await row.getByRole('link', { name: 'second', exact: true }).click();
  await page.locator('.leaderboard tbody tr').first().waitFor();
  const early = await page.locator('.leaderboard tbody tr').count();
  await page.locator('.sweep-head').getByText('done', { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByText('24 of 24 folds').waitFor();

  await expect.poll(() => page.locator('.leaderboard tbody tr').count()).toBe(8);
  expect(early).toBeLessThan(8);
  expect((await started.ended).code).toBe(0);
  expect(wrong).toEqual([]);
});
