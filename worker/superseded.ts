import { SweepError } from '../core/errors.ts';
import { isNewer } from '../store/migrate.ts';
import type { Store } from '../store/open-store.ts';

const lookEveryMs = 5_000;

/**
 * Whether a newer program has brought the store to a shape that this one does not know: `happened` rejects then. A
 * migration waits for workers that live, so that this finds those alone that were stopped or cut off for longer than that.
 * @throws {SweepError} SCHEMA, through `happened`
 */
export const createSuperseded = (store: Store, everyMs = lookEveryMs) => {
  let close = (): void => undefined;
  const happened = new Promise<never>((_resolve, reject) => {
    const look = async (): Promise<void> => {
      if (!(await isNewer(store).catch(() => false))) return; // the store is away: it is asked again
      close();
      reject(
        new SweepError({
          code: 'SCHEMA',
          message: 'A newer sweep has taken this store over while this process was stopped or cut off from it.',
          fix: 'install that version here too and do this again; what was trained is kept',
        }),
      );
    };
    const timer = setInterval(() => void look(), everyMs);
    close = () => clearInterval(timer);
  });
  happened.catch(() => undefined); // told to whoever awaits it
  return { happened, close };
};
