import { accessSync, constants, existsSync, realpathSync, statSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { SweepError } from '../../core/errors.ts';
import { findHome, openHome } from '../../services/home.ts';
import type { HomePlace } from '../../services/home.ts';
import { unsafePlace } from '../../services/mounts.ts';
import { bytesText } from '../plan/bytes-text.ts';
import { note, ok, problem } from './check.ts';
import type { Check } from './check.ts';

const rules = {
  SWEEP_HOME: 'told by SWEEP_HOME',
  folder: 'the nearest .sweep at or above this folder',
  new: 'made by the first start here',
} as const;

const existingPartOf = (path: string): string =>
  existsSync(path) ? realpathSync(path) : existingPartOf(dirname(path));

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false; // why is no matter here: the first start will say it
  }
};

const tightBytes = 2 ** 30;

const freeText = (path: string): { readonly free: number; readonly text: string } => {
  const { bavail, bsize } = statfsSync(existingPartOf(path));
  return { free: bavail * bsize, text: `${bytesText(bavail * bsize)} free` };
};

/** A home that does not exist yet: whether it could be made. */
export const checkNew = ({ path, from }: HomePlace): Check => {
  const { free, text } = freeText(path);
  const found = `${path} does not exist yet (${rules[from]}); ${text}`;
  const unsafe = unsafePlace(existingPartOf(path));
  if (unsafe !== undefined)
    return problem('folder', 2, `${path} would lie on ${unsafe}`, 'SWEEP_HOME=<a folder on a local disk>');
  const parent = existingPartOf(path);
  if (!isWritable(parent))
    return problem(
      'folder',
      2,
      `${path} cannot be made: ${parent} cannot be written`,
      'SWEEP_HOME=<a folder of your own>',
    );
  return free < tightBytes ? note('folder', found, 'free some space on that disk') : ok('folder', found);
};

/** Where Sweep's files lie and whether databases can live there; `home` is null where there is none yet. */
export const checkHome = (): { readonly home: string | null; readonly check: Check } => {
  const place = findHome();
  if (!place.exists) return { home: null, check: checkNew(place) };
  try {
    const home = openHome({ create: false }) ?? null;
    const { free, text } = freeText(place.path);
    const found = `${join(place.path)} (${rules[place.from]}), on a local disk, ${text}`;
    return {
      home,
      check: free < tightBytes ? note('folder', found, 'free some space on that disk') : ok('folder', found),
    };
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    return { home: null, check: problem('folder', 2, error.message, error.fix) };
  }
};
