import { spawn, spawnSync } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const cache = mkdtempSync(join(tmpdir(), 'sweep-engine-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));
const env = { ...process.env, XDG_CACHE_HOME: cache, CI: 'true' };
const root = join(cache, 'sweep', 'tensorflow', `${process.platform}-${process.arch}`);
const timeout = 600_000;

const sweep = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...words], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

const install = ['engine', 'install', 'tensorflow', '--from', 'pypi'];

/** Starts to install and kills the process with SIGKILL once it says `words`. */
const killedAt = (words: string): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/cli/main.js', ...install], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes(words)) child.kill('SIGKILL');
    });
    child.on('exit', () => resolve());
  });

/** The library of an installation as a library of the user's own: hard links, which stay when the installation goes. */
const ownLibrary = (): string => {
  const [from, to] = [join(root, 'cpu-2.21.0', 'libraries', 'tensorflow'), join(cache, 'own')];
  mkdirSync(join(to, 'lib'), { recursive: true });
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    linkSync(join(from, name), join(to, 'lib', name));
  }
  cpSync(join(from, 'include'), join(to, 'include'), { recursive: true });
  return to;
};

test(
  'the library of the Python package index is installed for real, and goes on after a kill',
  { timeout },
  async () => {
    await killedAt('unpacking');
    const half = sweep('engine', 'list');
    const doctor = sweep('doctor', '--json');
    const done = sweep(...install);
    const again = sweep(...install);
    const wanting = sweep('worker', '--engine', 'tensorflow', '--gpus', 'all');

    expect(half.stdout).toMatch(
      /\.making-cpu-\w+ cannot be used: it was not finished; sweep engine install tensorflow/,
    );
    expect(doctor.stdout).toContain('it was not finished');
    expect(done).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Installed: TensorFlow 2\.21\.0 for CPUs/),
    });
    expect(done.stderr).not.toContain('downloading tensorflow-cpu'); // the wheel was kept
    expect(readdirSync(root)).toEqual(['cpu-2.21.0']);
    expect(again.stdout).toMatch(/^Installed already/);
    expect(wanting).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('sweep engine install tensorflow --gpu'),
    });
  },
);

test(
  'a damaged installation is repaired, here by a library of the user, which stays when it is removed',
  { timeout },
  () => {
    const own = ownLibrary();
    truncateSync(join(root, 'cpu-2.21.0', 'package', 'lib', 'napi-v8', 'tfjs_binding.node'), 10);
    const damaged = sweep('engine', 'list');
    const inside = sweep(
      'engine',
      'install',
      'tensorflow',
      '--from',
      join(root, 'cpu-2.21.0', 'libraries', 'tensorflow'),
    );
    const repaired = sweep('engine', 'install', 'tensorflow', '--from', own);
    const doctor = sweep('doctor', '--json');
    const listed = sweep('engine', 'list', '--json');
    const removed = sweep('engine', 'remove', 'tensorflow');

    expect(damaged.stdout).toContain('tfjs_binding.node has 10 bytes instead of');
    expect(inside).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('is in the cache that the installation goes to'),
    });
    expect(repaired.stdout).toMatch(/^Installed: TensorFlow 2\.21\.0 for CPUs, linked to a library of yours/);
    expect(doctor.stdout).toContain('BlockLSTMV2 runs on the CPU');
    expect(JSON.parse(listed.stdout)).toMatchObject({
      engines: ['wasm', { device: 'cpu', version: '2.21.0', from: 'path' }],
      damaged: [],
    });
    expect(removed).toMatchObject({ status: 0, stdout: expect.stringContaining('cpu-2.21.0') });
    expect(readdirSync(join(own, 'lib')).length).toBe(2);
  },
);
