import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DeviceClass } from '../../../core/engine.ts';
import { findBeside, packagesBeside } from '../../../services/tensorflow/beside.ts';
import { findTensorflow } from '../../../services/tensorflow/find-tensorflow.ts';
import { installationsFolder, readInstallations } from '../../../services/tensorflow/installation.ts';
import { writeMark } from '../../../services/tensorflow/mark.ts';

const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-find-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { folder, env: { XDG_CACHE_HOME: folder } };
};

/** What an installation looks like, with libraries of a few bytes. */
const install = async (env: NodeJS.ProcessEnv, device: DeviceClass, version: string): Promise<string> => {
  const folder = join(installationsFolder(env), `${device}-${version}`);
  const [libraries, lib] = [join(folder, 'libraries', 'tensorflow'), join(folder, 'package', 'deps', 'lib')];
  const addon = join(folder, 'package', 'lib', 'napi-v8');
  for (const each of [libraries, lib, addon]) mkdirSync(each, { recursive: true });
  writeFileSync(join(libraries, 'libtensorflow_cc.so.2'), 'a library');
  symlinkSync('../../../libraries/tensorflow/libtensorflow_cc.so.2', join(lib, 'libtensorflow.so.2'));
  writeFileSync(join(addon, 'tfjs_binding.node'), 'an addon');
  const libraryFolders = device === 'cuda' ? ['libraries/nvidia/cudnn/lib', '/opt/cuda/lib64'] : [];
  await writeMark(folder, { device, version, from: 'pypi', libraryFolders });
  return folder;
};

test('what is installed is found, for GPUs first, then the newest version', async () => {
  const { env } = temporary();
  await install(env, 'cpu', '2.9.1');
  const newer = await install(env, 'cpu', '2.21.0');
  const cuda = await install(env, 'cuda', '2.20.0');

  const found = await findTensorflow(env);
  const cpus = await findTensorflow(env, 'cpu');

  expect(found.map(({ device, version }) => `${device} ${version}`)).toEqual([
    'cuda 2.20.0',
    'cpu 2.21.0',
    'cpu 2.9.1',
  ]);
  expect(found[0]).toEqual({
    module: join(cuda, 'package'),
    package: '@tensorflow/tfjs-node-gpu',
    device: 'cuda',
    version: '2.20.0',
    libraryPath: `${join(cuda, 'libraries/nvidia/cudnn/lib')}:/opt/cuda/lib64`,
    from: 'pypi',
  });
  expect(cpus.map(({ module, libraryPath }) => [module, libraryPath])[0]).toEqual([join(newer, 'package'), null]);
});

test('an installation that was cut short, that lost a file or holds half of one is not used', async () => {
  const { env } = temporary();
  const short = await install(env, 'cpu', '2.19.0');
  const without = await install(env, 'cpu', '2.20.0');
  const broken = join(installationsFolder(env), '.making-cpu-x1');
  mkdirSync(broken);
  truncateSync(join(short, 'package', 'lib', 'napi-v8', 'tfjs_binding.node'), 3);
  rmSync(join(without, 'libraries'), { recursive: true });

  const damages = readInstallations(env).map(({ folder, damaged }) => [folder, damaged]);

  expect(await findTensorflow(env)).toEqual([]);
  expect(damages).toEqual([
    [without, 'package/deps/lib/libtensorflow.so.2 is gone'],
    [short, 'package/lib/napi-v8/tfjs_binding.node has 3 bytes instead of 8'],
    [broken, 'it was not finished'],
  ]);
});

test('packages beside the program are seen, that for GPUs first; one whose library was never downloaded is not used', async () => {
  const { folder, env } = temporary();
  for (const name of ['tfjs-node', 'tfjs-node-gpu']) {
    const module = join(folder, 'node_modules', '@tensorflow', name);
    mkdirSync(module, { recursive: true });
    writeFileSync(join(module, 'package.json'), JSON.stringify({ name: `@tensorflow/${name}`, version: '4.22.0' }));
  }
  const program = join(folder, 'node_modules', 'sweep-orchestrator');

  expect(packagesBeside(program).map(({ device }) => device)).toEqual(['cuda', 'cpu']);
  expect(await findBeside(env, program)).toEqual([]);
});
