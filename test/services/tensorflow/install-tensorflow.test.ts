import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startClock } from '../../../services/progress-clock.ts';
import { installTensorflow, lockFile } from '../../../services/tensorflow/install-tensorflow.ts';
import { installationsFolder } from '../../../services/tensorflow/installation.ts';
import { libraryIn } from '../../../services/tensorflow/link.ts';
import { needRoom } from '../../../services/tensorflow/needs.ts';
import type { Wheel } from '../../../services/tensorflow/pins.ts';
import { fetchWheel, wheelsFolder } from '../../../services/tensorflow/wheels.ts';
import { standIns } from './stand-ins.ts';

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-install-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const pip = 'case "$*" in *--version*) exit 0;; esac';
const tools = { npm: 'exit 0', 'g++': 'exit 0', make: 'exit 0', python3: `${pip}; exit 1` };
const onPypi = { skip: process.platform !== 'linux' };

test.for([
  ['npm', tools, 'no "npm" on PATH', 'install npm, which comes with https://nodejs.org'],
  ['python3', tools, 'no Python 3 ("python3") on PATH', 'install Python 3 with pip, e.g. apt install python3-pip'],
  [
    'g++',
    tools,
    'no C++ compiler ("g++") on PATH, to build the binding with',
    'install them, e.g. apt install g++ make',
  ],
] as const)(
  'without %s it is said what to install, before anything is downloaded',
  onPypi,
  async ([lacking, all, message, fix]) => {
    const folder = temporary();
    const programs = Object.fromEntries(Object.entries(all).filter(([name]) => name !== lacking));
    const env = standIns(folder, programs, '');

    const installing = installTensorflow({ device: 'cpu', from: 'pypi', env });

    await expect(installing).rejects.toMatchObject({
      code: 'SERVER_UNAVAILABLE',
      message: `TensorFlow for CPUs could not be installed. Tried:\n  - wheels of the Python package index: ${message}`,
      fix: expect.stringContaining(`  - ${fix}`),
    });
    expect(readdirSync(installationsFolder(env))).toEqual([]);
  },
);

test('Python without pip is told from no Python', onPypi, async () => {
  const env = standIns(temporary(), { ...tools, python3: 'case "$*" in *pip*) exit 1;; esac' }, '');

  await expect(installTensorflow({ device: 'cpu', from: 'pypi', env })).rejects.toThrow('Python is here without pip');
});

test('on a closed network all ways are told, with the words of what failed, and nothing is left', onPypi, async () => {
  const npm = 'echo "npm error network request to the registry failed" >&2; exit 1';
  const env = standIns(temporary(), { ...tools, npm });

  const installing = installTensorflow({ device: 'cpu', env });

  await expect(installing).rejects.toMatchObject({
    message: expect.stringMatching(
      /the vendor's download: 127.0.0.1:9 does not answer: .*\n {2}- wheels of the Python package index: npm pack tfjs-node@4.22.0 ended with 1: npm error network/,
    ),
    fix: expect.stringContaining('allow that host, set HTTPS_PROXY, or use --from pypi'),
  });
  expect(readdirSync(installationsFolder(env))).toEqual([]);
});

test('a package with another digest is refused', onPypi, async () => {
  const npm =
    'for last; do :; done; while [ $# -gt 0 ]; do [ "$1" = --pack-destination ] && echo evil > "$2/x.tgz"; shift; done';
  const env = standIns(temporary(), { ...tools, npm });

  await expect(installTensorflow({ device: 'cpu', from: 'pypi', env })).rejects.toThrow(
    /SHA-512 of @tensorflow\/tfjs-node@4.22.0 is \S+==, expected uHrXeUlf/,
  );
});

test('two installations at once go one after the other', onPypi, async () => {
  const folder = temporary();
  const log = join(folder, 'log');
  const env = standIns(folder, { ...tools, npm: `echo begin >> '${log}'; sleep 0.2; echo end >> '${log}'; exit 1` });
  const install = () => installTensorflow({ device: 'cpu', from: 'pypi', env }).catch((error: unknown) => error);

  await Promise.all([install(), install()]);

  expect(readFileSync(log, 'utf8')).toBe('begin\nend\nbegin\nend\n');
});

test('what a killed installation left is cleared away, and its lock does not hold', async () => {
  const env = standIns(temporary(), {}, '');
  const rest = join(installationsFolder(env), '.making-cpu-dead');
  mkdirSync(rest, { recursive: true });
  writeFileSync(lockFile(env), JSON.stringify({ pid: 1_073_741_824, started: 'long ago' }));

  await installTensorflow({ device: 'cpu', from: 'pypi', env }).catch(() => undefined);

  expect(existsSync(rest)).toBe(false);
  expect(existsSync(lockFile(env))).toBe(false);
});

test('a wheel is kept until it is used, so that pip fetches it once; another content is refused', async () => {
  const folder = temporary();
  const fetching = 'for each; do case "$each" in --dest=*) printf content > "${each#--dest=}/a.whl";; esac; done';
  const env = standIns(folder, { python3: `echo "$*" >> '${folder}/log'; ${fetching}` });
  const sha256 = createHash('sha256').update('content').digest('hex');
  const wheel: Wheel = { name: 'some-library', version: '1.0', platform: 'manylinux_2_27_x86_64', sha256, bytes: 7 };
  const python = { python: 'python3', pip: ['python3', '-m', 'pip'] };
  const clock = startClock('tensorflow', () => undefined);
  const options = { folder, env, clock };

  const first = await fetchWheel(wheel, python, options);
  const second = await fetchWheel(wheel, python, options);
  const other = fetchWheel({ ...wheel, sha256: '0'.repeat(64) }, python, options);

  await expect(other).rejects.toThrow(`SHA-256 of a.whl is ${sha256}, expected ${'0'.repeat(64)}`);
  clock.stop();
  expect([first, second].map((file) => readFileSync(file, 'utf8'))).toEqual(['content', 'content']);
  const calls = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  expect(calls.length).toBe(2);
  expect(calls[0]).toMatch(
    /^-m pip download some-library==1.0 --no-deps --only-binary=:all: --platform=manylinux_2_27_x86_64/,
  );
  expect(readdirSync(wheelsFolder(env))).toEqual([`${sha256}.whl`]);
});

test('a disk without room is told before the download, with both numbers', () => {
  const folder = temporary();

  expect(() => needRoom(join(folder, 'not', 'there'), 1e18, 870e6)).toThrow(
    /^it needs 1000000000.0 GB while it is installed, of which 0.9 GB stay; the disk of .+ has \d+\.\d GB free$/,
  );
});

test.for([
  [[], /holds no libtensorflow.so.2 or libtensorflow_cc.so.2$/],
  [['lib/libtensorflow.so.2'], /lib holds no libtensorflow_framework.so.2$/],
  [
    ['lib/libtensorflow.so.2', 'lib/libtensorflow_framework.so.2'],
    /there are no headers \(include\/tensorflow\/c\/eager\/c_api.h\) beside/,
  ],
] as const)('a folder with %s is no library that can be linked', ([files, message]) => {
  const folder = temporary();
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }

  expect(() => libraryIn(folder)).toThrow(message);
});
