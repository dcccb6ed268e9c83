import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cacheFolder } from '../../services/cache-folder.ts';
import type { TensorflowInstall } from '../../services/tensorflow/installation.ts';
import type { Sizes } from './case.ts';

/** Milliseconds of a batch, by the clock and of the processor. */
export type Taken = { readonly wall: number; readonly busy: number };

/** The JavaScript of tfjs-node beside the same binding and library that ours uses: installed once, without its scripts. */
const packageOf = ({ module, version, package: name }: TensorflowInstall): string => {
  const folder = join(cacheFolder(), `bench-${name.split('/')[1] as string}-${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(join(installed, 'deps'))) return installed;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@4.22.0`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const part of ['lib', 'deps']) symlinkSync(join(module, part), join(installed, part));
  return installed;
};

/** tf.layers.lstm in a process of its own, one thread; each call trains so many batches. */
export const startStock = async (install: TensorflowInstall, sizes: Sizes) => {
  const file = fileURLToPath(new URL('stock-process.cjs', import.meta.url));
  const library = install.libraryPath === null ? {} : { LD_LIBRARY_PATH: install.libraryPath };
  const one = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', TF_ENABLE_ONEDNN_OPTS: '0' };
  const child = fork(file, [packageOf(install), JSON.stringify(sizes)], {
    execArgv: [],
    env: { ...process.env, ...library, ...one, TF_CPP_MIN_LOG_LEVEL: '2' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const next = (): Promise<Taken> =>
    new Promise((resolve, reject) => {
      child.once('message', (taken) => resolve(taken as Taken));
      child.once('exit', (code) => reject(new Error(`tfjs-node ended with ${String(code)}`)));
    });
  await next(); // ready
  return {
    train: (batches: number): Promise<Taken> => {
      child.send(batches);
      return next();
    },
    end: () => child.disconnect(),
  };
};
