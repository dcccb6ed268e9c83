import { heartbeatTimeoutMs } from '../core/timeouts.ts';

/**
 * Lets one in per key: waits until whoever is inside has left, or for so long that it must be hanging, as with a trainer
 * that was stopped; resolves to what lets the next one in.
 */
export type Exclusion = { readonly enter: (key: string) => Promise<() => void> };

/** Those who wait for the same key go in in the order in which they came. */
export const createExclusion = (atMostMs = heartbeatTimeoutMs): Exclusion => {
  const lasts = new Map<string, Promise<void>>();
  return {
    enter: async (key) => {
      const before = lasts.get(key);
      let leave = (): void => undefined;
      const left = new Promise<void>((resolve) => {
        leave = () => {
          if (lasts.get(key) === left) lasts.delete(key);
          resolve();
        };
      });
      lasts.set(key, left);
      if (before !== undefined) {
        let timer: NodeJS.Timeout | undefined;
        const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, atMostMs)));
        await Promise.race([before, over]);
        clearTimeout(timer);
      }
      return leave;
    },
  };
};
