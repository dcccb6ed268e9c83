import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { argumentsBehind } from './process-identity.ts';

/**
 * Which folder a home is, by device and inode: the same one under another path or mount, another one for a copy, whose
 * files name processes, sockets and a port of the home that it was copied from.
 */
export function homeIdentity(home: string): string {
  const { dev, ino } = statSync(home, { bigint: true });
  return createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 6);
}

/** The name of a supervisor's socket, which says whose home it is for. */
export const socketName = (home: string, random: string): string => `s-${homeIdentity(home)}-${random}`;

/** Whether a supervisor's socket is for this very home; version 0.1.0 did not say so in its name. */
export const isSocketOf = (home: string, socket: string): boolean =>
  /^s-[0-9a-f]{8}$/.test(basename(socket))
    ? isSupervised(home)
    : basename(socket).startsWith(`s-${homeIdentity(home)}-`);

/** Whether a living supervisor was started for this very home: what version 0.1.0 leaves in a copy of it names another. */
export const isSupervised = (home: string): boolean => {
  const identity = homeIdentity(home);
  return argumentsBehind('supervisor-main.js').some((path) => {
    try {
      return homeIdentity(path) === identity;
    } catch {
      return false; // that home was deleted
    }
  });
};

/** Whether a file is a supervisor's socket, of whatever home. */
export const isSocketName = (name: string): boolean => /^s-[0-9a-z-]+$/.test(name);
