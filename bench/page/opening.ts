import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { cpuMs } from '../load/use-of-process.ts';
import { openPage } from '../../test/dashboard/browser.ts';
import type { openBrowser } from '../../test/dashboard/browser.ts';

export type Browser = Awaited<ReturnType<typeof openBrowser>>;

/** A process of `sweep dashboard`: its address, and how long it took until it was printed. */
export const openDashboard = async () => {
  const from = performance.now();
  const child = spawn(process.execPath, [resolve('dist/cli/main.js'), 'dashboard', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [printed] = (await once(child.stdout, 'data')) as [Buffer];
  const close = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return {
    url: new URL(String(printed).trim().split('\n')[0] ?? ''),
    pid: child.pid as number,
    seconds: (performance.now() - from) / 1000,
    close,
  };
};

/** Says when the parallel axes and the first rows of the leaderboard have been painted, from the navigation on. */
const waitForPicture = `{
  const look = () => {
    const there = document.querySelector('#parallel svg.picture path') && document.querySelector('.leaderboard tbody tr th a');
    if (there) requestAnimationFrame(() => requestAnimationFrame(() => { window.pictureAt = performance.now(); }));
    else requestAnimationFrame(look);
  };
  look();
}`;

export type Opening = {
  readonly seconds: number; // by the clock, from the address to the picture
  readonly pageMs: number; // of the processor, in the page
  readonly serverMs: number; // of the processor, in the process of `sweep dashboard`
};

/** How long the first useful picture of a view takes, in a browser that has seen nothing yet. */
export const untilPicture = async (
  browser: Browser,
  { url, pid }: { readonly url: URL; readonly pid: number },
  path: string,
): Promise<Opening> => {
  const { page } = await openPage(browser);
  await page.addInitScript(waitForPicture);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = cpuMs(pid);
  await page.goto(`${url.origin}${path}${url.hash}`);
  const read = async () => (await page.evaluate('window.pictureAt')) as number | undefined;
  let ms = await read();
  for (; ms === undefined; ms = await read()) await sleep(50); // the page's policy forbids the browser to wait for it
  const { metrics } = await devTools.send('Performance.getMetrics');
  const worked = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  const serverMs = cpuMs(pid) - before;
  await page.context().close();
  return { seconds: ms / 1000, pageMs: 1000 * worked, serverMs };
};
