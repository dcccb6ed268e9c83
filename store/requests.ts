import type { RequestKind, SweepRequest, SweepUid } from './documents.ts';
import { insertNumbered } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { collection, findById } from './stored.ts';
import type { Stored } from './stored.ts';

export type RequestFields = SweepRequest & { readonly sweep: SweepUid };

const requestsOf = (store: Store) => collection<RequestFields>(store, 'requests');

export const requestId = (uid: SweepUid, n: number): string => `${uid}:request:${n}`;

/** Records what a person asks of a sweep, under the next free number; an amendment has an insert of its own. */
export const insertRequest = async (
  store: Store,
  uid: SweepUid,
  kind: Exclude<RequestKind, 'amend'>,
  at: number,
): Promise<SweepRequest> => {
  const make = (n: number): Stored & RequestFields => ({ _id: requestId(uid, n), v: 1, sweep: uid, n, kind, at });
  const { n } = await insertNumbered(requestsOf(store), make);
  return { n, kind, at };
};

/** An amendment's grid and what was prepared for it: bulk that nobody needs who asks what was asked. */
const bulk = { grid: 0, files: 0, prepared: 0 } as const;

/** The requests of a sweep from number `from` on, in order. */
export const readRequests = async (store: Store, uid: SweepUid, from: number): Promise<readonly SweepRequest[]> => {
  const found: SweepRequest[] = [];
  for (let n = from; ; n++) {
    const request = await findById(requestsOf(store), requestId(uid, n), bulk);
    if (request === null) return found;
    found.push({ n, kind: request.kind, at: request.at });
  }
};
