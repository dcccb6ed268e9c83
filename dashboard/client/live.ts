import type { SweepSummary } from '../source.ts';
import { createEventLines } from './event-lines.ts';
import type { StreamEvent } from './event-lines.ts';
import { ask, Refusal } from './server.ts';
import { createStore } from './store.ts';

/** Whether the page hears of changes: `away` when its server is gone, `storeAway` when that does not reach the database. */
export type Connection =
  | { readonly state: 'opening' | 'open' }
  | { readonly state: 'away'; readonly since: number }
  | { readonly state: 'storeAway'; readonly why: string }
  | { readonly state: 'refused'; readonly message: string; readonly fix: string };

export const connection = createStore<Connection>({ state: 'opening' });
/** Null until the first answer. */
export const sweeps = createStore<readonly SweepSummary[] | null>(null);

type Standing = { readonly sweeps: readonly SweepSummary[]; readonly away: string | null };

const byStart = (a: SweepSummary, b: SweepSummary): number => (a.startedAt < b.startedAt ? -1 : 1);

const put = (summary: SweepSummary): void => {
  const others = (sweeps.get() ?? []).filter(({ sweep }) => sweep !== summary.sweep);
  sweeps.set([...others, summary].toSorted(byStart));
};

const take = ({ event, data }: StreamEvent): void => {
  const value: unknown = JSON.parse(data);
  switch (event) {
    case 'standing': {
      const { sweeps: all, away } = value as Standing;
      if (away === null || all.length > 0) sweeps.set(all);
      connection.set(away === null ? { state: 'open' } : { state: 'storeAway', why: away });
      break;
    }
    case 'sweep':
      put(value as SweepSummary);
      break;
    case 'gone':
      sweeps.set((sweeps.get() ?? []).filter(({ sweep }) => sweep !== value));
      break;
    case 'away':
      connection.set({ state: 'storeAway', why: String(value) });
      break;
    case 'back':
      connection.set({ state: 'open' });
      break;
    default: // of a newer server
  }
};

const againMs = 1_000;
let lastId = '';

const listen = async (): Promise<void> => {
  const headers = lastId === '' ? {} : { 'Last-Event-ID': lastId };
  const { body } = await ask('/api/events', { headers });
  if (body === null) return;
  if (connection.get().state === 'away') connection.set({ state: 'open' });
  const read = createEventLines();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of read(value)) {
      lastId = event.id;
      take(event);
    }
  }
};

/** Hears of changes for as long as the page is open, and comes back whenever the server does. */
export const follow = async (): Promise<void> => {
  for (;;) {
    try {
      await listen();
    } catch (error) {
      if (error instanceof Refusal && [401, 403].includes(error.status)) {
        connection.set({ state: 'refused', message: error.message, fix: error.fix });
        return;
      }
    }
    if (connection.get().state !== 'away') connection.set({ state: 'away', since: Date.now() });
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
};
