import type { DeviceClass } from '../../core/engine.ts';
import { mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { addonOf } from './addon.ts';
import { installationsFolder, packageOf } from './installation.ts';
import type { TensorflowInstall } from './installation.ts';
import { probe } from './probe.ts';

/** A package that the user installed with npm beside this program. */
export type Beside = { readonly module: string; readonly device: DeviceClass };

/** The packages that are there, whether they work or not, that for GPUs first: at or above this program's folder. */
export const packagesBeside = (from: string = packageRoot()): readonly Beside[] =>
  (['cuda', 'cpu'] as const).flatMap((device) => {
    const module = resolve(from, device);
    return module === undefined ? [] : [{ module, device }];
  });

function resolve(folder: string, device: DeviceClass): string | undefined {
  try {
    const { resolve: find } = createRequire(join(folder, 'package.json'));
    return realpathSync(dirname(find(`${packageOf(device)}/package.json`)));
  } catch {
    return undefined; // not installed there
  }
}

/** Those that work. Their library's version is asked once: loading it takes seconds. */
export const findBeside = async (env: NodeJS.ProcessEnv, from?: string): Promise<readonly TensorflowInstall[]> => {
  const found: TensorflowInstall[] = [];
  for (const { module, device } of packagesBeside(from)) {
    const version = await versionOf(module, env);
    const libraryPath = null; // npm's packages expect CUDA among the system's libraries
    if (version !== undefined)
      found.push({ module, package: packageOf(device), device, version, libraryPath, from: 'beside' });
  }
  return found;
};

async function versionOf(module: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const stamp = stampOf(module);
  if (stamp === undefined) return undefined; // npm was told to run no scripts, or they failed
  const file = join(installationsFolder(env), 'beside.json');
  const known = readKnown(file);
  if (known[stamp] !== undefined) return known[stamp];
  const probed = await probe(module, { libraryPath: null, env });
  if (probed.state === 'failed') return undefined;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify({ ...known, [stamp]: probed.version }));
  } catch {
    // A cache that cannot be written: it is asked again next time.
  }
  return probed.version;
}

function stampOf(module: string): string | undefined {
  const addon = addonOf(module);
  const name = process.platform === 'darwin' ? 'libtensorflow.2.dylib' : 'libtensorflow.so.2';
  if (addon === undefined) return undefined;
  try {
    const [library, binding] = [realpathSync(join(module, 'deps', 'lib', name)), realpathSync(addon)];
    return [library, binding].map((file) => `${file}:${statSync(file).size}:${statSync(file).mtimeMs}`).join('|');
  } catch {
    return undefined; // its library was not downloaded
  }
}

function readKnown(file: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {}; // none yet, or two wrote at once
  }
}
