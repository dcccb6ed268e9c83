import { stat } from 'node:fs/promises';

import { checkArchive } from '../activities/backup/check-archive.ts';
import { restoreArchive } from '../activities/backup/restore.ts';
import type { Restored } from '../activities/backup/restore.ts';
import { readState } from '../activities/state.ts';
import type { SweepState } from '../activities/state.ts';
import { numericsVersion } from '../core/engine.ts';
import { SweepError } from '../core/errors.ts';
import { schemaVersion } from '../store/migrations/all.ts';
import type { Store } from '../store/open-store.ts';
import { plural } from '../core/amounts.ts';
import { moment } from './amounts.ts';
import { changingLine } from './changing-line.ts';
import { finished } from './exit-codes.ts';
import { interruption } from './interruption.ts';
import { openSession } from './session.ts';
import { nextCommand } from './status-view.ts';

export type RestoreCommand = { readonly file: string; readonly as: string | null; readonly json: boolean };

type Shown = Restored['sweeps'][number] & { readonly now: SweepState };

const statesOf = async (store: Store, { sweeps }: Restored): Promise<readonly Shown[]> =>
  await Promise.all(sweeps.map(async (each) => ({ ...each, now: (await readState(store, each.sweep)).state })));

const sweepText = ({ sweep, from, state, now }: Shown): readonly string[] => {
  const { name, numerics } = sweep;
  const was = from === name ? '' : ` (${from} in the file)`;
  const done = state === 'there' ? 'was here; what was missing of it is here now' : 'is here again';
  const next = now === 'done' ? `sweep leaderboard ${name}` : nextCommand(name, now);
  const other =
    numerics === numericsVersion
      ? []
      : [`  Its scores are of numerics ${numerics}; this program trains with ${numericsVersion} and only reads it.`];
  return [`${name}${was} ${done}: ${now}. ${now === 'done' ? 'See it' : 'Go on'}: ${next}`, ...other];
};

const restoredText = (restored: Restored, sweeps: readonly Shown[]): string => {
  const { manifest, program, inserted, there } = restored;
  const counts = `${plural(inserted, 'document')} inserted, ${there.toLocaleString('en-US')} were there`;
  const made = `Backup of ${moment(manifest.madeAt)} by sweep ${program}: every digest agrees; ${counts}.`;
  return [made, ...sweeps.flatMap(sweepText)].join('\n');
};

const restoredJson = ({ manifest, program, inserted, there }: Restored, file: string, sweeps: readonly Shown[]) => ({
  v: 1,
  file,
  madeAt: new Date(manifest.madeAt).toISOString(),
  program,
  sweeps: sweeps.map(({ sweep, from, state, now }) => ({
    uid: sweep.uid,
    name: sweep.name,
    from,
    restored: state,
    state: now,
  })),
  documents: { inserted, there },
  digest: manifest.digest,
});

/** How far a file is gone through; stops between two sections where the user said so. */
const showProgress = (size: number) => {
  const line = changingLine();
  const signal = interruption();
  const on =
    (phase: 'checking' | 'restoring') =>
    (packed: number): void => {
      if (signal.aborted)
        throw new SweepError({
          code: 'INTERRUPTED',
          message: 'Stopped; no sweep has come back yet.',
          fix: 'restore it again: what is there already is not inserted twice',
        });
      line.show(() => `${phase} ${Math.floor((100 * packed) / Math.max(1, size))} %`);
    };
  return { on, end: line.end };
};

/** Brings back the sweeps of a backup. @returns the exit code */
export const restore = async ({ file, as, json }: RestoreCommand): Promise<number> => {
  const size = (await stat(file).catch(() => null))?.size ?? 0; // a file that is not there is told below
  const progress = showProgress(size);
  const read = { schema: schemaVersion, onBytes: progress.on('checking') };
  const checked = await checkArchive(file, read).finally(progress.end);
  await using session = await openSession({ create: true, servers: ['mongo'] }); // a bad file makes no folder
  const options = { file, as, onBytes: progress.on('restoring') };
  const restored = await restoreArchive(session.store, checked, options).finally(progress.end);
  const sweeps = await statesOf(session.store, restored);
  if (json) console.log(JSON.stringify(restoredJson(restored, file, sweeps)));
  else console.log(restoredText(restored, sweeps));
  return finished.done;
};
