import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tailLog } from './log-file.ts';
import type { ServerState } from './messages.ts';
import { drawPort, isPortFree } from './ports.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { adoptServer, endProcess, spawnServer, type RunningServer } from './server-process.ts';
import type { ServerPlan } from './server-plans.ts';
import type { ServerRecord } from './state-file.ts';

/** One server that is kept running until `stop`. */
export type KeptServer = {
  readonly state: () => ServerState;
  /** Ends a server that nobody could reach any more, e.g. because its socket was deleted; it is then started anew. */
  readonly check: () => void;
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

const readyMs = 60_000;
const quickDeathMs = 10_000;
const failedAfter = 3; // quick deaths in a row

/** Adopts or starts the server and starts it again, on the same port, whenever it dies. */
export function keepServer({ plan, home, record, save, onChange, log }: Options): KeptServer {
  const { kind, version } = plan.binary;
  let state: ServerState = {
    state: 'starting',
    kind,
    version,
    address: plan.address(record?.port ?? 0),
    pid: null,
    restarts: 0,
    error: null,
  };
  let port = record?.port ?? 0;
  let running: RunningServer | undefined;
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;

  const change = (news: Partial<ServerState>) => {
    state = { ...state, ...news };
    onChange();
  };
  const remember = (process: ProcessIdentity | null) => save({ kind, version, port, process });

  const launch = async (): Promise<RunningServer> => {
    plan.prepare();
    if (port === 0 || (plan.usesPort && !(await isPortFree(port)))) {
      if (port !== 0) log(`${plan.name}: port ${port} is taken by another program; drawing another one`);
      port = await drawPort();
      remember(null);
    }
    const server = spawnServer(plan, home, port);
    remember(server.identity);
    return server;
  };

  const live = async (): Promise<void> => {
    running = await adoptServer(plan, record?.port);
    if (running !== undefined) log(`${plan.name}: adopted process ${running.identity.pid}`);
    for (let deaths = 0; !isStopping();) {
      running ??= await launch();
      const { identity, ended } = running;
      const began = Date.now();
      change({ address: plan.address(port), pid: identity.pid });
      if (isStopping()) await endProcess(identity);
      const problem = await untilReady(plan, port, ended);
      if (problem === undefined) {
        plan.onFirstReady();
        log(`${plan.name}: process ${identity.pid} ready after ${Date.now() - began} ms`);
        change({ state: 'ready', error: null });
      } else if (problem !== 'ended') {
        log(`${plan.name}: process ${identity.pid} not ready after ${readyMs / 1000} s: ${problem}`);
        await endProcess(identity);
      }
      await ended;
      running = undefined;
      if (isStopping()) return;
      deaths = Date.now() - began < quickDeathMs ? deaths + 1 : 1;
      log(`${plan.name}: process ${identity.pid} ended; starting it again`);
      const failed = deaths >= failedAfter;
      change({
        state: failed ? 'failed' : 'starting',
        pid: null,
        restarts: state.restarts + 1,
        error: failed ? tailLog(home, plan.name, 5) : null,
      });
      await sleep(deaths < 2 ? 0 : Math.min(10_000, 200 * 2 ** deaths), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  };
  const life = live().catch((error: unknown) => {
    log(`${plan.name}: ${(error as Error).stack ?? String(error)}`);
    change({ state: 'failed', pid: null, error: (error as Error).message });
  });

  return {
    state: () => state,
    check() {
      const socket = plan.socket(port);
      if (state.state !== 'ready' || running === undefined || socket === undefined || existsSync(socket)) return;
      log(`${plan.name}: its socket ${socket} was deleted`);
      change({ state: 'starting' });
      void endProcess(running.identity);
    },
    async stop() {
      stopping.abort();
      if (running !== undefined) await endProcess(running.identity);
      await life;
      remember(null);
    },
  };
}

/** undefined when ready, 'ended' when the process ended before, else what was still missing at the end of the time. */
async function untilReady(plan: ServerPlan, port: number, ended: Promise<void>): Promise<string | undefined> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  let problem: string | undefined = 'not asked';
  for (const deadline = Date.now() + readyMs; Date.now() < deadline; await sleep(20)) {
    problem = await plan.probe(port);
    if (over) return 'ended';
    if (problem === undefined) return undefined;
  }
  return problem;
}
