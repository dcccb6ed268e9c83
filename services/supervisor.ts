import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmdirSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { claimHome, holdsHome } from './election.ts';
import { homeIdentity, socketName } from './home-identity.ts';
import { rotateLog } from './log-file.ts';
import { createOffice } from './office.ts';
import { packageVersion } from './package-root.ts';
import { machineName } from './process-identity.ts';
import type { ServerBookOptions } from './server-book.ts';
import { socketsFolder } from './sockets-folder.ts';
import { readServicesState, touchServicesState, writeServicesState, type ServicesState } from './state-file.ts';

const watchMs = 1_000;
const firstCallMs = 5_000; // in which whoever started this process opens its lease

type Options = { readonly home: string; readonly lingerMs: number; readonly log: (line: string) => void };

/**
 * Holds both servers of a home for as long as a client holds a socket open, and `lingerMs` longer.
 * @returns when there is nothing left to do: another supervisor is there, the last client has been away, or it was told to go
 */
export async function superviseHome({ home, lingerMs, log }: Options): Promise<void> {
  const earlier = readServicesState(home);
  const early: Socket[] = []; // connected before the office was there
  const server = createServer((socket) => early.push(socket));
  const { sockets, path } = await listen(server, home, earlier?.sockets);
  const claim = await claimHome(home, path);
  if (claim === undefined) {
    for (const socket of early) socket.destroy();
    server.close();
    return;
  }
  log(`supervisor ${process.pid} of sweep ${packageVersion()}, generation ${claim.generation}`);
  const reason = await serveHome({
    home,
    lingerMs,
    log,
    server,
    early,
    state: startState(home, sockets, earlier),
    holds: () => holdsHome(home, claim),
  });
  if (reason !== 'displaced') {
    server.close();
    removeEmpty(sockets);
  }
  log(`left: ${reason}`);
}

const startState = (home: string, sockets: string, earlier: ServicesState | undefined): ServicesState => ({
  v: 1,
  home: homeIdentity(home),
  machine: machineName(),
  sockets,
  temporal: earlier?.temporal ?? null,
  mongo: earlier?.mongo ?? null,
});

type Service = Options & {
  readonly server: Server;
  readonly early: readonly Socket[];
  readonly state: ServicesState;
  readonly holds: () => boolean;
};

/** Serves until there is a reason to leave, and returns it; 'displaced': the servers go on, and whoever took over adopts them. */
function serveHome({ home, lingerMs, log, server, early, state: first, holds }: Service): Promise<string> {
  return new Promise((resolve) => {
    let left = false;
    const leave = async (reason: string, forGood: boolean) => {
      if (left) return;
      left = true;
      linger.stop();
      log(`leaving: ${reason}`);
      await office.close(forGood);
      clearInterval(watch);
      resolve(reason);
    };
    const linger = createTimer(() => void leave(`no client for ${lingerMs / 1000} s`, false));
    const office = createOffice({
      home,
      sockets: first.sockets,
      records: createRecords(home, first),
      followsAnother: first.temporal?.process != null || first.mongo?.process != null,
      onClients: (count) => (count === 0 ? linger.start(lingerMs) : linger.stop()),
      onStop: () => void leave('told to', true),
      log,
    });
    const watch = setInterval(() => {
      if (!existsSync(home)) return void leave('its folder was deleted', true);
      if (!holds()) return resolve('displaced');
      office.check();
      rotateLog(home, 'supervisor');
      touchServicesState(home);
    }, watchMs);
    linger.start(Math.max(lingerMs, firstCallMs));
    server.removeAllListeners('connection').on('connection', office.serve);
    early.forEach(office.serve);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void leave(signal, false));
  });
}

/** The records of the servers in the home's state file, which is written now and with every change. */
function createRecords(home: string, first: ServicesState): ServerBookOptions['records'] {
  let state = first;
  const save = (next: ServicesState) => {
    state = next;
    if (existsSync(home)) writeServicesState(home, state);
  };
  save(state);
  return { get: (name) => state[name], set: (name, record) => save({ ...state, [name]: record }) };
}

function createTimer(act: () => void): { readonly start: (ms: number) => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start(ms) {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Listens in the home's folder for sockets; one that an earlier supervisor is just removing is made again. */
async function listen(
  server: Server,
  home: string,
  earlier: string | undefined,
): Promise<{ readonly sockets: string; readonly path: string }> {
  for (let attempt = 1; ; attempt++) {
    const sockets = socketsFolder(home, earlier);
    const path = join(sockets, socketName(home, randomBytes(3).toString('hex')));
    try {
      await once(server.listen(path), 'listening');
      return { sockets, path };
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Removes the folder of the sockets unless somebody put one there meanwhile. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // in use
  }
}
