import { basename } from 'node:path';

import { SweepError } from '../core/errors.ts';
import type { Digest } from '../core/canonical.ts';
import { gridDigest } from '../core/keys.ts';
import { readAmendment } from '../store/amendments.ts';
import type { Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { readSweep } from '../store/sweeps.ts';
import { trialChanges } from '../activities/trial-changes.ts';
import { changesText } from './amend/changes-text.ts';
import { otherWork } from './amend/refuse-other-work.ts';
import { moment } from './amounts.ts';
import { gridDifferences } from './grid-differences.ts';
import type { PreparedSweep } from './prepare-sweep.ts';

/** Files whose content is another than at the start, word lists and vectors too. */
const changedFiles = (taken: Sweep, made: PreparedSweep): readonly string[] => {
  if (taken.files.length !== made.files.length) return ['which files there are'];
  return made.files
    .filter(({ digest }, at) => digest !== taken.files[at]?.digest)
    .map(({ path }) => `the content of ${basename(path)}`);
};

/** e.g. "the grid that it had until it was amended 2026-08-02 14:03"; null where it never had this one. */
const earlierGrid = async (store: Store, { uid, edition }: Sweep, digest: Digest): Promise<string | null> => {
  for (let n = edition - 1; n >= 0; n--) {
    if ((await readSweep(store, uid, n))?.gridDigest !== digest) continue;
    const amendment = await readAmendment(store, uid, n + 1);
    if (amendment === null) return null;
    const why = amendment.reason === null ? '' : ` (${amendment.reason})`;
    return `This is the grid that it had until it was amended ${moment(amendment.at)}${why}.`;
  }
  return null;
};

/** What to do: amend where data and splits are the sweep's, a name of its own in any case. */
const fixOf = (taken: Sweep, made: PreparedSweep, file: string): string => {
  const other = `start it under a name of its own: --name ${taken.name}-2 (folds that both have are reused)`;
  if (otherWork(taken, made).length > 0) return other;
  const changes = changesText(trialChanges(taken.grid, made.grid));
  return `give the sweep this grid (${changes}): sweep amend ${taken.name} ${file}; or ${other}`;
};

/**
 * The same name with another grid is the user's error: says what differs, and whether the sweep may be amended to it.
 * @throws {SweepError} NAME_TAKEN
 */
export const refuseOtherGrid = async (store: Store, taken: Sweep, made: PreparedSweep, file: string): Promise<void> => {
  const digest = gridDigest(
    made.grid,
    made.files.map((each) => each.digest),
  );
  if (digest === taken.gridDigest) return;
  const differences = gridDifferences(taken.grid, made.grid);
  const what = [...differences, ...changedFiles(taken, made)].slice(0, 10).map((line) => `  - ${line}`);
  const earlier = await earlierGrid(store, taken, digest);
  throw new SweepError({
    code: 'NAME_TAKEN',
    message: [
      taken.edition === 0 ? `Another grid was started as "${taken.name}".` : `"${taken.name}" has another grid now.`,
      ...(earlier === null ? [] : [earlier]),
      `What differs:\n${what.join('\n')}`,
    ].join(' '),
    fix: fixOf(taken, made, file),
  });
};
