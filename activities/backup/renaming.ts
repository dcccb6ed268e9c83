import { createHash } from 'node:crypto';

import type { SweepUid } from '../../core/messages.ts';
import type { AnyDocument } from '../../store/archive/document-bytes.ts';
import type { Sweep } from '../../store/documents.ts';
import { ownerOf, sweepOfCollection } from '../../store/owners.ts';
import type { Packed } from './pack.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const characters = `${letters}0123456789`;

/**
 * The uid of a sweep that is restored under another name: another sweep, so that it does not meet the first one, and the
 * same whenever this sweep is restored under this name, so that what was cut off can be gone on with.
 */
const renamedUid = (uid: SweepUid, name: string): SweepUid => {
  const bytes = createHash('sha256')
    .update(JSON.stringify([uid, name]))
    .digest()
    .subarray(0, 8);
  return [...bytes].map((byte, at) => (at === 0 ? letters[byte % 26] : characters[byte % 36])).join('') as SweepUid;
};

/** A sweep under the name that it is to have here. */
export const renamed = (sweep: Sweep, name: string | null): Sweep =>
  name === null || name === sweep.name ? sweep : { ...sweep, name, uid: renamedUid(sweep.uid, name) };

/** A document of a sweep, as it is where that sweep has become another one. */
export const renamedDocument = ({ collection, document }: Packed, from: Sweep, to: Sweep): Packed => {
  const owner = ownerOf(collection, document._id);
  if (from.uid === to.uid || owner.kind !== 'sweep' || owner.uid !== from.uid) return { collection, document };
  const isOwn = sweepOfCollection(collection) !== null;
  const again: AnyDocument = {
    ...document,
    _id: isOwn ? document._id : `${to.uid}${document._id.slice(from.uid.length)}`,
    ...(document['sweep'] === from.uid ? { sweep: to.uid } : {}),
    ...(collection === 'sweeps' ? { name: to.name } : {}),
  };
  return { collection: isOwn ? collection.replace(from.uid, to.uid) : collection, document: again };
};
