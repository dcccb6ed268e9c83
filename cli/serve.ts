import { writeSync } from 'node:fs';

import { plural } from '../core/amounts.ts';
import { createPlan } from '../activities/plan.ts';
import { completeRanking } from '../activities/publish.ts';
import { readState } from '../activities/state.ts';
import { readWishes } from '../activities/wishes.ts';
import { openLog } from '../services/log-file.ts';
import { installQuietRuntime } from '../worker/quiet-runtime.ts';
import { openTelemetry } from '../worker/telemetry/open-telemetry.ts';
import { readTraceSettings } from '../worker/telemetry/trace-settings.ts';
import { startWorker } from '../worker/worker.ts';
import type { RunningWorker } from '../worker/worker.ts';
import type { Sweep } from '../store/documents.ts';
import { readMismatches } from '../store/mismatches.ts';
import { readSweep } from '../store/sweeps.ts';
import { packageVersion } from '../services/package-root.ts';
import { finished } from './exit-codes.ts';
import { follow } from './follow.ts';
import { interruption } from './interruption.ts';
import { printLeaderboard } from './print-leaderboard.ts';
import type { PoolDevices } from '../worker/gpus/open-gpus.ts';
import { openDevices } from './engine/gpus.ts';
import { usableEngine } from './engine/installed.ts';
import type { InstalledEngine } from './engine/installed.ts';
import { isOurBug } from './engine/other-result.ts';
import { servingFix } from './engine/unserved.ts';
import { say } from './say.ts';
import type { Session } from './session.ts';
import type { Snapshot } from './snapshot.ts';

/** What the worker's libraries say goes to a file: there may be a live view on the screen. */
const openWorkerLog = (folder: string, aloud: boolean): ((line: string) => void) => {
  const log = openLog(folder, 'worker');
  return (line) => {
    if (aloud) process.stderr.write(line);
    try {
      writeSync(log, line);
    } catch {
      // A full disk loses lines of the log; the worker goes on, and shows its errors in its own document.
    }
  };
};

type WorkerWish = {
  readonly metrics?: string | null; // where Prometheus finds them, as `parseMetricsAddress` gives it; null: nowhere
  readonly aloud?: boolean; // the log on stderr as well, for a journal or a container's log
  readonly installed?: InstalledEngine; // what it trains with, where that was looked for already
  readonly gpus?: PoolDevices | undefined; // what a CUDA engine trains on; default: all GPUs
};

/** This process's part: orchestration, and the slots that it was granted; leased ones may become more. */
export const startOwnWorker = async (
  session: Session,
  engine: Sweep['engine'],
  { metrics = null, aloud = false, installed, gpus }: WorkerWish = {},
): Promise<RunningWorker> => {
  const { services, store } = session;
  const own = installed ?? (await usableEngine(engine));
  const devices = gpus ?? (own?.library?.device === 'cuda' ? await openDevices('all', own.library) : undefined);
  if (own === null) say(`This machine cannot train with ${engine}: this process only watches. ${servingFix(engine)}`);
  const write = openWorkerLog(session.home ?? session.cacheFolder, aloud);
  const traces = readTraceSettings(packageVersion());
  installQuietRuntime(write, metrics === null ? undefined : { address: metrics, engine });
  const log = (line: string): void => write(`${new Date().toISOString()} WARN ${line}\n`);
  const telemetry = openTelemetry({ metrics: metrics !== null, traces, log });
  const worker = await startWorker({
    store,
    temporal: { ...services.temporalConnection, namespace: services.temporalNamespace },
    engine,
    ...(own?.library ? { library: own.library } : {}),
    ...(devices === undefined ? {} : { gpus: devices }),
    slots: own === null ? 0 : services.slots,
    cacheFolder: session.cacheFolder,
    version: packageVersion(),
    observer: telemetry?.observer,
  });
  if (own !== null) services.onSlots((slots) => worker.setSlots(slots));
  if (telemetry === null) return worker;
  const shutdown = async (): Promise<void> => {
    try {
      await worker.shutdown();
    } finally {
      await telemetry.close();
    }
  };
  return { ...worker, shutdown };
};

/** What goes on without this process, and the command for the next step. */
const farewell = async ({ store }: Session, sweep: Sweep, own: string): Promise<string> => {
  const { workers } = await readState(store, sweep);
  const others = workers.filter(({ id, slots }) => id !== own && slots.length > 0).length;
  if (others === 0) return `Stopped training here; nothing else works on it. Go on: sweep resume ${sweep.name}`;
  const who = others === 1 ? '1 worker goes on' : `${others} workers go on`;
  return `Stopped training here; ${who}. Watch: sweep status ${sweep.name} --watch`;
};

/** Who marked the sweep done may have been killed before it had published the ranking. */
const completeFinished = async ({ store }: Session, { uid }: Sweep): Promise<void> => {
  const wishes = await readWishes(store, uid);
  const now = await readSweep(store, uid, wishes.edition);
  if (now !== null) await completeRanking(store, createPlan(now), wishes);
};

const printFinished = async (session: Session, sweep: Sweep): Promise<number> => {
  const { leaderboard } = await printLeaderboard(session, sweep);
  const mismatches = await readMismatches(session.store, sweep.uid);
  const bugs = mismatches.filter((each) => isOurBug(sweep, each));
  for (const { key } of bugs) say(`Two different results of fold ${key}: a bug of ours; the first one stands.`);
  const others = mismatches.length - bugs.length;
  if (others > 0)
    say(`${plural(others, 'fold')} gave another result when trained again with ${sweep.engine}; the first one stands.`);
  return leaderboard.failed.length > 0 || bugs.length > 0 ? finished.withFailures : finished.done;
};

/** Prints a finished sweep's leaderboard, and what must not be overlooked; leaves nothing undone. @returns the exit code */
export const conclude = async (session: Session, sweep: Sweep): Promise<number> => {
  const code = await printFinished(session, sweep);
  await completeFinished(session, sweep);
  return code;
};

/**
 * Works on a sweep and shows it until it is done, or somebody pauses, stops or interrupts it.
 * @returns the exit code
 */
export const serve = async (session: Session, sweep: Sweep): Promise<number> => {
  const signal = interruption();
  const worker = await startOwnWorker(session, sweep.engine);
  const failure = worker.ended.then(() => new Promise<never>(() => undefined));
  let last: Snapshot | null;
  let code: number | null = null;
  try {
    last = await Promise.race([follow(session, sweep, signal), failure]);
    if (last?.state === 'done') code = await printFinished(session, sweep); // while the ranking is being published
  } finally {
    await worker.shutdown(); // whatever ended it, runs in flight are handed back
  }
  if (code !== null) {
    await completeFinished(session, sweep);
    return code;
  }
  if (last === null) {
    say(await farewell(session, sweep, worker.id));
    return finished.interrupted;
  }
  say(`${sweep.name} was ${last.state} from elsewhere. Go on: sweep resume ${sweep.name}`);
  return finished.interrupted;
};
