import { lstatSync, readdirSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { isSocketName, isSocketOf } from './home-identity.ts';

const prefix = 'supervisor.';

/** One supervisor's claim on a home: the symbolic link `supervisor.<generation>` to the socket that it listens on. */
export type Claim = { readonly generation: number; readonly socket: string };

/** The newest claim; whether its supervisor lives shows only when its socket is opened. */
export function latestClaim(home: string): Claim | undefined {
  const { generation, socket } = newestLink(home);
  return socket === undefined ? undefined : { generation, socket };
}

/**
 * The newest link and the socket behind it. One that came with a copy of another home counts, but claims nothing here:
 * behind it may be the supervisor of that home.
 */
function newestLink(home: string): { readonly generation: number; readonly socket: string | undefined } {
  const generation = Math.max(0, ...generations(home));
  if (generation === 0) return { generation, socket: undefined };
  const socket = readLink(join(home, `${prefix}${generation}`));
  if (socket === undefined) return newestLink(home); // a newer supervisor swept it away just now
  return { generation, socket: isSocketOf(home, socket) ? socket : undefined };
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Makes the owner of `socket`, which must be listening already, the supervisor of this home, unless a live one is there.
 * A claim is dead when its socket refuses, and the system closes a socket together with its process. Dead claims are
 * never removed and taken over, which two processes could do in turn; they are outnumbered: making a link fails when
 * there is one, so that of all who saw the same dead claim one makes the next. The newest link always stays.
 * @returns the claim; undefined when another one is supervisor
 */
export async function claimHome(home: string, socket: string): Promise<Claim | undefined> {
  for (;;) {
    const latest = newestLink(home);
    const living = latest.socket === undefined ? undefined : await openSocket(latest.socket);
    living?.destroy();
    if (living !== undefined) return undefined;
    const generation = latest.generation + 1;
    const link = join(home, `${prefix}${generation}`);
    try {
      symlinkSync(socket, link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue; // somebody was quicker
      throw error;
    }
    if (Math.max(...generations(home)) > generation) {
      unlinkSync(link); // this process slept while others came and went
      return undefined;
    }
    await removeDeadSockets(dirname(socket));
    for (const older of generations(home).filter((number) => number < generation))
      remove(join(home, `${prefix}${older}`));
    return { generation, socket };
  }
}

/** Whether this claim is still the newest and its socket still where clients look for it. */
export function holdsHome(home: string, claim: Claim): boolean {
  return (
    Math.max(0, ...generations(home)) === claim.generation &&
    lstatSync(claim.socket, { throwIfNoEntry: false }) !== undefined
  );
}

/** Connects to a supervisor's socket; undefined if nobody listens there. A supervisor that is busy or stopped still listens. */
export function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT' || error.code === 'ENOTSOCK') resolve(undefined);
      else reject(error);
    });
  });
}

function generations(home: string): readonly number[] {
  return readdirSync(home).flatMap((name) => {
    const generation = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    return Number.isSafeInteger(generation) ? [generation] : [];
  });
}

/** Sockets that killed supervisors left beside ours, also those of a home that a copy has taken the place of. */
async function removeDeadSockets(folder: string): Promise<void> {
  for (const name of readdirSync(folder).filter(isSocketName)) {
    const living = await openSocket(join(folder, name)).catch(() => null); // null: not to be known
    if (living === undefined) remove(join(folder, name));
    else living?.destroy();
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // it is gone already
  }
}
