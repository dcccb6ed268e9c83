import { SweepError } from '../core/errors.ts';
import { splitCount } from '../core/grid.ts';
import { createSpace } from '../core/space.ts';
import { readAmendment } from './amendments.ts';
import type { NumberedAmendment } from './amendments.ts';
import { lookUps, mapConcurrently } from './concurrently.ts';
import type { Sweep, SweepUid } from './documents.ts';
import { drawId } from './draw-id.ts';
import { insertOnce } from './insert-once.ts';
import { inPresentShape, shapeOf } from './migrations/all.ts';
import type { Store } from './open-store.ts';
import { checkedSweep, fromStored, isSweepName } from './sweep-shape.ts';
import { collection, deleteById, findById, onceMore } from './stored.ts';
import type { Stored } from './stored.ts';

/** The grid and what was prepared stand as JSON, since they hold arrays in arrays; the other fields can be queried. */
export type SweepDocument = Stored & {
  readonly name: string;
  readonly startedAt: number;
  readonly trials: number;
  readonly splits: number;
  readonly engine: Sweep['engine'];
  readonly rankBy: string;
  readonly numerics: number;
  readonly gridFile: string;
  readonly gridDigest: Sweep['gridDigest'];
  readonly grid: string;
  readonly files: string;
  readonly prepared: string;
};

export type SweepName = { readonly name: string; readonly uid: SweepUid };

const sweepsOf = (store: Store) => collection<SweepDocument>(store, 'sweeps');
const namesOf = (store: Store) => collection<{ readonly sweep: SweepUid }>(store, 'names');

export const drawSweepUid = (): SweepUid => drawId(8) as SweepUid;

/**
 * Inserts a sweep under its name. Its document comes first, then its name decides, so that every name leads to a sweep;
 * who loses removes its own document and gets the sweep that holds the name.
 */
export const insertSweep = async (
  store: Store,
  sweep: Sweep,
): Promise<{ readonly state: 'inserted' } | { readonly state: 'taken'; readonly sweep: Sweep }> => {
  await insertOnce(sweepsOf(store), asDocument(sweep));
  for (;;) {
    if ((await insertOnce(namesOf(store), { _id: sweep.name, v: 1, sweep: sweep.uid })) === 'inserted')
      return { state: 'inserted' };
    const holder = await findById(namesOf(store), sweep.name);
    if (holder === null) continue; // forgotten since
    if (holder.sweep === sweep.uid) return { state: 'inserted' };
    const taken = await readSweep(store, holder.sweep);
    if (taken === null) {
      const still = await findById(namesOf(store), sweep.name);
      if (still?.sweep !== holder.sweep) continue; // forgotten while this looked
      throw new Error(`the name ${sweep.name} leads to sweep ${holder.sweep}, which is not there`);
    }
    await deleteById(sweepsOf(store), sweep.uid);
    return { state: 'taken', sweep: taken };
  }
};

/** Who holds a name; null: nobody. */
export const readName = async (store: Store, name: string): Promise<SweepUid | null> =>
  (await findById(namesOf(store), name))?.sweep ?? null;

/** Gives a sweep that is there its name. */
export const insertName = async (store: Store, { name, uid }: SweepName): Promise<'inserted' | 'exists'> =>
  await insertOnce(namesOf(store), { _id: name, v: 1, sweep: uid });

/**
 * A sweep as of one of its editions, or as it is now: what its document says, and in place of that what the amendment
 * says that made the edition. Null where there is no such sweep, or no such edition.
 */
export const readSweep = async (
  store: Store,
  uid: SweepUid,
  edition: number | 'present' = 'present',
): Promise<Sweep | null> => {
  const document = await findById(sweepsOf(store), uid);
  if (document === null) return null;
  const sweep = asSweep(document);
  if (edition === 0) return sweep;
  const amendment = await readAmendment(store, uid, edition);
  if (amendment === null) return edition === 'present' ? sweep : null;
  return amended(sweep, amendment);
};

/** A sweep as an amendment made it. @throws {SweepError} INVALID_DATA */
export const amended = (sweep: Sweep, amendment: NumberedAmendment): Sweep => {
  const { grid, gridFile, gridDigest, files, prepared, edition } = amendment;
  return checkedSweep({ ...sweep, grid, gridFile, gridDigest, files, prepared, edition });
};

/** Whether a sweep is there, without reading all of it. */
export const hasSweep = async (store: Store, uid: SweepUid): Promise<boolean> =>
  (await onceMore(async () => await sweepsOf(store).findOne({ _id: uid }, { projection: { _id: 1 } }))) !== null;

/**
 * Forgets a sweep: its name first, so that no name leads to nothing, then its document. What it led to stays until it is
 * freed; a sweep without a name that nobody holds is as good as forgotten.
 */
export const forgetSweep = async (store: Store, { name, uid }: SweepName): Promise<void> => {
  await onceMore(async () => await namesOf(store).deleteOne({ _id: name, sweep: uid }));
  await deleteById(sweepsOf(store), uid);
};

/** The sweeps whose names begin with `prefix`, by name; a whole name stands alone, whatever else begins with it. */
export const findSweeps = async (store: Store, prefix: string): Promise<readonly SweepName[]> => {
  const exact = await findById(namesOf(store), prefix);
  if (exact !== null) return [{ name: exact._id, uid: exact.sweep }];
  return (await listNames(store)).filter(({ name }) => name.startsWith(prefix));
};

/** All sweeps that have a name, the oldest first; without those whose documents are damaged. */
export const listSweeps = async (store: Store): Promise<readonly Sweep[]> => {
  const found = await readNamed(store);
  return found
    .flatMap((each) => (each instanceof SweepError ? [] : [each]))
    .toSorted((a, b) => a.startedAt - b.startedAt);
};

/** What is wrong with the documents of sweeps that no program of ours has written. */
export const damagedSweeps = async (store: Store): Promise<readonly SweepError[]> =>
  (await readNamed(store)).filter((each) => each instanceof SweepError);

const readNamed = async (store: Store): Promise<readonly (Sweep | SweepError)[]> => {
  const found = await mapConcurrently(await listNames(store), lookUps, async ({ uid }) => {
    try {
      return await readSweep(store, uid);
    } catch (error) {
      if (error instanceof SweepError && error.code === 'INVALID_DATA') return error;
      throw error;
    }
  });
  return found.filter((each) => each !== null);
};

/** The names of all sweeps, and whose they are, by name. */
export const listNames = async (store: Store): Promise<readonly SweepName[]> => {
  const names = await namesOf(store).find().toArray();
  return names
    .filter(({ _id, sweep }) => isSweepName(_id) && typeof sweep === 'string')
    .map(({ _id, sweep }) => ({ name: _id, uid: sweep }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
};

const asDocument = (sweep: Sweep): SweepDocument => ({
  _id: sweep.uid,
  v: shapeOf('sweeps'),
  name: sweep.name,
  startedAt: sweep.startedAt,
  trials: createSpace(sweep.grid).trials,
  splits: splitCount(sweep.grid.split),
  engine: sweep.engine,
  rankBy: sweep.grid.rank.by,
  numerics: sweep.numerics,
  gridFile: sweep.gridFile,
  gridDigest: sweep.gridDigest,
  grid: JSON.stringify(sweep.grid),
  files: JSON.stringify(sweep.files),
  prepared: JSON.stringify(sweep.prepared),
});

/** What a sweep's document says: the sweep as it was started. @throws {SweepError} INVALID_DATA */
export const asSweep = (stored: SweepDocument): Sweep => checkedSweep(fromStored(() => sweepOf(stored)));

const sweepOf = (stored: SweepDocument): Sweep => {
  const document = inPresentShape('sweeps', stored);
  return {
    uid: document._id as SweepUid,
    name: document.name,
    grid: JSON.parse(document.grid) as Sweep['grid'],
    gridFile: document.gridFile,
    gridDigest: document.gridDigest,
    files: JSON.parse(document.files) as Sweep['files'],
    prepared: JSON.parse(document.prepared) as Sweep['prepared'],
    engine: document.engine,
    numerics: document.numerics,
    startedAt: document.startedAt,
    edition: 0,
  };
};
