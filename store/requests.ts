import type { RequestKind, SweepRequest, SweepUid } from './documents.ts';
import { insertNumbered, readNumbered } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection } from './stored.ts';

type RequestFields = SweepRequest & { readonly sweep: SweepUid };

const requestsOf = (store: Store) => collection<RequestFields>(store, 'requests');
const idOf = (uid: SweepUid, n: number): string => `${uid}:request:${n}`;

/** Records what a person asks of a sweep, under the next free number. */
export const insertRequest = async (
  store: Store,
  uid: SweepUid,
  kind: RequestKind,
  at: number,
): Promise<SweepRequest> => {
  const make = (n: number) => ({ _id: idOf(uid, n), v: 1 as const, sweep: uid, n, kind, at });
  const { n } = await insertNumbered(requestsOf(store), make);
  return { n, kind, at };
};

/** The requests of a sweep from number `from` on, in order. */
export const readRequests = async (store: Store, uid: SweepUid, from: number): Promise<readonly SweepRequest[]> => {
  const requests = await readNumbered(requestsOf(store), (n) => idOf(uid, n), from);
  return requests.map(({ n, kind, at }) => ({ n, kind, at }));
};
