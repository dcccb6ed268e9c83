import type { SweepUid } from '../../core/messages.ts';
import { asAmendment } from '../../store/amendments.ts';
import type { AmendmentDocument } from '../../store/amendments.ts';
import { createContentCheck } from '../../store/archive/check-content.ts';
import { damaged } from '../../store/archive/damaged.ts';
import type { AnyDocument } from '../../store/archive/document-bytes.ts';
import type { ArchiveHead, ArchiveManifest } from '../../store/archive/layout.ts';
import { partOf } from '../../store/archive/order.ts';
import { readArchive } from '../../store/archive/read-archive.ts';
import type { ReadOptions } from '../../store/archive/read-archive.ts';
import type { Sweep } from '../../store/documents.ts';
import { ownerOf } from '../../store/owners.ts';
import { amended, asSweep } from '../../store/sweeps.ts';
import type { SweepDocument } from '../../store/sweeps.ts';
import { createPlan } from '../plan.ts';

/** An archive that was read to its end and is whole. */
export type CheckedArchive = {
  readonly head: ArchiveHead;
  readonly manifest: ArchiveManifest;
  readonly sweeps: readonly (readonly Sweep[])[]; // each in all its editions
};

const mostSweeps = 10_000;
/** `gc` walks through all that a sweep leads to; a thousand times of what anybody trains is a trap. */
const mostFolds = 1e9;

const uidOf = (collection: string, document: AnyDocument): SweepUid | null => {
  const owner = ownerOf(collection, document._id);
  return owner.kind === 'sweep' ? owner.uid : null;
};

/** The editions of a sweep, from its document and the amendments among what was asked of it. */
const editionsOf = (first: Sweep, requests: readonly AnyDocument[]): readonly Sweep[] => {
  const amendments = requests
    .filter(({ kind }) => kind === 'amend')
    .toSorted((a, b) => Number(a['n']) - Number(b['n']))
    .map((document, at) => asAmendment(document as unknown as AmendmentDocument, at + 1));
  const editions = [first, ...amendments.map((amendment) => amended(first, amendment))];
  for (const edition of editions) {
    const { trials, splits } = createPlan(edition).space; // throws where its grid is none
    if (!(trials * splits <= mostFolds))
      throw new RangeError(`sweep ${first.uid} has ${trials} trials of ${splits} folds`);
  }
  return editions;
};

/** Gathers the sweeps of an archive and holds what it says of them against each other. */
const createSweeps = () => {
  const sweeps = new Map<SweepUid, Sweep>();
  const requests = new Map<SweepUid, AnyDocument[]>();
  const owners = new Set<SweepUid>();
  const see = (collection: string, document: AnyDocument): void => {
    const uid = uidOf(collection, document);
    if (uid === null) throw new RangeError(`${document._id} is of no sweep`);
    owners.add(uid);
    if (owners.size > mostSweeps) throw new RangeError(`it has more than ${mostSweeps} sweeps`);
    if (collection === 'sweeps') sweeps.set(uid, asSweep(document as unknown as SweepDocument));
    if (collection === 'requests') requests.set(uid, [...(requests.get(uid) ?? []), document]);
  };
  const end = (manifest: ArchiveManifest): CheckedArchive['sweeps'] => {
    const named = manifest.sweeps.map(({ uid, name }) => {
      const sweep = sweeps.get(uid);
      if (sweep?.name !== name) throw new RangeError(`sweep ${uid} is not the one that its manifest names`);
      return editionsOf(sweep, requests.get(uid) ?? []);
    });
    if (named.length !== sweeps.size || owners.size !== sweeps.size)
      throw new RangeError('it has documents of sweeps that its manifest does not name');
    return named;
  };
  return { see, end };
};

/**
 * Reads an archive to its end and holds all that it says against the digests that it says it under.
 * @throws {SweepError} INVALID_ARCHIVE, with what is wrong
 */
export const checkArchive = async (file: string, options: ReadOptions): Promise<CheckedArchive> => {
  const content = createContentCheck();
  const sweeps = createSweeps();
  let head: ArchiveHead | null = null;
  let isBeyondSweeps = false;
  for await (const part of readArchive(file, options)) {
    if (part.kind === 'head') head = part.head;
    try {
      if (part.kind === 'section') {
        const isOfSweep = partOf(part.collection) === 'sweeps';
        if (isOfSweep && isBeyondSweeps) throw new RangeError('its sections are not in order');
        isBeyondSweeps = !isOfSweep;
        for (const document of part.documents) (isOfSweep ? sweeps : content).see(part.collection, document);
      }
      if (part.kind === 'manifest' && head !== null) {
        content.end();
        return { head, manifest: part.manifest, sweeps: sweeps.end(part.manifest) };
      }
    } catch (error) {
      throw damaged(file, (error as Error).message);
    }
  }
  throw damaged(file, 'it has no manifest');
};
