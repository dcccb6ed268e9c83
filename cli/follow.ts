import { setTimeout as sleep } from 'node:timers/promises';

import { createPlan } from '../activities/plan.ts';
import type { Sweep } from '../store/documents.ts';
import { unservedText } from './engine/unserved.ts';
import { fullDisk } from './full-disk.ts';
import { createLiveView } from './live-view.ts';
import { say } from './say.ts';
import type { Session } from './session.ts';
import { createSnapshots } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

const lookEveryMs = 500;
const unservedAfterMs = 5_000; // a worker that starts is known a second later
/** The store may be away for a while (its server restarts); a view that shows nothing new is not worth an error. */
const storeAwayMs = 60_000;

/** Says once, each time that it comes to that, that nobody has served a sweep for some seconds. */
const createUnservedNotice = (sweep: Sweep, tell: (line: string) => void) => {
  let since: number | null = null;
  return ({ workers, state }: Snapshot): void => {
    const unserved = state === 'done' ? null : unservedText(sweep, workers);
    if (unserved === null) return void (since = null);
    since ??= Date.now();
    if (Date.now() - since < unservedAfterMs) return;
    since = Infinity;
    tell(unserved);
  };
};

/** Shows a sweep live until it is done, paused or stopped, or `signal` is raised; the last snapshot, or null. */
export const follow = async (session: Session, sweep: Sweep, signal: AbortSignal): Promise<Snapshot | null> => {
  const read = createSnapshots(session.store, createPlan(sweep));
  const view = createLiveView(sweep);
  let readAt = Date.now();
  let full: string | null = null;
  const sayUnserved = createUnservedNotice(sweep, (line) => {
    view.end();
    say(line);
  });
  const sayWhenFull = (): void => {
    const now = fullDisk(session.home, session.cacheFolder);
    if (now !== null && full === null) {
      view.end();
      say(now);
    }
    full = now;
  };
  try {
    for (;;) {
      sayWhenFull();
      const snapshot = await read().catch((error: unknown) => {
        if (Date.now() - readAt > storeAwayMs) throw error;
        return null;
      });
      if (signal.aborted) return null;
      if (snapshot !== null) {
        readAt = Date.now();
        sayUnserved(snapshot);
        view.show(snapshot);
        if (snapshot.state === 'done' || snapshot.state === 'paused' || snapshot.state === 'stopped') return snapshot;
      }
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined); // raised: looked at above
    }
  } finally {
    view.end();
  }
};
