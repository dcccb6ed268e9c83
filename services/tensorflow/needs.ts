import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { isOnPath, runTool } from './run-tool.ts';

/** Something that is missing on this machine, and what to do about it. */
export class Missing extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

/** The user's pip and Python: his virtual environment, mirrors and proxies count. */
export type Python = { readonly python: string; readonly pip: readonly string[] };

const works = (command: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> =>
  runTool([...command, '--version'], { cwd: '/', env, limitMs: 30_000 }).then(
    () => true,
    () => false,
  );

export const findPython = async (env: NodeJS.ProcessEnv): Promise<Python> => {
  const pythons: string[] = [];
  for (const python of ['python3', 'python']) {
    if (!(await works([python], env))) continue;
    if (await works([python, '-m', 'pip'], env)) return { python, pip: [python, '-m', 'pip'] };
    pythons.push(python);
  }
  const [python] = pythons;
  if (python === undefined) {
    throw new Missing('no Python 3 ("python3") on PATH', 'install Python 3 with pip, e.g. apt install python3-pip');
  }
  for (const pip of ['pip3', 'pip']) if (await works([pip], env)) return { python, pip: [pip] };
  throw new Missing(
    'Python is here without pip',
    'install pip, e.g. apt install python3-pip, or activate a virtual environment',
  );
};

/** What node-gyp runs: a compiler of C++ 17, make and Python. */
export const needCompiler = (env: NodeJS.ProcessEnv): void => {
  const compilers = [env['CXX'] ?? '', 'g++', 'c++', 'clang++'].filter((name) => name !== '');
  const found = compilers.find((name) => isOnPath(name.split(' ')[0] as string, env));
  const lacking = [
    ...(found === undefined ? ['no C++ compiler ("g++")'] : []),
    ...(isOnPath('make', env) ? [] : ['no "make"']),
  ];
  if (lacking.length > 0) {
    throw new Missing(
      `${lacking.join(' and ')} on PATH, to build the binding with`,
      'install them, e.g. apt install g++ make',
    );
  }
};

export const needNpm = (env: NodeJS.ProcessEnv): void => {
  if (!isOnPath('npm', env)) throw new Missing('no "npm" on PATH', 'install npm, which comes with https://nodejs.org');
};

/** The wheels are built for glibc 2.27 and newer. */
export const needGlibc = (): void => {
  if (process.platform !== 'linux') return;
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  const [major = 0, minor = 0] = (header.glibcVersionRuntime ?? '').split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 27)) return;
  const found = header.glibcVersionRuntime === undefined ? 'no glibc (Alpine?)' : `glibc ${header.glibcVersionRuntime}`;
  throw new Missing(`this system has ${found}, and TensorFlow needs glibc 2.27`, 'use a newer system, e.g. Debian 12');
};

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Said before the download, not after an hour of it. */
export const needRoom = (folder: string, whileBytes: number, keptBytes: number): void => {
  const { bavail, bsize } = statfsSync(existing(folder));
  const free = bavail * bsize;
  if (free >= whileBytes) return;
  throw new Missing(
    `it needs ${gigabytes(whileBytes)} while it is installed, of which ${gigabytes(keptBytes)} stay; ` +
      `the disk of ${folder} has ${gigabytes(free)} free`,
    'free some space, or set XDG_CACHE_HOME to a folder on a larger disk',
  );
};

const existing = (path: string): string => (existsSync(path) ? path : existing(dirname(path)));
