import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { servePage } from '../../dashboard/server/serve-page.ts';
import type { PageServer } from '../../dashboard/server/serve-page.ts';
import { openBrowser, openPage } from './browser.ts';
import type { PageOptions } from './browser.ts';
import { fakeSource, hostile } from './fake-source.ts';

const folder = resolve(import.meta.dirname, '../../dist/dashboard/page');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const views = {
  sweeps: '/',
  leaderboard: '/sweep/paper',
  axes: '/sweep/paper?view=axes',
  time: '/sweep/paper?view=time',
  words: '/sweep/paper?view=words',
  failures: '/sweep/paper?view=failures',
  trial: '/sweep/paper/trial/t00001',
  compare: '/sweep/paper/compare?trials=t00001,t00002',
  sweepsCompared: '/compare?first=paper&second=small',
  sweepsApart: '/compare?first=paper&second=large',
  none: '/nowhere',
} as const;

const fake = fakeSource({ paper: 64, small: 8, large: 20_000 });
let browser: Browser;
let server: PageServer;

/** The page of an address, token taken, everything read. */
const open = async (path: string, options: PageOptions = {}) => {
  const opened = await openPage(browser, options);
  await opened.page.goto(server.url);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  await opened.page.goto(new URL(path, server.url).href);
  await settled(opened.page);
  return opened;
};
const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('.spinner').count()).toBe(0);
};

beforeAll(async () => {
  browser = await openBrowser();
  server = await servePage({ source: fake.source, folder, port: 0, token: 'secret' });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe.each(Object.entries(views))('the view %s', (_name, path) => {
  test.each(['light', 'dark'] as const)('has nothing that axe-core finds wrong, %s', async (colorScheme) => {
    const { page, wrong } = await open(path, { colorScheme });

    await page.addScriptTag({ content: axe }).catch(() => page.evaluate(axe)); // the page's policy refuses the first way
    const found = (await page.evaluate('axe.run()')) as {
      readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
    };

    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(wrong.filter((each) => !each.includes('Content Security Policy'))).toEqual([]);
    await page.context().close();
  });

  test.each([1280, 400])('fits %i pixels, and hostile text is text', async (width) => {
    const { page, wrong } = await open(path, { width });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('main img').count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});

test('hostile labels and parameters are shown as they are', async () => {
  const { page } = await open('/sweep/paper/trial/t00001');

  expect(await page.getByText(hostile, { exact: true }).count()).toBeGreaterThan(1);
  await page.context().close();
});

test('brushing an axis leaves its trials in the leaderboard, and the address brings the view back', async () => {
  const { page } = await open('/sweep/paper');
  const hold = page.locator('[data-axis="batch"]');
  await page.evaluate('document.querySelector("#parallel").scrollIntoView()');
  const axis = await hold.boundingBox();
  if (axis === null) throw new Error('no axis');
  const x = axis.x + axis.width / 2;

  await page.mouse.move(x, axis.y + axis.height - 2);
  await page.mouse.down();
  await page.mouse.move(x, axis.y + axis.height * 0.55, { steps: 5 });
  await page.mouse.up();

  await page.getByText('33 of 65 trials chosen.').waitFor();
  expect(new URL(page.url()).searchParams.get('brush')).toBe('batch:0:1');
  await page.reload();
  await page.getByText('33 of 65 trials chosen.').waitFor();
  await page.getByRole('button', { name: 'Choose all again' }).click();
  await expect.poll(() => page.url()).not.toContain('brush');
  await page.context().close();
});

test('by keyboard alone: from the list to a sweep, axes chosen and ordered, the leaderboard sorted, a trial opened', async () => {
  const { page } = await open('/');
  const until = async (wanted: string): Promise<void> => {
    for (let n = 0; n < 80; n++) {
      await page.keyboard.press('Tab');
      const now = (await page.evaluate(
        'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
      )) as string;
      if (now.trim().startsWith(wanted)) return;
    }
    throw new Error(`no way to ${wanted} by Tab`);
  };

  await until('paper');
  await page.keyboard.press('Enter');
  await settled(page);
  await until('Choose values');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'move units to the right' }).waitFor();
  await until('move units to the right');
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).searchParams.get('order')).toBe('batch,units,stopwords');
  await until('macroF1');
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).searchParams.get('sort')).toBe('macroF1');
  await until('t0003f');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 't0003e', level: 1 }).waitFor();
  await until('Confusion matrix. Arrow keys');
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('#confusion [aria-live]').textContent()).toMatch(/^<img .* taken for <img .*: 18 \(/);
  await page.context().close();
});

test('twenty thousand trials: under three seconds of work in the page, few rows in it, the last one reachable', async () => {
  const { page } = await open('/');
  await fake.source.leaderboard('large'); // the store's share of the time is measured elsewhere
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async (): Promise<number> => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  const before = await worked();

  await page.getByRole('link', { name: 'large', exact: true }).click();
  await page.locator('.leaderboard tbody tr th').first().waitFor();
  const seconds = (await worked()) - before;
  await page.evaluate('{ const box = document.querySelector(".leaderboard"); box.scrollTop = box.scrollHeight; }');
  await page.getByRole('link', { name: 'tffff', exact: true }).waitFor();

  expect(seconds).toBeLessThan(3);
  expect(await page.locator('.leaderboard tbody tr').count()).toBeLessThan(80);
  await page.context().close();
});

test('a picture is a table, a file of SVG and one of CSV as well', async () => {
  const { page } = await open('/sweep/paper/trial/t00001');
  const figure = page.locator('#confusion');
  const file = async (name: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      figure.getByRole('button', { name, exact: true }).click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  };

  expect(await file('SVG')).toMatch(/^<svg .*&lt;img.*<\/svg>\n$/s);
  expect(await file('CSV')).toContain('true class,predicted class,texts,share of the true class\r\n"<img');
  await figure.getByRole('button', { name: 'Table' }).click();
  expect(await figure.getByRole('cell').count()).toBe(16);
  await page.context().close();
});

test('an action is asked for with its command line beside it; stop asks once more', async () => {
  const { page } = await open('/sweep/paper');

  await page.getByText('sweep pause paper').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('paper: pause asked for.').waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  expect(fake.asked).toEqual(['pause paper']);
  await page.getByRole('button', { name: 'Really stop?' }).click();
  await page.getByText('paper: stop asked for.').waitFor();

  expect(fake.asked).toEqual(['pause paper', 'stop paper']);
  await page.context().close();
});

test('a sweep that is not there is said to be so, with a way on', async () => {
  const { page } = await openPage(browser);
  await page.goto(server.url);

  await page.goto(new URL('/sweep/nothing', server.url).href);

  await page.getByText('There is no sweep "nothing".').waitFor();
  await page.context().close();
});

test('without the token the page says what to open', async () => {
  const { page } = await openPage(browser);

  await page.goto(new URL('/', server.url).href);

  await page.getByText('The token is missing or of an earlier start.').waitFor();
  await page.context().close();
});

test('a server that goes away is told with the time, what was read stays, and it is found again with what came since', async () => {
  const other = fakeSource({ paper: 8 });
  const first = await servePage({ source: other.source, folder, port: 0, token: 'secret' });
  const port = Number(new URL(first.url).port);
  const { page } = await openPage(browser);
  await page.goto(first.url);
  await page.getByRole('link', { name: 'paper', exact: true }).waitFor();

  await first.close();
  await page.getByText(/The server went away at/).waitFor();
  expect(await page.getByRole('link', { name: 'paper', exact: true }).count()).toBe(1);
  other.add('newer');
  const second = await servePage({ source: other.source, folder, port, token: 'secret' });
  await page.getByRole('link', { name: 'newer', exact: true }).waitFor();

  expect(await page.getByText(/The server went away at/).count()).toBe(0);
  await page.context().close();
  await second.close();
});

test('nothing yet is a state of its own, with the command that starts', async () => {
  const empty = await servePage({ source: fakeSource({}).source, folder, port: 0 });
  const { page } = await openPage(browser);

  await page.goto(empty.url);

  await page.getByText('sweep start grids/tour.yaml').waitFor();
  await page.context().close();
  await empty.close();
});

test('the pictures of one mark after another are told to who does not see them', async () => {
  const { page } = await open('/sweep/paper?view=time');

  await page.locator('#history .canvas').focus();
  await page.keyboard.press('End');

  expect(await page.locator('#history [aria-live]').textContent()).toMatch(/^t39: 0\.797 after/);
  await page.context().close();
});

test('single lines of the parallel axes are told under the pointer and by arrow keys, and lead to their trial', async () => {
  const { page } = await open('/sweep/paper');
  const tip = page.locator('#parallel .tooltip');
  const canvas = page.locator('#parallel .canvas');
  await page.evaluate('document.querySelector("#parallel").scrollIntoView()');
  const last = await page.locator('[data-axis="accuracy"]').boundingBox();
  if (last === null) throw new Error('no axis');

  await page.mouse.move(last.x + last.width / 2 - 1, last.y + last.height * 0.045);
  expect(await tip.textContent()).toMatch(/^t0000[0-3]: units \d, batch 16, stopwords <img .*>, accuracy 0\.88/);
  await page.mouse.move(last.x + last.width + 20, last.y - 20);
  await expect.poll(() => tip.count()).toBe(0);
  await canvas.focus();
  await page.keyboard.press('End');
  expect(await page.locator('#parallel [aria-live]').textContent()).toMatch(/^t0003f: /);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('.pointed').count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 't00001', level: 1 }).waitFor();

  await page.context().close();
});

test('two sweeps are ticked in the list and compared, fold by fold or with the reason why not', async () => {
  const { page } = await open('/');

  await page.getByRole('checkbox', { name: 'compare paper' }).check();
  await page.getByText('paper: tick another sweep to compare it with.').waitFor();
  await page.getByRole('checkbox', { name: 'compare small' }).check();
  await page.getByRole('link', { name: 'Compare paper and small' }).click();
  await page.getByText(/^accuracy: paper t00000 less small t00000 is /).waitFor();
  expect(await page.getByRole('region', { name: 'accuracy by fold' }).getByRole('row').count()).toBe(6);
  await page.getByRole('combobox', { name: 'second' }).selectOption('large');
  await page.getByText(`Their rows differ: ${hostile}`).waitFor();
  expect(new URL(page.url()).search).toBe('?first=paper&second=large');

  await page.context().close();
});

test('a word of the map is chosen by keyboard, its neighbours lead on, and what has no vector is said so', async () => {
  const { page } = await open('/sweep/paper?view=words');

  await page.locator('#words .canvas').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('#words [aria-live]').textContent()).toMatch(
    /^<img .*: 900 times; 70 % of its texts are <img/,
  );
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByText(/^word1: 893 times in 397 training texts/).waitFor();
  await page.getByRole('button', { name: 'word4', exact: true }).click();
  await page.getByText(/^word4: 893 times in/).waitFor();
  expect(new URL(page.url()).searchParams.get('word')).toBe('word4');
  await page.getByRole('textbox', { name: 'Words near' }).fill('nowhere');
  await page.keyboard.press('Enter');
  await page.getByText('"nowhere" has no vector.').waitFor();

  await page.context().close();
});

test('files of the page stay within the size that it may have', async () => {
  const { gzipSync } = await import('node:zlib');
  const { readdirSync } = await import('node:fs');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const size = files.reduce((sum, entry) => sum + gzipSync(readFileSync(join(entry.parentPath, entry.name))).length, 0);

  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThan(150_000);
});
