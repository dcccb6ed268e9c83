import type { Socket } from 'node:net';
import { SweepError } from '../core/errors.ts';
import { receive, send, type ClientMessage, type SupervisorMessage, type SupervisorStatus } from './messages.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { endProcess } from './server-process.ts';
import { readServicesState } from './state-file.ts';
import { findSupervisor } from './supervisor-process.ts';

export type ServicesStatus = {
  readonly home: string;
  readonly supervisor: SupervisorStatus | null; // null: nothing holds the servers
  readonly leftOver: readonly { readonly name: 'temporal' | 'mongo'; readonly pid: number }[]; // servers whose supervisor was killed
};

/** What runs in this home, as `sweep services status` shows it; starts nothing. */
export async function servicesStatus(home: string): Promise<ServicesStatus> {
  const socket = await findSupervisor(home);
  const answer = socket === undefined ? undefined : await ask(home, socket, { type: 'status' });
  const supervisor = answer?.type === 'status' ? answer.status : null;
  const leftOver =
    supervisor === null ? leftOverServers(home).map(({ name, process }) => ({ name, pid: process.pid })) : [];
  return { home, supervisor, leftOver };
}

/**
 * Ends the servers of this home and what holds them. Whatever was acknowledged is on disk; the next command starts them again.
 * @returns whether anything ran
 * @throws {SweepError} SERVER_UNAVAILABLE if commands use them, unless `force`
 */
export async function stopServices(home: string, options: { readonly force: boolean }): Promise<boolean> {
  const socket = await findSupervisor(home);
  if (socket === undefined) {
    const left = leftOverServers(home);
    await Promise.all(left.map(({ process }) => endProcess(process)));
    return left.length > 0;
  }
  const answer = await ask(home, socket, { type: 'stop', force: options.force }, 'closed');
  if (answer?.type === 'refused')
    throw new SweepError({ code: 'SERVER_UNAVAILABLE', message: answer.message, fix: answer.fix });
  return true;
}

function leftOverServers(
  home: string,
): readonly { readonly name: 'temporal' | 'mongo'; readonly process: ProcessIdentity }[] {
  const state = readServicesState(home);
  return (['temporal', 'mongo'] as const).flatMap((name) => {
    const process = state?.[name]?.process ?? null;
    return process !== null && isAlive(process) ? [{ name, process }] : [];
  });
}

const answerMs = 30_000;

/** Sends one question. `closed`: waits until the supervisor has gone, unless it refuses. */
function ask(
  home: string,
  socket: Socket,
  question: ClientMessage,
  until: 'answered' | 'closed' = 'answered',
): Promise<SupervisorMessage | undefined> {
  return new Promise((resolve, reject) => {
    let last: SupervisorMessage | undefined;
    socket.setTimeout(answerMs, () => {
      reject(
        new SweepError({
          code: 'SERVER_UNAVAILABLE',
          message: `What holds the servers of ${home} does not answer.`,
          fix: 'if it is stopped (Ctrl-Z), let it go on; else end that process',
        }),
      );
      socket.destroy();
    });
    receive<SupervisorMessage>(socket, (message) => {
      last = message;
      if (until === 'answered' || message.type === 'refused') socket.destroy();
    });
    socket.on('error', () => undefined); // close follows
    socket.on('close', () => resolve(last));
    send(socket, question);
  });
}
