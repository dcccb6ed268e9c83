import { setTimeout as sleep } from 'node:timers/promises';

import type { Source, SweepSummary } from '../source.ts';
import type { Events } from './events.ts';

const lookEveryMs = 250;
/** While no page is open nobody reads; the first one that comes is looked for this often. */
const idleMs = 100;

/** How all sweeps stand, as last read; `away`: why they could not be read. */
export type Standing = { readonly sweeps: readonly SweepSummary[] | null; readonly away: string | null };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Looks at all sweeps again and again while a page is open, and publishes what changed: `sweep` with a summary, `gone` with
 * a name, `away` and `back` where the store stops and begins to answer. Ends when `signal` is raised.
 */
export const createWatch = (source: Pick<Source, 'sweeps'>, events: Events) => {
  let standing: Standing = { sweeps: null, away: null };

  const compare = (now: readonly SweepSummary[]): void => {
    const before = new Map((standing.sweeps ?? []).map((each) => [each.sweep, JSON.stringify(each)]));
    for (const each of now) {
      if (before.get(each.sweep) !== JSON.stringify(each)) events.publish('sweep', each);
      before.delete(each.sweep);
    }
    for (const name of before.keys()) events.publish('gone', name);
  };
  const look = async (): Promise<void> => {
    try {
      const now = await source.sweeps();
      if (standing.sweeps !== null) compare(now);
      if (standing.away !== null) events.publish('back', null);
      standing = { sweeps: now, away: null };
    } catch (error) {
      if (standing.away === null) events.publish('away', messageOf(error));
      standing = { ...standing, away: messageOf(error) };
    }
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    await look(); // whoever opens the page next need not wait for it
    while (!signal.aborted) {
      const open = events.listeners() > 0;
      if (open) await look();
      await sleep(open ? lookEveryMs : idleMs, undefined, { signal }).catch(() => undefined); // raised: the loop ends
    }
  };
  return { run, look, standing: () => standing };
};

export type Watch = ReturnType<typeof createWatch>;
