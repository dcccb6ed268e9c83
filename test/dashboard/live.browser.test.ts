import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { run, sweep } from '../chaos/sweep-process.ts';
import { openBrowser, openPage } from './browser.ts';

const data = resolve(import.meta.dirname, '../../data/campus.csv');
const folder = mkdtempSync(join(tmpdir(), 'sweep-page-'));
const home = join(folder, 'home');

const random = '{ kind: random, size: 8 }';
const grid = (name: string, more: string, embedding = random): string => {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `name: ${name}\ndata: { file: ${data}, label: sentiment, rows: 240 }\nsplit: { folds: 3 }\nembedding: ${embedding}\n${more}`,
  );
  return file;
};
const first = grid(
  'first',
  'model: { units: [2, 4, 8], dropout: [0, 0.3] }\ntrain: { epochs: [2, 4, 8], batch: 16, learningRate: 0.01 }\n',
  '{ kind: word2vec, size: 8, window: 5, iterations: 20, minCount: 2 }',
);
const second = grid('second', 'model: { units: [2, 4, 8, 16] }\ntrain: { epochs: [60, 240], batch: 4 }\n');

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
  const row = page.getByRole('row', { name: /^compare first/ });

  await row.getByText('done', { exact: true }).waitFor();

  expect(await row.textContent()).toMatch(/54 of 54.*18 of 18.*0\.\d{4} ± 0\.\d{4}.*accuracy/s);
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
  await page.getByRole('row', { name: /^compare first/ }).waitFor();
  const started = sweep(home, ['start', second, '--slots', '1']);

  const row = page.getByRole('row', { name: /^compare second/ });
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

/** Views of the sweep that was trained here, and how many pictures each has; `SWEEP_PICTURES` keeps them for the docs. */
const pictures = [
  { name: 'sweeps', path: '/', count: 0, colorScheme: 'light' },
  { name: 'leaderboard', path: '/sweep/first?brush=units:1:2', count: 1, colorScheme: 'light' },
  { name: 'axes', path: '/sweep/first?view=axes', count: 5, colorScheme: 'dark' },
  { name: 'time', path: '/sweep/first?view=time', count: 2, colorScheme: 'light' },
  { name: 'words', path: '/sweep/first?view=words', count: 1, colorScheme: 'light' },
  { name: 'trial', path: '/sweep/first/trial/1', count: 5, colorScheme: 'light' },
  { name: 'compare', path: '/sweep/first/compare?trials=1,2', count: 0, colorScheme: 'light' },
  { name: 'sweeps-compared', path: '/compare?first=first&second=second', count: 0, colorScheme: 'light' },
] as const;

test.each(pictures)('the view $name is not empty', async ({ name, path, count, colorScheme }) => {
  const kept = process.env['SWEEP_PICTURES'];
  const opened = await openPage(browser, { width: 1280, height: 800, colorScheme });
  await opened.page.goto(url);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();

  await opened.page.goto(new URL(path, url).href);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => opened.page.locator('.spinner').count()).toBe(0);
  await expect.poll(() => opened.page.locator('svg.picture').count()).toBe(count);
  if (kept !== undefined) mkdirSync(kept, { recursive: true });
  await opened.page.screenshot({ path: join(kept ?? folder, `page-${name}.png`), fullPage: true });

  expect((await opened.page.locator('main').innerText()).length).toBeGreaterThan(100);
  for (const drawn of await opened.page.locator('svg.picture').all())
    expect(await drawn.locator('path, rect, circle').count()).toBeGreaterThan(1);
  expect(opened.wrong).toEqual([]);
  await opened.page.context().close();
});
