import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeIdentity, isSupervised } from './home-identity.ts';
import type { ServerKind } from './messages.ts';
import type { ProcessIdentity } from './process-identity.ts';

export type ServerRecord = {
  readonly kind: ServerKind;
  readonly version: string;
  readonly port: number; // drawn once, so that clients find a restarted server where it was
  readonly process: ProcessIdentity | null;
};

/** What outlives a supervisor: `.sweep/services.json`, written by the supervisor alone. */
export type ServicesState = {
  readonly v: 1;
  readonly home: string; // which folder it was written in: a copy of that folder is another one
  readonly machine: string; // which boot of which host wrote it
  readonly sockets: string; // folder of the Unix sockets, for this user alone
  readonly temporal: ServerRecord | null;
  readonly mongo: ServerRecord | null;
};

type StoredState = Omit<ServicesState, 'home'> & Partial<Pick<ServicesState, 'home'>>;

export const stateFile = (home: string): string => join(home, 'services.json');

/**
 * The stored state; undefined when there is none or it cannot be read, since all of it can be drawn again, and when it
 * came with a copy of another home, whose processes, port and sockets are not this one's.
 */
export function readServicesState(home: string): ServicesState | undefined {
  const state = readState(home);
  if (state === undefined) return undefined;
  // Of version 0.1.0, which did not say the home: believed while a supervisor of this very home lives.
  const isOurs = state.home === undefined ? isSupervised(home) : state.home === homeIdentity(home);
  return isOurs ? { ...state, home: homeIdentity(home) } : undefined;
}

function readState(home: string): StoredState | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile(home), 'utf8')) as StoredState;
    return state.v === 1 && typeof state.sockets === 'string' ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the file in one step, so that a reader or a kill never meets half of it. */
export function writeServicesState(home: string, state: ServicesState): void {
  const next = `${stateFile(home)}.${process.pid}`;
  try {
    writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    renameSync(next, stateFile(home));
  } catch (error) {
    rmSync(next, { force: true }); // a full disk
    throw error;
  }
}

/** Marks the file as in use now: a supervisor does so every few seconds. */
export function touchServicesState(home: string): void {
  const now = new Date();
  utimesSync(stateFile(home), now, now);
}

/** The machine whose supervisor used this home within the last seconds, if it is not this one. */
export function otherMachine(home: string, here: string, now: number, withinMs: number): string | undefined {
  const state = readState(home);
  if (state === undefined || state.machine === here) return undefined;
  return now - statSync(stateFile(home)).mtimeMs < withinMs ? state.machine.split(' ')[0] : undefined;
}
