import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SweepError } from '../core/errors.ts';
import { serverEnvironment } from './child-environment.ts';
import { latestClaim, openSocket } from './election.ts';
import { fullFolder, noRoom } from './full-disk.ts';
import { logFile, openLog, tailLog } from './log-file.ts';
import { packageRoot } from './package-root.ts';
import { machineName } from './process-identity.ts';
import { otherMachine } from './state-file.ts';

const startMs = 30_000;

/** The socket of this home's living supervisor, if there is one. */
export async function findSupervisor(home: string): Promise<Socket | undefined> {
  const claim = latestClaim(home);
  return claim === undefined ? undefined : openSocket(claim.socket);
}

/**
 * The socket of this home's supervisor, which is started if there is none. Of several that are started at once, one stays.
 * @throws {SweepError} SERVER_UNAVAILABLE if none can be started; HOME if another machine holds the folder
 */
export async function reachSupervisor(home: string): Promise<Socket> {
  let state: () => SupervisorState = () => 'ended';
  for (const deadline = Date.now() + startMs; Date.now() < deadline && state() !== 'failed'; await sleep(15)) {
    const socket = await findSupervisor(home);
    if (socket !== undefined) return socket;
    if (state() !== 'ended') continue;
    refuseOtherMachine(home);
    state = startSupervisor(home);
  }
  const full = fullFolder(home);
  if (full !== undefined) throw noRoom('The process that holds the servers did not start', full.folder);
  throw new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `The process that holds the servers did not start.\n${tailLog(home, 'supervisor', 5)}`,
    fix: `the whole log: ${logFile(home, 'supervisor')}`,
  });
}

/** Pids and sockets of another machine or container mean nothing here, and two servers would write to one database. */
function refuseOtherMachine(home: string): void {
  const other = otherMachine(home, machineName(), Date.now(), 10_000);
  if (other === undefined) return;
  throw new SweepError({
    code: 'HOME',
    message: `The databases in ${home} are in use on another machine or in another container (${other}).`,
    fix: 'run "sweep services stop" there, or give this machine a folder of its own: SWEEP_HOME=<local folder>',
  });
}

/** ended: another one was elected, or it was killed; failed: it could not start. */
type SupervisorState = 'running' | 'ended' | 'failed';

function startSupervisor(home: string): () => SupervisorState {
  const log = openLog(home, 'supervisor');
  const args = ['--max-semi-space-size=1', supervisorMain(), home]; // keeps it small
  const child = spawn(process.execPath, args, {
    cwd: home,
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
  });
  closeSync(log);
  let state: SupervisorState = 'running';
  child.once('exit', (code, signal) => {
    state = code === 0 || signal !== null ? 'ended' : 'failed';
  });
  child.once('error', () => {
    state = 'failed';
  });
  child.unref();
  return () => state;
}

/** The compiled program: also under a test runner, which runs this file from its TypeScript source. */
const supervisorMain = (): string => join(packageRoot(), 'dist', 'services', 'supervisor-main.js');
