import { insertAmendment } from '../../store/amendments.ts';
import type { Sweep } from '../../store/documents.ts';
import { holding } from '../../store/holds.ts';
import type { Store } from '../../store/open-store.ts';
import { readSweep } from '../../store/sweeps.ts';
import { storeBlobs } from '../prepare-sweep.ts';
import type { PreparedSweep } from '../prepare-sweep.ts';

/** A sweep as an amendment would make it. */
export const amendedSweep = (sweep: Sweep, { grid, gridFile, gridDigest, files, prepared }: Sweep): Sweep => ({
  ...sweep,
  grid,
  gridFile,
  gridDigest,
  files,
  prepared,
  edition: sweep.edition + 1,
});

/**
 * Stores an amendment after the blobs that its grid needs: held, so that `gc` frees neither those nor folds that it takes
 * up. Done twice it is one amendment.
 * @returns the sweep as it is then
 */
export const storeAmendment = async (
  store: Store,
  amended: Sweep,
  made: Pick<PreparedSweep, 'blobs'>,
  reason: string | null,
): Promise<Sweep> =>
  await holding(store, { kind: 'sweep', sweep: amended }, async () => {
    await storeBlobs(store, made);
    const before = await readSweep(store, amended.uid);
    if (before?.gridDigest === amended.gridDigest) return before;
    const { grid, gridFile, gridDigest, files, prepared } = amended;
    await insertAmendment(store, amended.uid, { grid, gridFile, gridDigest, files, prepared, reason }, Date.now());
    const now = await readSweep(store, amended.uid);
    if (now === null) throw new Error(`sweep ${amended.uid} is not in this store any more`);
    return now;
  });
