import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf } from '../core/canonical.ts';
import type { Sweep } from '../store/documents.ts';
import type { Session } from './session.ts';

type Naming = Pick<Sweep, 'uid' | 'gridFile' | 'files'>;
type Place = Pick<Session, 'home' | 'cacheFolder'>;

/**
 * Paths in the database are those of whoever started the sweep, or of whoever writes to the database: no command looks
 * at one unless this mark says that it was named on this machine, by this user.
 */
const markOf = ({ home, cacheFolder }: Place, { uid, gridFile, files }: Naming): string =>
  join(home ?? cacheFolder, 'started', digestOf({ uid, gridFile, files: files.map(({ path }) => path) }));

/** Remembers that the sweep's grid and data were named here. */
export const rememberNamed = async (place: Place, sweep: Naming): Promise<void> => {
  await mkdir(join(place.home ?? place.cacheFolder, 'started'), { recursive: true, mode: 0o700 });
  await writeFile(markOf(place, sweep), '', { mode: 0o600 });
};

/** Whether the paths of the sweep's grid and data are this user's own. */
export const isNamedHere = (place: Place, sweep: Naming): boolean => existsSync(markOf(place, sweep));
