import { setTimeout as sleep } from 'node:timers/promises';

import { createPlan, foldKeysOf } from '../../activities/plan.ts';
import { createLeaderboard } from '../../cli/print-leaderboard.ts';
import type { Session } from '../../cli/session.ts';
import { trialAt } from '../../core/space.ts';
import { readTimings } from '../../store/timings.ts';
import { openPage } from '../../test/dashboard/browser.ts';
import { startSleepingWorker, startSweep } from '../load/scene.ts';
import { openDashboard } from './opening.ts';
import type { Browser } from './opening.ts';

const epochMs = 300;

/** Writes down when each trial's row and each count of folds was first on the page (ms since 1970). */
const watch = `{
  window.seen = { rows: {}, folds: {} };
  const look = () => {
    for (const link of document.querySelectorAll('.leaderboard tbody tr th a')) window.seen.rows[link.textContent] ??= Date.now();
    const [, done] = /([\\d,]+) of [\\d,]+ folds/.exec(document.querySelector('.sweep-head')?.textContent ?? '') ?? [];
    if (done !== undefined) window.seen.folds[done.replaceAll(',', '')] ??= Date.now();
  };
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true }));
}`;

type Seen = {
  readonly rows: Readonly<Record<string, number>>;
  readonly folds: Readonly<Record<string, number>>; // by how many
};

/** When the folds of each trial were stored (ms since 1970), by its id. */
const storedAt = async (session: Session, sweep: Awaited<ReturnType<typeof startSweep>>) => {
  const plan = createPlan(sweep);
  const { leaderboard } = await createLeaderboard(session, sweep)();
  const found = new Map<string, readonly number[]>();
  for (const { id, index } of leaderboard.scored) {
    const timings = await readTimings(session.store, foldKeysOf(plan, trialAt(plan.space, index)));
    found.set(
      id,
      timings.flatMap((timing) => (timing === null ? [] : [timing.finishedAt])),
    );
  }
  return found;
};

/** Trains a sweep with trainers that sleep while its page is open: seconds from what is stored to what is shown. */
export const openLive = async (session: Session, browser: Browser, trials: number) => {
  const sweep = await startSweep(session, 'live', { trials });
  const dashboard = await openDashboard();
  const { page } = await openPage(browser, { width: 1280, height: 1600 });
  await page.addInitScript(watch);
  await page.goto(`${dashboard.url.origin}/sweep/live${dashboard.url.hash}`);
  const worker = await startSleepingWorker(1, epochMs);
  await page.locator('.sweep-head').getByText('done', { exact: true }).waitFor({ timeout: 600_000 });
  await sleep(3_000);
  const seen = (await page.evaluate('window.seen')) as Seen;
  await page.context().close();
  await dashboard.close();
  await worker.end();
  const stored = await storedAt(session, sweep);
  const results = [...stored].flatMap(([id, folds]) => {
    const at = seen.rows[id];
    return at === undefined ? [] : [(at - Math.max(...folds)) / 1000];
  });
  const counts = Object.entries(seen.folds).map(([count, at]) => ({ count: Number(count), at }));
  const counted = [...stored.values()]
    .flat()
    .toSorted((a, b) => a - b)
    .map((at, n) => {
      const first = Math.min(...counts.filter(({ count }) => count > n).map((each) => each.at));
      return (first - at) / 1000;
    });
  return { results, counted };
};
