import type { Collection } from 'mongodb';
import type { SweepUid } from './documents.ts';
import { insertOnce } from './insert-once.ts';
import type { Store } from './open-store.ts';
import { lookUps, mapConcurrently } from './concurrently.ts';
import { collection, findById } from './stored.ts';
import type { Stored } from './stored.ts';

/**
 * The order in which rows came: documents `1`, `2`, …, each naming the row that is about to be inserted. So that who
 * watches a sweep asks for the next number, not for all rows; one of the servers would decode every one of them.
 * A row may be named twice, or named and never come (its writer died); the row itself says what is known.
 */
type LogDocument = Stored & { readonly row: string };

const logOf = (store: Store, uid: SweepUid): Collection<LogDocument> => collection(store, `rowlog_${uid}`);

/** Where this process looks for a free number next, per sweep: one search at a time, or its own would collide. */
const nextFree = new WeakMap<Store, Map<SweepUid, Promise<number>>>();

/** Appends a row's name; returns its number. */
export const logRow = async (store: Store, uid: SweepUid, row: string): Promise<number> => {
  const bySweep = nextFree.get(store) ?? new Map<SweepUid, Promise<number>>();
  nextFree.set(store, bySweep);
  const before = bySweep.get(uid) ?? Promise.resolve(1);
  const after = before.catch(() => 1).then(async (free) => await appendFrom(store, uid, row, free));
  bySweep.set(uid, after);
  return (await after) - 1;
};

/** Appends at the first free number from `from` on; returns the one behind it. */
const appendFrom = async (store: Store, uid: SweepUid, row: string, from: number): Promise<number> => {
  let n = from;
  while ((await insertOnce(logOf(store, uid), { _id: String(n), v: 1, row })) === 'exists')
    n = await rowLogEnd(store, uid, n + 1);
  return n + 1;
};

/** The first free number at or after `from`: in steps that double, then by halving. */
export const rowLogEnd = async (store: Store, uid: SweepUid, from: number): Promise<number> => {
  const isTaken = async (n: number): Promise<boolean> => (await findById(logOf(store, uid), String(n))) !== null;
  if (!(await isTaken(from))) return from;
  let taken = from;
  let step = 1;
  while (await isTaken(taken + step)) {
    taken += step;
    step *= 2;
  }
  let free = taken + step;
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (await isTaken(middle)) taken = middle;
    else free = middle;
  }
  return free;
};

/** The rows named from number `from` on, at most `limit` of them. */
export const rowsLogged = async (
  store: Store,
  uid: SweepUid,
  from: number,
  limit: number,
): Promise<readonly string[]> => {
  const rows: string[] = [];
  while (rows.length < limit) {
    const entry = await findById(logOf(store, uid), String(from + rows.length));
    if (entry === null) break;
    rows.push(entry.row);
  }
  return rows;
};

/** The rows named by `count` numbers from `from` on, all of which have been given. */
export const rowsAt = async (store: Store, uid: SweepUid, from: number, count: number): Promise<readonly string[]> => {
  const numbers = Array.from({ length: count }, (_, at) => from + at);
  return await mapConcurrently(numbers, lookUps, async (n) => {
    const entry = await findById(logOf(store, uid), String(n));
    if (entry === null) throw new Error(`entry ${n} of the row log of sweep ${uid} was there and is gone`);
    return entry.row;
  });
};

/**
 * Gives every number below the last one a row's name again, where one is gone: a row may be named twice, and a gap would
 * end the log before its end. @returns how many were gone
 */
export const fillRowLog = async (store: Store, uid: SweepUid): Promise<number> => {
  const numbers = new Set<number>();
  let row = '';
  for await (const { _id, ...entry } of logOf(store, uid).find(
    { row: { $exists: true } },
    { projection: { row: 1 } },
  )) {
    numbers.add(Number(_id));
    ({ row } = entry);
  }
  const last = [...numbers].reduce((most, n) => Math.max(most, n), 0);
  let filled = 0;
  for (let n = 1; n < last; n++) {
    if (numbers.has(n)) continue;
    if ((await insertOnce(logOf(store, uid), { _id: String(n), v: 1, row })) === 'inserted') filled++;
  }
  return filled;
};
