import { randomBytes } from 'node:crypto';

/** A numbered piece of news; `data` is one line of JSON. */
export type PageEvent = { readonly id: string; readonly event: string; readonly data: string };

type Listener = (event: PageEvent) => void;

const mostKept = 1_000;

/**
 * News for open pages, numbered in order. Who comes back with the number of the last one it saw gets those since; null
 * where they are not kept any more, or where another server numbered them.
 */
export const createEvents = () => {
  const epoch = randomBytes(4).toString('hex');
  const kept: PageEvent[] = [];
  const listeners = new Set<Listener>();
  let last = 0;

  const publish = (event: string, data: unknown): void => {
    last++;
    const made = { id: `${epoch}-${last}`, event, data: JSON.stringify(data) };
    kept.push(made);
    if (kept.length > mostKept) kept.shift();
    for (const listener of listeners) listener(made);
  };
  const since = (id: string | undefined): readonly PageEvent[] | null => {
    const [of, seen] = id?.split('-') ?? [];
    const n = Number(seen);
    if (of !== epoch || !Number.isSafeInteger(n) || n < last - kept.length || n > last) return null;
    return kept.slice(kept.length - (last - n));
  };
  const listen = (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return { publish, since, listen, lastId: () => `${epoch}-${last}`, listeners: () => listeners.size };
};

export type Events = ReturnType<typeof createEvents>;
