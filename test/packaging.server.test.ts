import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

/** A few dozen short texts of two classes, as a spreadsheet would save them. */
const rows = Array.from({ length: 24 }, (_, n) =>
  n % 2 === 0 ? `the coffee was good today ${n};fine` : `the line was far too long ${n};bad`,
);

const grid = [
  'name: packaged',
  'data: { file: mine.csv }',
  'split: { folds: 2 }',
  'embedding: { iterations: 2, size: 8 }',
  'model: { units: [2, 4] }',
  'train: { epochs: 2, batch: 8 }',
];

describe('the package, installed from its tarball', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-package-'));
  const own = join(folder, 'own');
  const sweep = (...args: string[]) => {
    const env = {
      ...process.env,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: inject('mongodbUri'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      CI: 'true',
      NO_COLOR: '1',
    };
    return run(join(folder, 'bin', 'sweep'), args, { cwd: own, env });
  };
  beforeAll(async () => {
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
    const [tarball] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ readonly filename: string }];
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
    await run('npm', ['install', '--global', '--prefix', folder, ...quiet, join(folder, tarball.filename)]);
    mkdirSync(own);
    writeFileSync(join(own, 'mine.csv'), `Comment;Label\n${rows.join('\n')}\n`);
    writeFileSync(join(own, 'mine.yaml'), `${grid.join('\n')}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says its version', async () => {
    const { stdout } = await sweep('--version');

    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('writes a grid to start from, and plans it', async () => {
    await sweep('init', '--data', 'mine.csv', '--out', 'first.yaml');

    const { stdout } = await sweep('plan', 'first.yaml');
    expect(stdout).toContain('12 trials × 5 folds');
  });

  it('runs a sweep of own data in another folder', async () => {
    await sweep('start', 'mine.yaml', '--slots', '1');

    const { stdout } = await sweep('leaderboard', 'packaged', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'done', trials: { total: 2, done: 2, failed: 0 } });
  });

  it('keeps the files that others are made from', () => {
    const kept = [
      'README.md',
      'grids/tour.yaml',
      'data/campus.csv',
      'docs/grid.schema.json',
      'services/go/mongo/go.mod',
    ];

    const missing = kept.filter((file) => !existsSync(join(folder, 'lib/node_modules/sweep-orchestrator', file)));

    expect(missing).toEqual([]);
  });
});
