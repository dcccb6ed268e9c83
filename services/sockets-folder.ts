import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for a home's Unix sockets that nobody else can enter, in the temporary folder, named by a hash of the home.
 * Not in XDG_RUNTIME_DIR: that one disappears at logout, under a background worker that goes on. The names in it must be
 * short, since the whole path of a socket may have about 100 bytes only.
 * @param earlier the folder that this home used before
 */
export function socketsFolder(home: string, earlier: string | undefined): string {
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 10);
  const usual = [earlier, join(tmpdir(), `sweep-${hash}`)].find((path) => path !== undefined && makePrivate(path));
  return usual ?? mkdtempSync(join('/tmp', `sweep-${hash}-`)); // the name is taken by another user
}

const longestSocketName = 'mongodb-65535.sock'.length + 1;

function makePrivate(path: string): boolean {
  if (Buffer.byteLength(path) + longestSocketName > 100) return false;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const stat = lstatSync(path);
    return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
  } catch {
    return false; // somebody else's
  }
}
