import { execFileSync } from 'node:child_process';

import { expect, it } from 'vitest';

import { buildEnvironment, serverEnvironment, trainerEnvironment } from '../../services/child-environment.ts';

const env = {
  PATH: '/bin',
  HOME: '/home/me',
  LC_ALL: 'C',
  SWEEP_HOME: '/home/me/.sweep',
  LD_PRELOAD: 'clock.so',
  NODE_OPTIONS: '--inspect',
  CUDA_VISIBLE_DEVICES: '1',
  GOMAXPROCS: '2',
  GOPROXY: 'https://proxy.example',
  MONGODB_URI: 'mongodb://me:secret@host/',
  SWEEP_TEST_MONGODB_URI: 'mongodb://me:secret@host/',
  TEMPORAL_API_KEY: 'secret',
  TEMPORAL_ADDRESS: 'host:7233',
  NODE_AUTH_TOKEN: 'secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  SSH_AUTH_SOCK: '/tmp/agent',
};

it('gives servers what a program needs, and neither addresses nor secrets nor options of Node.js', () => {
  const names = Object.keys(serverEnvironment(env));

  expect(names).toEqual(['PATH', 'HOME', 'LC_ALL', 'SWEEP_HOME', 'LD_PRELOAD', 'GOMAXPROCS']);
});

it('gives trainers Node.js’ options and their device besides', () => {
  const names = Object.keys(trainerEnvironment(env));

  expect(names).toEqual(['PATH', 'HOME', 'LC_ALL', 'SWEEP_HOME', 'LD_PRELOAD', 'NODE_OPTIONS', 'CUDA_VISIBLE_DEVICES']);
});

it('gives a compiler its proxy, and not the way to the user’s servers', () => {
  const names = Object.keys(buildEnvironment(env));

  expect(names).toContain('GOPROXY');
  expect(names.filter((name) => /TEMPORAL|MONGODB/.test(name))).toEqual([]);
});

it('is enough to start a program with', () => {
  const said = execFileSync(process.execPath, ['-p', '1 + 1'], { env: serverEnvironment(), encoding: 'utf8' });

  expect(said).toBe('2\n');
});
