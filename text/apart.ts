import type { DataOptions } from '../core/grid.ts';
import type { Collected } from './collect-rows.ts';
import { flagsOf, limitOf } from './number-flags.ts';

/** Rows of the data that share nothing with rows which are never trained on, and how many do. */
export type Apart = {
  readonly rows: Uint32Array; // ascending; those of a hold-out file last
  readonly droppedLikeTest: number; // rows with a text or a group of the test rows
  readonly droppedLikeHeldOut: number; // rows of the data with a text or a group of a hold-out file
};

/**
 * Leaves out the rows that have a text or a group in common with a test row, whatever `duplicates` says, and then the rows
 * of the data that have one in common with the hold-out file; equal texts there are kept with `duplicates: keep`.
 */
export const rowsApart = ({ equal, groups, heldOutFrom, test }: Collected, { duplicates }: DataOptions): Apart => {
  const texts = limitOf(equal, test?.equal);
  const values = limitOf(groups, test?.groups);
  const has = (flags: Uint8Array, numbers: Uint32Array | null, row: number): boolean =>
    numbers !== null && flags[numbers[row] as number] === 1;
  const testTexts = flagsOf(test?.equal ?? [], texts);
  const testGroups = flagsOf(test?.groups ?? [], values);
  const heldOutTexts = flagsOf(duplicates === 'keep' ? [] : equal.subarray(heldOutFrom), texts);
  const heldOutGroups = flagsOf(groups?.subarray(heldOutFrom) ?? [], values);
  const all = Uint32Array.from(equal.keys());
  const left = all.filter((row) => !has(testTexts, equal, row) && !has(testGroups, groups, row));
  const rows = left.filter(
    (row) => row >= heldOutFrom || (!has(heldOutTexts, equal, row) && !has(heldOutGroups, groups, row)),
  );
  return {
    rows,
    droppedLikeTest: all.length - left.length,
    droppedLikeHeldOut: left.length - rows.length,
  };
};
