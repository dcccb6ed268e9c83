import { createSpace } from '../core/space.ts';
import type { Amendment, SweepRequest, SweepUid } from './documents.ts';
import { insertNumbered } from './insert-once.ts';
import { inPresentShape, shapeOf } from './migrations/all.ts';
import type { Store } from './open-store.ts';
import { readRequests, requestId } from './requests.ts';
import type { RequestFields } from './requests.ts';
import { fromStored } from './sweep-shape.ts';
import { collection, findById } from './stored.ts';
import type { Stored } from './stored.ts';

/** A request that carries all of the amendment, so that one insert makes the next edition; JSON as a sweep's document. */
type AmendmentFields = RequestFields & {
  readonly reason: string | null;
  readonly trials: number;
  readonly gridFile: string;
  readonly gridDigest: Amendment['gridDigest'];
  readonly grid: string;
  readonly files: string;
  readonly prepared: string;
};

export type AmendmentDocument = Stored & AmendmentFields;

/** An amendment with its number among the sweep's, from 1, and when it was asked for. */
export type NumberedAmendment = Amendment & { readonly edition: number; readonly at: number };

const amendmentsOf = (store: Store) => collection<AmendmentFields>(store, 'requests');

/** Records an amendment under the next free number of the sweep's requests: from then on its grid is the sweep's. */
export const insertAmendment = async (
  store: Store,
  uid: SweepUid,
  { grid, files, prepared, gridFile, gridDigest, reason }: Amendment,
  at: number,
): Promise<SweepRequest> => {
  const json = { grid: JSON.stringify(grid), files: JSON.stringify(files), prepared: JSON.stringify(prepared) };
  const { trials } = createSpace(grid);
  const make = (n: number): AmendmentDocument => {
    const request = { _id: requestId(uid, n), v: shapeOf('requests'), sweep: uid, n, kind: 'amend', at } as const;
    return { ...request, reason, trials, gridFile, gridDigest, ...json };
  };
  const { n } = await insertNumbered(amendmentsOf(store), make);
  return { n, kind: 'amend', at };
};

const isAmendment = ({ kind }: SweepRequest): boolean => kind === 'amend';

/** The amendment that made an edition, or the last one; null where there is none. */
export const readAmendment = async (
  store: Store,
  uid: SweepUid,
  edition: number | 'present',
): Promise<NumberedAmendment | null> => {
  const asked = (await readRequests(store, uid, 1)).filter(isAmendment);
  const number = edition === 'present' ? asked.length : edition;
  const request = asked[number - 1];
  const document = request === undefined ? null : await findById(amendmentsOf(store), requestId(uid, request.n));
  return document === null ? null : asAmendment(document, number);
};

/** What the request of that kind says that made an edition. @throws {SweepError} INVALID_DATA where no program of ours wrote it */
export const asAmendment = (document: AmendmentDocument, edition: number): NumberedAmendment =>
  fromStored(() => amendmentOf(document, edition));

const amendmentOf = (document: AmendmentDocument, edition: number): NumberedAmendment => {
  const { grid, files, prepared, reason, gridFile, gridDigest, at } = inPresentShape('requests', document);
  return {
    edition,
    at,
    reason,
    gridFile,
    gridDigest,
    grid: JSON.parse(grid) as Amendment['grid'],
    files: JSON.parse(files) as Amendment['files'],
    prepared: JSON.parse(prepared) as Amendment['prepared'],
  };
};

/** How often a sweep was amended: the number of its present edition. */
export const readEdition = async (store: Store, uid: SweepUid): Promise<number> =>
  (await readRequests(store, uid, 1)).filter(isAmendment).length;
