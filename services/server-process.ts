import { spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEnvironment } from './child-environment.ts';
import { openLog } from './log-file.ts';
import { identifyProcess, isAlive, processesWith, type ProcessIdentity } from './process-identity.ts';
import type { ServerPlan } from './server-plans.ts';

const termMs = 10_000;
const pollMs = 200;
const readyMs = 60_000;

/** A running server, be it our child or the orphan of an earlier supervisor; `ended` resolves when it is gone. */
export type RunningServer = { readonly identity: ProcessIdentity; readonly ended: Promise<void> };

/** Starts the server's program in a session of its own, so that neither a signal to us nor our death ends it. */
export function spawnServer(plan: ServerPlan, home: string, port: number): RunningServer {
  const log = openLog(home, plan.name);
  const child = spawn(plan.binary.path, [...plan.args(port)], {
    cwd: home,
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
  });
  closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  return { identity: identity ?? { pid: child.pid ?? 0, started: '' }, ended };
}

/** A server of this home that an earlier supervisor left, if it answers; those that do not are ended. */
export async function adoptServer(plan: ServerPlan, port: number | undefined): Promise<RunningServer | undefined> {
  const found = processesWith(plan.mark.flag, plan.mark.path);
  const [only, ...others] = found;
  if (only === undefined) return undefined;
  if (others.length === 0 && port !== undefined && (await answers(plan, port, only)))
    return { identity: only, ended: watchOrphan(only) };
  await Promise.all(found.map(endProcess));
  return undefined;
}

/** It may have been started a moment before its supervisor died, so it is given some time; without a socket it is lost. */
async function answers(plan: ServerPlan, port: number, identity: ProcessIdentity): Promise<boolean> {
  const socket = plan.socket(port);
  const patienceMs = socket !== undefined && !existsSync(socket) ? 1_000 : 8_000;
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline && isAlive(identity); await sleep(50)) {
    if ((await plan.probe(port)) === undefined) return true;
  }
  return false;
}

async function watchOrphan(identity: ProcessIdentity): Promise<void> {
  while (isAlive(identity)) await sleep(pollMs, undefined, { ref: false });
}

/** undefined when it is ready, 'ended' when its process ended before, else what was still missing at the end of a minute. */
export async function untilReady(plan: ServerPlan, port: number, ended: Promise<void>): Promise<string | undefined> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  let problem: string | undefined = 'not asked';
  for (const deadline = Date.now() + readyMs; Date.now() < deadline; await sleep(20)) {
    problem = await plan.probe(port);
    if (isOver) return 'ended';
    if (problem === undefined) return undefined;
  }
  return problem;
}

/** SIGTERM, and SIGKILL where that does not help within ten seconds. */
export async function endProcess(identity: ProcessIdentity): Promise<void> {
  signal(identity, 'SIGTERM');
  for (const deadline = Date.now() + termMs; Date.now() < deadline; await sleep(20)) if (!isAlive(identity)) return;
  signal(identity, 'SIGKILL');
  while (isAlive(identity)) await sleep(20);
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch {
    // it ended just now
  }
}
