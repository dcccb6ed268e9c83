import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createStream } from '../../core/random.ts';
import type { Fault, Scene } from './fault.ts';
import { writeChaosGrid } from './grids.ts';
import type { ChaosGrid } from './grids.ts';
import { createLife } from './life.ts';
import type { Life } from './life.ts';
import { kill, parentOf, processesOf } from './processes.ts';
import { createWatch } from './watch.ts';
import type { Watch } from './watch.ts';

/** What was done to a process: it may have left what its owner would else have put away. */
export type Strike = {
  readonly at: number; // ms since the round began
  readonly what: string;
  readonly pid: number | null; // null: no single process
  readonly signal: NodeJS.Signals | null;
  readonly life: Life | null; // of this command
};

/** A round as it is played; what the runner and the invariants know besides what a fault may touch. */
export type Stage = {
  readonly scene: Scene;
  readonly watch: Watch;
  readonly timeline: readonly string[];
  readonly strikes: readonly Strike[];
  readonly lives: readonly Life[]; // starts and resumes, in order
  readonly others: readonly Life[]; // what faults have spawned
  readonly now: () => number; // ms since the round began
};

/** Rounds shorten the supervisor's linger time and the time between checkpoints. */
export const lingerSeconds = 2;
export const checkpointSeconds = 0.5;

const longestWaitMs = 120_000;
const lookEveryMs = 40;

type Options = {
  readonly folder: string;
  readonly seed: number;
  readonly round: number;
  readonly fault: Fault;
  readonly grid: ChaosGrid;
  readonly onTerminal: boolean;
};

/** Where a round keeps its things; sockets and temporary files too, so that what is left of them is seen. */
const environmentOf = (folder: string): NodeJS.ProcessEnv => {
  const { TEMPORAL_ADDRESS: _temporal, MONGODB_URI: _mongo, NODE_OPTIONS: _node, ...rest } = process.env;
  return {
    ...rest,
    SWEEP_HOME: join(folder, 'home'),
    SWEEP_LINGER_SECONDS: String(lingerSeconds),
    SWEEP_CHECKPOINT_SECONDS: String(checkpointSeconds),
    TMPDIR: join(folder, 'tmp'),
    NO_COLOR: '1',
  };
};

/** Pids of a command's own process: `script` has it as a child. */
export const isLife = (life: Life, pid: number): boolean =>
  life.pid === pid || (life.onTerminal && parentOf(pid) === life.pid);

/** To `script`, where a command has a terminal. */
const signalTerminal = (life: Life, signal: NodeJS.Signals): void => {
  if (life.onTerminal && life.pid !== undefined && !life.hasEnded()) kill(life.pid, signal);
};

export const openStage = async (options: Options): Promise<Stage> => {
  const { fault, round, seed } = options;
  mkdirSync(join(options.folder, 'tmp'), { recursive: true });
  const folder = realpathSync(options.folder);
  const stream = createStream(seed, 'chaos round', round);
  const env = environmentOf(folder);
  const home = join(folder, 'home');
  const grid = writeChaosGrid(folder, options.grid);
  const watch = createWatch(home, env);
  const timeline: string[] = [];
  const strikes: Strike[] = [];
  const lives: Life[] = [];
  const others: Life[] = [];
  const began = performance.now();
  const now = (): number => Math.round(performance.now() - began);
  const log = (event: string): void => void timeline.push(`${(now() / 1000).toFixed(2)} s  ${event}`);
  const live = (command: readonly string[], more: readonly string[]): Life => {
    const args = [...command, ...(more.length > 0 ? more : (fault.lives ?? ['--slots', '2']))];
    const life = createLife(args, env, options.onTerminal);
    lives.push(life);
    log(`sweep ${args.join(' ')}`);
    void life.ended.then(({ code, signal }) => log(`sweep ${args[0]} ended: ${signal ?? `exit ${code}`}`));
    return life;
  };
  const life = (): Life => lives.at(-1) as Life;
  const waitFor: Scene['waitFor'] = async (milestone) => {
    const deadline = performance.now() + longestWaitMs;
    while (performance.now() < deadline) {
      if (await watch.has(milestone)) {
        log(`reached: ${milestone}${typeof milestone === 'number' ? ' folds' : ''}`);
        return true;
      }
      if (lives.length > 0 && life().hasEnded()) break;
      await sleep(lookEveryMs);
    }
    log(`not reached: ${milestone}`);
    return false;
  };
  const struck = (what: string): void => {
    strikes.push({ at: now(), what, pid: null, signal: null, life: null });
    log(what);
  };
  const scene: Scene = {
    folder,
    home,
    grid,
    stream,
    env,
    log,
    life,
    start: (...more) => live(['start', grid], more),
    resume: (...more) => live(['resume', 'chaos'], more),
    revive: async () => {
      if (!life().hasEnded()) return life();
      // Who cannot know whether the sweep was inserted types `start` again.
      return stream.below(2) === 0 && (await watch.has('inserted')) ? scene.resume() : scene.start();
    },
    spawn: (args, more = {}) => {
      const other = createLife(args, { ...env, ...more });
      others.push(other);
      log(`sweep ${args.join(' ')}`);
      return other;
    },
    processes: () => processesOf(`${folder}/`),
    kill: (victims, signal = 'SIGKILL') => {
      const commands = victims.map(({ pid }) => [...lives, ...others].find((each) => isLife(each, pid)) ?? null);
      for (const { pid } of victims) kill(pid, signal);
      // `script` stops itself with its child, and does not go on with it.
      for (const each of lives) if (signal === 'SIGCONT') signalTerminal(each, signal);
      for (const [at, { pid, role }] of victims.entries()) {
        strikes.push({ at: now(), what: `${signal} ${role}`, pid, signal, life: commands[at] ?? null });
        log(`${signal} to ${role} ${pid}`);
      }
      if (victims.length === 0) log(`${signal} to nobody: nothing of the kind runs`);
    },
    struck,
    waitFor,
    pause: (fromMs, toMs) => sleep(fromMs + stream.uniform() * (toMs - fromMs)),
  };
  Object.assign(env, (await fault.prepare?.(scene)) ?? {});
  return { scene, watch, timeline, strikes, lives, others, now };
};
