import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { phaseLimitsMs, trainerSilentMs } from '../core/timeouts.ts';
import { trainerEnvironment } from '../services/child-environment.ts';
import { withLibraries } from '../services/tensorflow/probe.ts';
import { libraryEnvironment } from '../training/tensorflow/load.ts';
import { groupKills } from './control-group.ts';
import { isStopped, judgeDeath, memoryLimit } from './death.ts';
import type { Death } from './death.ts';
import { createSilence } from './silence.ts';
import type { FromTrainer, Progress, ToTrainer, TrainerLibrary, TrainerWork } from './trainer-protocol.ts';

/** What a trainer hands over, to be stored in that order. */
export type Handed = Extract<FromTrainer, { say: 'fold' | 'vectors' | 'trained' | 'fit' | 'checkpoint' }>;

export type TrainerEvents = {
  readonly onBeat: () => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onMessage: (message: Handed) => void;
};

export type WorkEnd =
  | { readonly state: 'finished' | 'stopped' }
  | { readonly state: 'diverged'; readonly epoch: number; readonly message: string }
  | { readonly state: 'failed'; readonly message: string }
  | ({ readonly state: 'died' } & Death);

/** The warm child process of one slot; a new one is started when it has died. */
export type TrainerProcess = {
  readonly work: (work: TrainerWork, events: TrainerEvents) => Promise<WorkEnd>;
  readonly checkpoint: () => void; // at the next step, through onMessage
  readonly score: () => void; // a fit's test rows may be looked at
  readonly stop: () => void; // a checkpoint, and then hand back
  /** Ends the process, and with it whatever it holds of a device; what it trained ends so. */
  readonly endWith: (end: WorkEnd) => void;
  readonly pid: () => number | null;
  readonly close: () => void;
};

/** The compiled program: beside this file, or in dist/ when this runs from its sources. */
const mainFile = (): string => {
  const beside = fileURLToPath(new URL('./trainer-main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../dist/worker/trainer-main.js', import.meta.url));
};

const watchEveryMs = 500;

type Current = {
  readonly task: number;
  readonly events: TrainerEvents;
  readonly resolve: (end: WorkEnd) => void;
};

type Options = {
  readonly slots: () => number;
  readonly library?: TrainerLibrary; // without: our own kernels
  readonly device?: string; // the GPU's id; without: whatever the library sees
  readonly file?: string; // the program; a bench puts one here that trains nothing
};

export const createTrainerProcess = (options: Options): TrainerProcess => {
  let child: ChildProcess | null = null;
  let current: Current | null = null;
  let tasks = 0;
  let bytes = 0;
  let silent = false;
  let killsBefore = groupKills();
  const silence = createSilence(watchEveryMs);
  const allow = (ms: number): void => silence.allow(performance.now(), ms);

  const finish = (end: WorkEnd): void => {
    const ended = current;
    current = null;
    ended?.resolve(end);
  };
  /** Its memory goes back with it: what could not be had once is asked for by the next trainer from nothing. */
  const endWith = (end: WorkEnd): void => {
    const ended = child;
    child = null;
    ended?.kill('SIGKILL');
    finish(end);
  };
  const hear = (message: FromTrainer): void => {
    if (message.say === 'ready') return allow(trainerSilentMs);
    if (current === null || message.task !== current.task) return;
    allow(message.say === 'phase' ? phaseLimitsMs[message.phase] : trainerSilentMs);
    current.events.onBeat();
    switch (message.say) {
      case 'phase':
        return;
      case 'progress':
        ({ bytes } = message);
        return current.events.onProgress(message);
      case 'fold':
      case 'vectors':
      case 'trained':
      case 'fit':
      case 'checkpoint':
        return current.events.onMessage(message);
      case 'finished':
      case 'stopped':
        return finish({ state: message.say });
      case 'diverged':
        return finish({ state: 'diverged', epoch: message.epoch, message: message.message });
      case 'failed':
        if (message.outOfMemory)
          return endWith({ state: 'died', own: true, outOfMemory: true, cause: message.message });
        return finish({ state: 'failed', message: message.message });
      default:
        return message satisfies never;
    }
  };
  const { library, device } = options;
  const start = (): ChildProcess => {
    bytes = 0;
    silent = false;
    killsBefore = groupKills();
    const started = fork(options.file ?? mainFile(), library === undefined ? [] : [JSON.stringify(library)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...(library === undefined ? trainerEnvironment() : withLibraries(library.libraryPath, trainerEnvironment())),
        ...(library === undefined ? {} : libraryEnvironment), // programs find others' libraries only from their start
        ...(device === undefined ? {} : { CUDA_VISIBLE_DEVICES: device }),
      },
    });
    started.on('message', (message) => hear(message as FromTrainer));
    started.on('error', ({ message }) => {
      if (started.pid !== undefined || child !== started) return; // an 'exit' or a refused send says the same
      child = null; // it could not be started, and no 'exit' follows
      finish({ state: 'died', own: false, outOfMemory: false, cause: message });
    });
    started.on('exit', (code, signal) => {
      if (child !== started) return;
      child = null;
      const limit = memoryLimit() / options.slots();
      finish({ state: 'died', ...judgeDeath({ code, signal, silent, killsBefore, bytes, limit }) });
    });
    return started;
  };
  const watch = setInterval(() => {
    const pid = child?.pid;
    if (pid === undefined) return;
    const found = silence.look(performance.now(), () => current !== null && isStopped(pid));
    if (current === null) return;
    if (found === 'phase') current.events.onBeat();
    if (found !== 'silent') return;
    silent = true;
    child?.kill('SIGKILL');
  }, watchEveryMs);
  watch.unref();

  const send = (message: ToTrainer): void => {
    child?.send(message, () => undefined); // a failed send is followed by the exit that says why
  };
  child = start();
  return {
    work: (work, events) =>
      new Promise((resolve) => {
        child ??= start();
        const task = ++tasks;
        current = { task, events, resolve };
        allow(phaseLimitsMs.start);
        send({ say: 'train', task, work });
      }),
    checkpoint: () => {
      if (current !== null) send({ say: 'checkpoint', task: current.task });
    },
    score: () => {
      if (current !== null) send({ say: 'score', task: current.task });
    },
    stop: () => {
      if (current !== null) send({ say: 'stop', task: current.task });
    },
    endWith,
    pid: () => child?.pid ?? null,
    close: () => {
      clearInterval(watch);
      const ended = child;
      child = null;
      ended?.disconnect();
    },
  };
};
