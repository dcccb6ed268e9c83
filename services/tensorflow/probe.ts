import type { DeviceClass } from '../../core/engine.ts';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { trainerEnvironment } from '../child-environment.ts';
import { addonOf } from './addon.ts';

/** What a library said of itself when one step of an LSTM ran on it. */
export type Probed =
  | {
      readonly state: 'ran';
      readonly version: string;
      readonly device: DeviceClass;
      readonly said: string; // on stderr: why it does not see a GPU
    }
  | { readonly state: 'failed'; readonly message: string };

type Told = { readonly version: string; readonly device: DeviceClass; readonly wrong: string | null };

/** Loading reads close to 1 GB from the disk; a card that the library holds no code for makes it first. */
const limitMs = 120_000;

/** The compiled program: beside this file, or in dist/ when this runs from its sources. */
const mainFile = (): string => {
  const beside = fileURLToPath(new URL('./probe-main.js', import.meta.url));
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../dist/services/tensorflow/probe-main.js', import.meta.url));
};

/** LD_LIBRARY_PATH with these folders before those of the user. */
export const withLibraries = (path: string | null, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  if (path === null) return env;
  const own = env['LD_LIBRARY_PATH'];
  return { ...env, LD_LIBRARY_PATH: own === undefined || own === '' ? path : `${path}${delimiter}${own}` };
};

/** Loads the library of a package's folder in a process of its own and runs one step of an LSTM and its gradient. */
export const probe = (
  module: string,
  { libraryPath, env, gpu = '' }: { libraryPath: string | null; env: NodeJS.ProcessEnv; gpu?: string },
): Promise<Probed> => {
  const addon = addonOf(module);
  if (addon === undefined) {
    return Promise.resolve({ state: 'failed', message: `no addon for Node ${process.versions.node} in ${module}` });
  }
  const silent = {
    TF_CPP_MIN_LOG_LEVEL: gpu === '' ? '2' : '0',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    CUDA_VISIBLE_DEVICES: gpu,
  };
  const childEnv = { ...withLibraries(libraryPath, trainerEnvironment(env)), ...silent };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [mainFile(), addon],
      { env: childEnv, timeout: limitMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => resolve(judge(error, stdout, stderr)),
    );
  });
};

type Ended = {
  readonly code?: number | string | null | undefined;
  readonly signal?: NodeJS.Signals | null | undefined;
  readonly killed?: boolean | undefined;
} | null;

function judge(error: Ended, stdout: string, stderr: string): Probed {
  const told = parse(stdout);
  if (told === undefined) {
    if (error?.killed === true) return failed(`it said nothing for ${limitMs / 1000} s`);
    const last = stderr.trim().split('\n').at(-1) ?? '';
    return failed(`its process ended with ${error?.signal ?? error?.code ?? 0}${last === '' ? '' : `: ${last}`}`);
  }
  if ('error' in told) return failed(told.error);
  return told.wrong === null
    ? { state: 'ran', version: told.version, device: told.device, said: stderr }
    : failed(told.wrong);
}

const failed = (message: string): Probed => ({ state: 'failed', message });

function parse(stdout: string): Told | { readonly error: string } | undefined {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as Told) : undefined;
}
