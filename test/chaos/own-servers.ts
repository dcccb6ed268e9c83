import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { obtainBinary } from '../../services/obtain-binary.ts';
import { drawPort } from '../../services/ports.ts';
import { probeMongo } from '../../services/probe-mongo.ts';
import { planServer } from '../../services/server-plans.ts';

/** A server that a round starts itself, as somebody's servers on a network: nothing of Sweep holds it. */
export type OwnServer = {
  readonly port: number;
  readonly pid: () => number | undefined;
  readonly start: () => Promise<void>; // again, on the same port, once it has ended
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
};

const readyMs = 60_000;

type Made = {
  readonly program: string;
  readonly args: readonly string[];
  readonly prepare: () => void;
  readonly probe: () => Promise<string | undefined>;
};

const ownServer = async (folder: string, name: string, make: (port: number) => Made): Promise<OwnServer> => {
  const port = await drawPort();
  const made = make(port);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    made.prepare();
    const log = openSync(join(folder, `${name}.log`), 'a');
    child = spawn(made.program, [...made.args], { cwd: folder, stdio: ['ignore', log, log] });
    closeSync(log);
    const last = child;
    const end = (): void => void last.kill('SIGKILL');
    process.once('exit', end); // an interrupted harness leaves none
    last.once('exit', () => process.off('exit', end));
    for (const deadline = Date.now() + readyMs; (await made.probe()) !== undefined; await sleep(50))
      if (Date.now() > deadline) throw new Error(`${name} is not ready: see ${folder}`);
  };
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child.kill(signal);
    child.kill('SIGCONT');
    await gone;
  };
  await start();
  return { port, pid: () => child?.pid, start, stop };
};

/** A database that listens on loopback; its files lie in `folder/ferretdb`. */
export const startDatabase = async (folder: string): Promise<OwnServer> => {
  const { path } = await obtainBinary('mongo', { kind: 'ferretdb' });
  const dir = join(folder, 'ferretdb');
  mkdirSync(dir, { recursive: true });
  return ownServer(folder, 'mongo', (port) => ({
    program: path,
    args: ['--dir', dir, '--tcp', `127.0.0.1:${port}`, '--log-level', 'error'],
    prepare: () => undefined,
    probe: () => probeMongo({ port, host: '127.0.0.1' }, 2_000),
  }));
};

/** A Temporal that listens on loopback; its files lie in `folder/temporal`. */
export const startTemporal = async (folder: string): Promise<OwnServer> => {
  const { from: _, ...binary } = await obtainBinary('temporal', {});
  const plan = planServer('temporal', binary, folder, '');
  return ownServer(folder, 'temporal', (port) => ({
    program: binary.path,
    args: plan.args(port),
    prepare: plan.prepare,
    probe: async () => {
      const problem = await plan.probe(port);
      if (problem === undefined) plan.onFirstReady();
      return problem;
    },
  }));
};

export const databaseUri = (port: number): string => `mongodb://127.0.0.1:${port}/sweep?directConnection=true`;
