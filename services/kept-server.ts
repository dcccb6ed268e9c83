import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tailLog } from './log-file.ts';
import type { ServerState } from './messages.ts';
import { drawPort, isPortFree } from './ports.ts';
import { adoptServer, endProcess, spawnServer, untilReady, type RunningServer } from './server-process.ts';
import type { ServerPlan } from './server-plans.ts';
import type { ServerRecord } from './state-file.ts';

/** One server that is kept running until `stop`. */
export type KeptServer = {
  readonly state: () => ServerState;
  /** Ends a server that nobody could reach any more because its socket was deleted; it is then started anew. */
  readonly check: () => void;
  /** Tries again at once what has failed: whoever comes now may have made room for it. */
  readonly retry: () => void;
  readonly stop: () => Promise<void>;
};

type Options = {
  readonly plan: ServerPlan;
  readonly home: string;
  readonly record: ServerRecord | null; // of an earlier supervisor
  readonly save: (record: ServerRecord) => void;
  readonly onChange: () => void;
  readonly log: (line: string) => void;
};

/** What changes while a server is kept. */
type Life = {
  state: ServerState;
  port: number;
  running: RunningServer | undefined;
  deaths: number; // quick ones in a row
  pause: AbortController; // before the next start
  readonly stopping: AbortController;
};

const quickDeathMs = 10_000;
const failedAfter = 3; // quick deaths in a row

/** Adopts or starts the server and starts it again, on the same port, whenever it dies. */
export function keepServer(options: Options): KeptServer {
  const { plan, record, save, log } = options;
  const { kind, version } = plan.binary;
  const port = record?.port ?? 0;
  const state: ServerState = {
    state: 'starting',
    kind,
    version,
    address: plan.address(port),
    pid: null,
    restarts: 0,
    error: null,
  };
  const life: Life = {
    state,
    port,
    running: undefined,
    deaths: 0,
    pause: new AbortController(),
    stopping: new AbortController(),
  };
  const ended = live(options, life).catch((error: unknown) => {
    log(`${plan.name}: ${(error as Error).stack ?? String(error)}`);
    change(options, life, { state: 'failed', pid: null, error: (error as Error).message });
  });
  return {
    state: () => life.state,
    check() {
      if (life.stopping.signal.aborted) return; // it takes its socket with it
      const socket = plan.socket(life.port);
      if (life.state.state !== 'ready' || life.running === undefined || socket === undefined || existsSync(socket))
        return;
      log(`${plan.name}: its socket ${socket} was deleted`);
      change(options, life, { state: 'starting' });
      void endProcess(life.running.identity);
    },
    retry() {
      if (life.state.state !== 'failed') return;
      life.deaths = 0;
      change(options, life, { state: 'starting', error: null });
      life.pause.abort();
    },
    async stop() {
      life.stopping.abort();
      if (life.running !== undefined) await endProcess(life.running.identity);
      await ended;
      try {
        save({ kind, version, port: life.port, process: null });
      } catch (error) {
        log(`${plan.name}: ${String(error)}`); // a process that is gone is not taken for the server
      }
    },
  };
}

function change({ onChange }: Options, life: Life, news: Partial<ServerState>): void {
  life.state = { ...life.state, ...news };
  onChange();
}

async function live(options: Options, life: Life): Promise<void> {
  const { plan, home, record, log } = options;
  const { signal } = life.stopping;
  life.running = await adoptServer(plan, record?.port);
  if (life.running !== undefined) log(`${plan.name}: adopted process ${life.running.identity.pid}`);
  while (!signal.aborted) {
    const began = Date.now();
    const problem = await liveOnce(options, life);
    if (signal.aborted) return;
    life.deaths = Date.now() - began < quickDeathMs ? life.deaths + 1 : 1;
    const failed = life.deaths >= failedAfter;
    life.pause = new AbortController();
    const error = failed ? (problem ?? tailLog(home, plan.name, 5)) : null;
    change(options, life, {
      state: failed ? 'failed' : 'starting',
      pid: null,
      restarts: life.state.restarts + 1,
      error,
    });
    const pauseMs = life.deaths < 2 ? 0 : Math.min(10_000, 200 * 2 ** life.deaths);
    const cut = AbortSignal.any([signal, life.pause.signal]);
    await sleep(pauseMs, undefined, { signal: cut }).catch(() => undefined); // a stop ends the pause, so does who comes
  }
}

/**
 * One life of the server, from its start, unless it runs already, to its end; what could not be started or written down
 * (the disk may be full) is ended. @returns what kept it from living, if it was not its own end
 */
async function liveOnce(options: Options, life: Life): Promise<string | null> {
  const { plan, log } = options;
  try {
    const running = life.running ?? (await launch(options, life));
    await serve(options, life, running);
    log(`${plan.name}: process ${running.identity.pid} ended`);
    return null;
  } catch (error) {
    log(`${plan.name}: ${(error as Error).stack ?? String(error)}`);
    if (life.running !== undefined) await endProcess(life.running.identity);
    return (error as Error).message;
  } finally {
    life.running = undefined;
  }
}

async function launch({ plan, home, save, log }: Options, life: Life): Promise<RunningServer> {
  const { kind, version } = plan.binary;
  plan.prepare();
  if (life.port === 0 || (plan.usesPort && !(await isPortFree(life.port)))) {
    if (life.port !== 0) log(`${plan.name}: port ${life.port} is taken by another program; drawing another one`);
    life.port = await drawPort();
    save({ kind, version, port: life.port, process: null }); // before the start: whoever follows must know the port
  }
  const running = spawnServer(plan, home, life.port);
  life.running = running; // at once: one that cannot be written down must not stay beside the next
  save({ kind, version, port: life.port, process: running.identity });
  return running;
}

/** From the start of a process, or its adoption, to its end. */
async function serve(options: Options, life: Life, { identity, ended }: RunningServer): Promise<void> {
  const { plan, log } = options;
  const began = Date.now();
  change(options, life, { address: plan.address(life.port), pid: identity.pid });
  if (life.stopping.signal.aborted) await endProcess(identity);
  const problem = await untilReady(plan, life.port, ended);
  if (problem === undefined) {
    plan.onFirstReady();
    log(`${plan.name}: process ${identity.pid} ready after ${Date.now() - began} ms`);
    change(options, life, { state: 'ready', error: null });
  } else if (problem !== 'ended') {
    log(`${plan.name}: process ${identity.pid} is not ready: ${problem}`);
    await endProcess(identity);
  }
  await ended;
}
