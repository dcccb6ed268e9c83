import type { DeviceClass } from '../../core/engine.ts';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Clock } from '../progress-clock.ts';
import { compileBinding } from './binding-package.ts';
import { installationsFolder, packageFolder, packageOf } from './installation.ts';
import type { Mark } from './installation.ts';
import { cudaFolders, libraryIn, linkLibrary } from './link.ts';
import { findPython, Missing, needCompiler, needGlibc, needRoom } from './needs.ts';
import { wheelSet } from './pins.ts';
import { runTool } from './run-tool.ts';
import { vendorAnswers } from './vendor-answers.ts';
import { bytesToFetch, fetchWheel, unpackWheel } from './wheels.ts';

type Making = { readonly folder: string; readonly env: NodeJS.ProcessEnv; readonly clock: Clock };

/** One way to the library. `check` is quick and comes before any download; `make` fills the package's `deps` and `lib`. */
export type Way = {
  readonly from: Mark['from'];
  readonly title: string;
  readonly check: () => Promise<void>;
  readonly make: (making: Making) => Promise<Pick<Mark, 'libraryFolders'>>;
};

const toolBytes = 100_000_000;

const onLinux = (what: string): void => {
  if (process.platform === 'linux') return;
  throw new Missing(`${what} is for Linux, and this is ${process.platform}`, 'use --from vendor');
};

const pypiWay = (device: DeviceClass, env: NodeJS.ProcessEnv): Way => ({
  from: 'pypi',
  title: 'wheels of the Python package index',
  check: async () => {
    onLinux('the library of the wheels');
    const set = wheelSet(device, process.platform, process.arch);
    if (set === undefined)
      throw new Missing(`there is no wheel for ${device} on ${process.arch}`, 'use --from <folder>');
    needGlibc();
    needCompiler(env);
    await findPython(env);
    needRoom(installationsFolder(env), bytesToFetch(set.wheels, env) + set.keptBytes + toolBytes, set.keptBytes);
  },
  make: async ({ folder, clock }) => {
    const python = await findPython(env);
    const libraries = join(folder, 'libraries');
    mkdirSync(libraries);
    for (const wheel of wheelSet(device, process.platform, process.arch)?.wheels ?? []) {
      const file = await fetchWheel(wheel, python, { folder, env, clock });
      clock.begin(`unpacking ${wheel.name} ${wheel.version}`);
      await unpackWheel(file, libraries, python, env);
    }
    linkLibrary(folder, libraryIn(join(libraries, 'tensorflow')));
    clock.begin('compiling the binding');
    await compileBinding(folder, env);
    return { libraryFolders: cudaFolders(folder, 'libraries') };
  },
});

const vendorBytes = { cpu: 800_000_000, cuda: 2_500_000_000 } as const;

const vendorWay = (device: DeviceClass, env: NodeJS.ProcessEnv): Way => ({
  from: 'vendor',
  title: "the vendor's download",
  check: async () => {
    needRoom(installationsFolder(env), vendorBytes[device] + toolBytes, vendorBytes[device]);
    await vendorAnswers(device, env);
  },
  make: async ({ folder, clock }) => {
    clock.begin(`running the install script of ${packageOf(device)}`);
    const cwd = join(folder, packageFolder);
    const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as {
      readonly scripts: { readonly install: string };
    };
    const path = `${join(folder, 'node_modules', '.bin')}${delimiter}${env['PATH'] ?? ''}`;
    const [, ...script] = scripts.install.split(' '); // node scripts/install.js …
    const running = runTool([process.execPath, ...script], { cwd, env: { ...env, PATH: path }, limitMs: 1_800_000 });
    await running.catch(async (error: unknown) => {
      // The library may have come and the vendor's addon not: then it is compiled as elsewhere.
      if (process.platform !== 'linux' || !existsSync(join(cwd, 'deps', 'include'))) throw error;
      clock.begin('compiling the binding');
      needCompiler(env);
      await compileBinding(folder, env);
    });
    return { libraryFolders: [] };
  },
});

/** A link to what the new installation replaces would lead nowhere. */
const notOurOwn = (library: string, path: string, env: NodeJS.ProcessEnv): void => {
  if (!library.startsWith(installationsFolder(env))) return;
  throw new Missing(
    `${path} is in the cache that the installation goes to`,
    'copy that folder elsewhere, and name the copy',
  );
};

const pathWay = (path: string, env: NodeJS.ProcessEnv): Way => ({
  from: 'path',
  title: path,
  check: async () => {
    onLinux('--from <folder>');
    if (!existsSync(path)) throw new Missing(`${path} is not there`, 'name a folder that holds libtensorflow');
    notOurOwn(libraryIn(path).main, path, env);
    needCompiler(env);
    await findPython(env);
    needRoom(installationsFolder(env), toolBytes, toolBytes);
  },
  make: async ({ folder, clock }) => {
    linkLibrary(folder, libraryIn(path));
    clock.begin('compiling the binding');
    await compileBinding(folder, env);
    return { libraryFolders: [] };
  },
});

/**
 * The ways to try, in order: for CPUs the vendor's download first; for GPUs the wheels first, since the vendor's library
 * is of 2022, knows no card since then and brings no CUDA. A way that is named is the only one.
 */
export const waysTo = (device: DeviceClass, from: string | undefined, env: NodeJS.ProcessEnv): readonly Way[] => {
  const [vendor, pypi] = [vendorWay(device, env), pypiWay(device, env)];
  if (from === 'vendor') return [vendor];
  if (from === 'pypi') return [pypi];
  if (from !== undefined) return [pathWay(from, env)];
  return device === 'cpu' ? [vendor, pypi] : [pypi, vendor];
};
