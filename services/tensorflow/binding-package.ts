import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { digestOf } from './digest.ts';
import { packageFolder } from './installation.ts';
import type { PackageName } from './installation.ts';
import { bindingDigests, bindingVersion } from './pins.ts';
import { runTool } from './run-tool.ts';

const napiVersion = 8; // the highest that the package knows
const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Fetches the package from the user's registry, as it is there, without what its JavaScript would load. */
export async function fetchBinding(name: PackageName, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const wanted = `${name}@${bindingVersion}`;
  const to = join(folder, 'fetched');
  mkdirSync(to);
  await runTool(['npm', 'pack', wanted, '--ignore-scripts', '--pack-destination', to, ...quiet], { cwd: folder, env });
  const [archive] = readdirSync(to);
  if (archive === undefined) throw new Error(`npm pack ${wanted} gave no file`);
  const file = join(to, archive);
  const found = await digestOf(file, 'sha512', 'base64');
  if (found !== bindingDigests[name]) {
    throw new Error(`SHA-512 of ${wanted} is ${found}, expected ${bindingDigests[name]}`);
  }
  mkdirSync(join(folder, packageFolder));
  const unpack = ['tar', '-xzf', file, '--no-same-owner', '--strip-components=1', '-C', join(folder, packageFolder)];
  await runTool(unpack, { cwd: folder, env });
}

/** What compiles the binding, and what the package's own script loads: versions and digests stand in a lock file. */
export async function fetchTools(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const from = join(packageRoot(), 'services', 'tensorflow', 'npm');
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(from, file), join(folder, file));
  await runTool(['npm', 'ci', '--ignore-scripts', ...quiet], { cwd: folder, env });
}

/** Where the headers of the Node that runs this are, if they were installed with it. */
const headers = (): string | undefined => {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? prefix : undefined;
};

/** Compiles the package's addon against the library in its `deps`, with the headers of this Node or those that node-gyp fetches. */
export async function compileBinding(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const cwd = join(folder, packageFolder);
  const out = join(cwd, 'lib', `napi-v${napiVersion}`);
  mkdirSync(out, { recursive: true });
  const nodedir = headers();
  await runTool(
    [
      process.execPath,
      join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
      'rebuild',
      `--devdir=${join(folder, 'fetched', 'headers')}`,
      ...(nodedir === undefined ? [] : [`--nodedir=${nodedir}`]),
      `--module=${join(out, 'tfjs_binding.node')}`,
      '--module_name=tfjs_binding',
      `--module_path=${out}`,
      `--napi_version=${process.versions.napi}`,
      `--napi_build_version=${napiVersion}`,
    ],
    { cwd, env },
  ).catch((error: unknown) => {
    const { message } = error as Error;
    if (nodedir !== undefined) throw error;
    const said = `${message}\n    The headers of Node ${process.versions.node} are not installed, and node-gyp fetches them`;
    throw new Error(said, { cause: error });
  });
}
