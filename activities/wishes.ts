import type { SweepUid, Wishes } from '../core/messages.ts';
import type { RequestKind } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { readRequests } from '../store/requests.ts';

/** Wishes that add up; the others stand in each other's place. */
const counted: readonly RequestKind[] = ['amend', 'retry'];

/** What people have asked of a sweep so far: the last of pause, resume and stop counts, every amend and retry is taken up. */
export const readWishes = async (store: Store, sweep: SweepUid): Promise<Wishes> => {
  const requests = await readRequests(store, sweep, 1);
  const last = requests.filter(({ kind }) => !counted.includes(kind)).at(-1)?.kind ?? 'start';
  return {
    wish: last === 'pause' || last === 'stop' ? last : 'run',
    edition: requests.filter(({ kind }) => kind === 'amend').length,
    retry: requests.filter(({ kind }) => kind === 'retry').length,
    seen: requests.length,
  };
};
