import { useEffect, useRef, useState } from 'preact/hooks';

import { readJson, Refusal } from './server.ts';

export type Resource<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly refusal: Refusal }
  | { readonly state: 'here'; readonly value: Value };

/** What takes long to read is read rarely: at most this share of the time. */
const readingShare = 0.25;

/** A number that grows again and again while `isOn`, for what nobody tells of. */
export const useTick = (everyMs: number, isOn: boolean): number => {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setTick((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, isOn]);
  return tick;
};

/**
 * Reads `path` again whenever `version` changes, and shows the old answer until the new one is there. A null path reads
 * nothing.
 */
export const useResource = <Value>(path: string | null, version: string): Resource<Value> => {
  const [found, setFound] = useState<Resource<Value> & { readonly of?: string }>({ state: 'loading' });
  const nextAt = useRef(0);
  useEffect(() => {
    if (path === null) return;
    let live = true;
    const read = async (): Promise<void> => {
      const from = performance.now();
      try {
        const value = await readJson<Value>(path);
        if (live) setFound({ state: 'here', value, of: path });
      } catch (error) {
        const refusal = error instanceof Refusal ? error : new Refusal(0, String(error), '');
        // What is shown stays while the server is away: the banner says so.
        if (live)
          setFound((before) =>
            before.state === 'here' && before.of === path && refusal.status === 0
              ? before
              : { state: 'failed', refusal, of: path },
          );
      }
      nextAt.current = performance.now() + (performance.now() - from) / readingShare;
    };
    const timer = setTimeout(() => void read(), Math.max(0, nextAt.current - performance.now()));
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [path, version]);
  return found.of === path ? found : { state: 'loading' };
};
