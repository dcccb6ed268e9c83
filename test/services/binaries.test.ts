import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { findBinary } from '../../services/binaries.ts';
import { binaryWays } from '../../services/binary-ways.ts';
import { whileLocked } from '../../services/build-lock.ts';
import { mongodArchive, temporalArchive } from '../../services/vendors.ts';

const root = mkdtempSync(join(tmpdir(), 'sweep-bin-'));
afterAll(() => rmSync(root, { recursive: true }));

const says = {
  temporal: 'temporal version 1.4.0 (Server 1.28.0, UI 2.39.0)',
  mongod: 'db version v7.0.5',
  ferretdb: 'FerretDB v1.24.2',
};

function program(path: string, answer: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(path, 0o755);
  return path;
}

let count = 0;
const emptyEnv = () => ({ PATH: join(root, `path${++count}`), XDG_CACHE_HOME: join(root, `cache${count}`) });

describe('findBinary', () => {
  test('the environment goes before PATH, PATH before the cache', async () => {
    const env = emptyEnv();
    const cached = binaryWays('temporal', undefined, env)[0]?.file ?? '';
    expect(await findBinary('temporal', undefined, env)).toBeUndefined();

    program(cached, says.temporal);
    expect(await findBinary('temporal', undefined, env)).toMatchObject({
      path: cached,
      from: 'cache',
      version: '1.5.1',
    });
    const onPath = program(join(env.PATH, 'temporal'), says.temporal);
    expect(await findBinary('temporal', undefined, env)).toMatchObject({
      path: onPath,
      from: 'PATH',
      version: '1.4.0',
    });
    const told = program(join(root, 'mine'), says.temporal);
    expect(await findBinary('temporal', undefined, { ...env, SWEEP_TEMPORAL_BIN: told })).toMatchObject({
      path: told,
      from: 'environment',
    });
  });

  test('another program named temporal is passed over', async () => {
    const env = emptyEnv();
    program(join(env.PATH, 'temporal'), 'a calendar');

    expect(await findBinary('temporal', undefined, env)).toBeUndefined();
  });

  test('data that FerretDB wrote are not given to a mongod that came later', async () => {
    const env = emptyEnv();
    program(join(env.PATH, 'mongod'), says.mongod);
    const ferretdb = program(binaryWays('mongo', 'ferretdb', env)[0]?.file ?? '', says.ferretdb);

    expect(await findBinary('mongo', undefined, env)).toMatchObject({ kind: 'mongod', version: '7.0.5' });
    expect(await findBinary('mongo', 'ferretdb', env)).toMatchObject({ kind: 'ferretdb', path: ferretdb });
  });

  test.for([
    ['mongod', undefined, 'SWEEP_TEMPORAL_BIN=%s cannot be used: it is mongod.'],
    ['nothing', undefined, 'SWEEP_TEMPORAL_BIN=%s cannot be used: --version says "nothing".'],
  ] as const)('a program that the environment names and that is %s is refused', async ([answer, kind, message]) => {
    const told = program(join(root, `told-${answer}`), answer === 'mongod' ? says.mongod : answer);

    const finding = findBinary('temporal', kind, { ...emptyEnv(), SWEEP_TEMPORAL_BIN: told });

    await expect(finding).rejects.toMatchObject({ code: 'SERVER_UNAVAILABLE', message: message.replace('%s', told) });
  });
});

describe('archives', () => {
  test.for([
    ['linux', 'x64', 'ID=ubuntu\nVERSION_ID="24.04"', 'linux/mongodb-linux-x86_64-ubuntu2404-8.0.11.tgz'],
    ['linux', 'arm64', 'ID=ubuntu\nVERSION_ID="22.04"', 'linux/mongodb-linux-aarch64-ubuntu2204-8.0.11.tgz'],
    [
      'linux',
      'x64',
      'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22"\nUBUNTU_CODENAME=noble',
      'linux/mongodb-linux-x86_64-ubuntu2404-8.0.11.tgz',
    ],
    ['linux', 'x64', 'ID=debian\nVERSION_ID="12"', 'linux/mongodb-linux-x86_64-debian12-8.0.11.tgz'],
    [
      'linux',
      'x64',
      'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"',
      'linux/mongodb-linux-x86_64-rhel93-8.0.11.tgz',
    ],
    ['darwin', 'arm64', '', 'osx/mongodb-macos-arm64-8.0.11.tgz'],
  ] as const)('MongoDB for %s %s', ([platform, arch, release, path]) => {
    expect(mongodArchive(platform, arch, release)?.url).toBe(`https://fastdl.mongodb.org/${path}`);
  });

  test('systems for which MongoDB makes none get FerretDB', () => {
    expect(mongodArchive('linux', 'x64', 'ID=alpine\nVERSION_ID=3.20')).toBeUndefined();
    expect(mongodArchive('linux', 'riscv64', 'ID=ubuntu\nVERSION_ID="24.04"')).toBeUndefined();
  });

  test('Temporal', () => {
    expect(temporalArchive('darwin', 'arm64')?.url).toBe(
      'https://github.com/temporalio/cli/releases/download/v1.5.1/temporal_cli_1.5.1_darwin_arm64.tar.gz',
    );
    expect(temporalArchive('linux', 'riscv64')).toBeUndefined();
  });
});

describe('whileLocked', () => {
  test('two that fetch the same program do so one after the other', async () => {
    const file = join(root, 'a.lock');
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await sleep(30);
      order.push(`${name} ends`);
    };

    await Promise.all([whileLocked(file, () => undefined, work('a')), whileLocked(file, () => undefined, work('b'))]);

    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(existsSync(file)).toBe(false);
  });

  test('the lock of a dead process is taken over', async () => {
    const file = join(root, 'dead.lock');
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'long ago' }));

    await whileLocked(
      file,
      () => undefined,
      async () => expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid }),
    );

    expect(existsSync(file)).toBe(false);
  });
});
