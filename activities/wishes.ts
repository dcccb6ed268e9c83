import type { SweepUid, Wishes } from '../core/messages.ts';
import type { Store } from '../store/open-store.ts';
import { readRequests } from '../store/requests.ts';

/** What people have asked of a sweep so far: the last of pause, resume and stop counts, every retry is taken up. */
export const readWishes = async (store: Store, sweep: SweepUid): Promise<Wishes> => {
  const requests = await readRequests(store, sweep, 1);
  const last = requests.filter(({ kind }) => kind !== 'retry').at(-1)?.kind ?? 'start';
  return {
    wish: last === 'pause' || last === 'stop' ? last : 'run',
    edition: 0,
    retry: requests.filter(({ kind }) => kind === 'retry').length,
    seen: requests.length,
  };
};
