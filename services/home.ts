import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { SweepError } from '../core/errors.ts';
import { unsafePlace } from './mounts.ts';

const minimumFreeBytes = 64 * 1024 * 1024;

export type HomePlace = {
  readonly path: string; // absolute
  readonly exists: boolean;
  readonly from: 'SWEEP_HOME' | 'folder' | 'new'; // told so, found above the working folder, or to be made in it
};

/** Where Sweep's files lie: SWEEP_HOME, else the nearest `.sweep/` at or above `cwd`, else a new one in `cwd`. */
export function findHome(
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly userHome?: string } = {},
): HomePlace {
  const { cwd = process.cwd(), env = process.env, userHome = homedir() } = options;
  const told = env['SWEEP_HOME'];
  if (told !== undefined && told !== '') {
    const path = resolve(cwd, told);
    return { path, exists: existsSync(path), from: 'SWEEP_HOME' };
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, '.sweep');
    if (folder !== userHome && isFolder(path)) return { path, exists: true, from: 'folder' };
    if (folder === dirname(folder)) break;
  }
  const path = join(resolve(cwd), '.sweep');
  return { path, exists: isFolder(path), from: 'new' };
}

/**
 * The home's path, fit to be written to. With `create` a missing one is made, for its user alone; without, a missing one gives undefined.
 * @throws {SweepError} HOME if it lies on a network or synced folder, cannot be written, or the disk is full
 */
export function openHome(options: {
  readonly create: boolean;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}): string | undefined {
  const place = findHome(options);
  if (!place.exists && !options.create) return undefined;
  refuseUnsafe(place.path);
  try {
    mkdirSync(place.path, { recursive: true, mode: 0o700 });
    makePrivate(place);
    accessSync(place.path, constants.R_OK | constants.W_OK | constants.X_OK);
    const ignore = join(place.path, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n', { mode: 0o600 });
    const { bavail, bsize } = statfsSync(place.path);
    if (bavail * bsize < minimumFreeBytes) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
  } catch (error) {
    throw asHomeError(place.path, error);
  }
  return realpathSync(place.path);
}

/**
 * A folder of ours is for its owner alone, however it was made. One that the user named and keeps other things in is
 * left as it is, since whatever we write into it is private itself; but nobody else may write there: the link in it
 * says who holds the servers.
 */
function makePrivate({ path, from }: HomePlace): void {
  const { mode, uid } = statSync(path);
  if ((mode & 0o077) === 0) return;
  const isOurs = from !== 'SWEEP_HOME' || readdirSync(path).every((name) => ownNames.test(name));
  if (isOurs && uid === process.getuid?.()) chmodSync(path, 0o700);
  else if ((mode & 0o022) !== 0) throw Object.assign(new Error('others may write there'), { code: 'SHARED' });
}

/** What Sweep itself puts into its folder. */
const ownNames = /^(?:\.gitignore|services\.json.*|supervisor\.\d+|temporal|mongod|ferretdb|logs|cache|started)$/;

function refuseUnsafe(path: string): void {
  let existing = path;
  while (!existsSync(existing)) existing = dirname(existing);
  const place = unsafePlace(realpathSync(existing) + path.slice(existing.length));
  if (place === undefined) return;
  throw new SweepError({
    code: 'HOME',
    message: `${path} lies on ${place}; databases there can lose or mix up what is written.`,
    fix: `keep it on a local disk: SWEEP_HOME=${localFolderFor(path)}`,
  });
}

function asHomeError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const local = `SWEEP_HOME=${localFolderFor(path)}`;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `the disk of ${path} is full (less than ${minimumFreeBytes / 1024 / 1024} MB free).`;
    return new SweepError({
      code: 'HOME',
      message,
      fix: `free some space, or choose a folder on another disk: ${local}`,
      cause: error,
    });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code)) {
    const why = code === 'ENOENT' ? 'a read-only file system' : code; // so says Node where it makes folders recursively
    return new SweepError({
      code: 'HOME',
      message: `${path} cannot be written (${why}).`,
      fix: `choose a folder of your own: ${local}`,
      cause: error,
    });
  }
  if (code === 'SHARED') {
    return new SweepError({
      code: 'HOME',
      message: `${path} can be written by other users of this machine, who could put servers of theirs in place of yours.`,
      fix: `chmod go-w ${path}, or choose a folder of your own: ${local}`,
      cause: error,
    });
  }
  if (['EEXIST', 'ENOTDIR'].includes(code)) {
    return new SweepError({
      code: 'HOME',
      message: `${path} is not a folder.`,
      fix: `move that file away, or choose a folder: ${local}`,
      cause: error,
    });
  }
  return error;
}

/** A folder under the user's home, named after the project so that two projects do not meet. */
const localFolderFor = (path: string): string =>
  join(homedir(), '.local', 'share', 'sweep', basename(dirname(path)) || 'home');

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
