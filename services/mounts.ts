import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';

/** Where a folder lies and why SQLite's locks cannot be trusted there; undefined for an ordinary local folder. */
export function unsafePlace(path: string, mounts: readonly Mount[] = readMounts()): string | undefined {
  const synced = path.split(sep).find((part) => syncedFolders.some((pattern) => pattern.test(part)));
  if (synced !== undefined) return `a folder that a sync program copies ("${synced}")`;
  const mount = mountOf(path, mounts);
  if (mount === undefined || !networkTypes.some((pattern) => pattern.test(mount.type))) return undefined;
  return `a network file system (${mount.type} at ${mount.path})`;
}

export type Mount = { readonly path: string; readonly type: string };

const networkTypes = [
  /^nfs\d?$/,
  /^(cifs|smb\d?|smbfs|afpfs|webdav)$/,
  /^9p$/,
  /^fuse\./,
  /^(afs|ceph|lustre|gpfs|beegfs|glusterfs|coda|orangefs)$/,
  /^(macfuse|osxfuse)/,
];

const syncedFolders = [
  /^Dropbox( \(.+\))?$/i,
  /^OneDrive( ?- ?.+)?$/i,
  /^(Google ?Drive|GoogleDrive-.+|My Drive)$/i,
  /^(iCloud ?Drive|Mobile Documents|com~apple~CloudDocs|CloudStorage)$/i,
  /^(Nextcloud|ownCloud|pCloud ?Drive|Box Sync|MEGA)$/i,
];

/** The mount that holds `path`: the longest prefix, and of equal ones the last, which hides the others. */
function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  const holding = mounts.filter(
    (mount) => mount.path === '/' || path === mount.path || path.startsWith(`${mount.path}/`),
  );
  return holding.reduce<Mount | undefined>(
    (best, mount) => (best === undefined || mount.path.length >= best.path.length ? mount : best),
    undefined,
  );
}

function readMounts(): readonly Mount[] {
  if (process.platform === 'linux') return parseProcMounts(readFileSync('/proc/mounts', 'utf8'));
  return parseMountCommand(execFileSync('mount', { encoding: 'utf8' }));
}

/** Lines `device path type options 0 0`, with blanks in paths written as \040. */
export function parseProcMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, path, type] = line.split(' ');
    if (path === undefined || type === undefined) return [];
    return [
      { path: path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8))), type },
    ];
  });
}

/** Lines `device on path (type, options)`, as macOS prints them. */
export function parseMountCommand(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const match = /^.+? on (.+) \(([^,)]+)/.exec(line);
    return match?.[1] === undefined || match[2] === undefined ? [] : [{ path: match[1], type: match[2] }];
  });
}
