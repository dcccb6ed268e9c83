import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { stopServices } from '../../services/manage-services.ts';
import { sweep } from '../chaos/sweep-process.ts';
import { eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const campus = resolve(import.meta.dirname, '../../data/campus.csv');

/** A small file system of its own; undefined where this user may not mount one. */
const mounted = (folder: string, options: string): string | undefined => {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
};
const unmount = (folder: string): void => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' });

describe('what is refused before anything starts', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openTestHome();
    const data = {
      'one.csv': 'text,label\ngood,a\nfine,a\nbad,a\n',
      'few.csv': 'text,label\ngood,a\nfine,a\nbad,b\nworse,b\nother,b\nvery,b\nbest,b\n',
      'ragged.csv': 'text,label\ngood,a\nfine,b,c\n',
      'empty.csv': '',
    };
    for (const [name, text] of Object.entries(data)) writeFileSync(join(home.folder, name), text);
    writeFileSync(join(home.folder, 'bytes.csv'), Buffer.from('text,label\ngood,a\nfi\xFFne,b\n', 'latin1'));
  });
  afterAll(() => home.close());

  /** Every problem of a grid is told, each with what to do, and no sweep is there afterwards. */
  const refused = async (text: string): Promise<string> => {
    const file = join(home.folder, 'bad.yaml');
    writeFileSync(file, text);
    const { err, out } = await home.run(['start', file], 2);
    expect(out).toBe('');
    expect(err).toContain('→ ');
    expect(err).not.toMatch(/^ +at .*:\d+:\d+/m); // no stack
    return err;
  };

  it.each([
    ['a file that is not there', 'data: { file: nowhere.csv }', ['nowhere.csv: data.file: no such file']],
    ['an empty file', 'data: { file: empty.csv }', ['empty.csv: data.file: the file is empty']],
    ['a byte that is no UTF-8', 'data: { file: bytes.csv }', ['bytes.csv:3:', 'byte 0xFF', 'windows-1252']],
    ['a ragged row', 'data: { file: ragged.csv }', ['ragged.csv:3:', '3 fields where the header has 2']],
    ['one class only', 'data: { file: one.csv }', ['all 3 rows have the label "a"']],
    ['a class with fewer rows than folds', 'data: { file: few.csv }', ['class "a" has 2 rows and split.folds is 5']],
    ['two columns that may be the label', `data: { file: ${campus} }`, ['"sentiment", "topic"']],
    [
      'a column that is not there',
      `data: { file: ${campus}, label: mood }`,
      ['no column "mood"; the columns are "text", "sentiment", "topic"'],
    ],
  ])('%s', async (_what, data, messages) => {
    const err = await refused(`name: bad\n${data}\n`);

    for (const message of messages) expect(err).toContain(message);
  });

  it('all faults of a grid at once, each with its place', async () => {
    const err = await refused(
      `name: bad\ndata: { file: ${campus}, label: sentiment }\nembedding: { window: 0 }\nmodel: { dropout: 1, units: [4, 4] }\ntrain: { epoch: 3 }\n`,
    );

    expect(err).toContain('bad.yaml:3:22: embedding.window: found 0');
    expect(err).toContain('bad.yaml:4:19: model.dropout: found 1');
    expect(err).toContain('bad.yaml:4:33: model.units: found 4 a second time');
    expect(err).toContain('did you mean "epochs"?');
  });

  it('a grid that is not there, and a key that is written twice', async () => {
    expect((await home.run(['start', join(home.folder, 'nothing.yaml')], 2)).err).toContain('no such file');
    expect(await refused(`name: bad\nname: worse\ndata: { file: ${campus} }\n`)).toContain(
      'bad.yaml:2:1: name: the key "name" is written twice',
    );
  });

  it('and nothing of all that has left a sweep behind', async () => {
    expect(JSON.parse((await home.run(['list', '--json'])).out)).toMatchObject({ sweeps: [] });
  });
});

describe('a folder that Sweep cannot use', () => {
  let home: TestHome;
  let grid = '';
  beforeAll(async () => {
    home = await openTestHome();
    const more =
      'split: { folds: 2 }\nembedding: { kind: random, size: 8 }\nmodel: { units: [12, 13] }\ntrain: { epochs: 500 }';
    grid = home.grid({ name: 'small', rows: 800, more });
  });
  afterAll(() => home.close());
  const startIn = async (place: string) => sweep(place, ['start', grid, '--slots', '1']).ended;

  it('is a file', async () => {
    const file = join(home.folder, 'file');
    writeFileSync(file, '');
    const { code, err } = await startIn(file);

    expect(code).toBe(2);
    expect(err).toContain(`${file} is not a folder.`);
    expect(err).toContain('SWEEP_HOME=');
  });

  it('may not be written', async ({ skip }) => {
    const folder = join(home.folder, 'readonly');
    const isRoot = process.getuid?.() === 0;
    const place = isRoot ? mounted(folder, 'size=1m,ro') : (mkdirSync(folder), folder);
    if (place === undefined) return skip('root may write everywhere, and no read-only file system can be mounted here');
    if (!isRoot) chmodSync(place, 0o500);
    try {
      const { code, err } = await startIn(join(place, 'home'));
      expect(code).toBe(2);
      expect(err).toMatch(/home cannot be written \((a read-only file system|EROFS|EACCES)\)\./);
      expect(err).toContain('SWEEP_HOME=');
    } finally {
      if (isRoot) unmount(place);
      else rmSync(place, { recursive: true });
    }
  });

  it('is full', async ({ skip }) => {
    const place = mounted(join(home.folder, 'full'), 'size=20m');
    if (place === undefined) return skip('no small file system can be mounted here');
    try {
      const { code, err } = await startIn(join(place, 'home'));
      expect(code).toBe(2);
      expect(err).toContain('is full (less than 64 MB free)');
    } finally {
      unmount(place);
    }
  });

  it('has a full disk under its database when a command starts: that is said, and it goes on at once when there is room', async ({
    skip,
  }) => {
    const own = join(home.folder, 'full-database');
    const place = mounted(join(own, 'ferretdb'), 'size=40m');
    if (place === undefined) return skip('no small file system can be mounted here');
    try {
      expect((await startIn(own)).code).toBe(0);
      await stopServices(own, { force: true });
      fill(join(place, 'filler'));

      const { code, err } = await startIn(own);

      expect(code).toBe(3);
      expect(err).toContain(`the disk of ${place} is full`);
      rmSync(join(place, 'filler'));
      expect((await startIn(own)).code).toBe(0);
    } finally {
      await stopServices(own, { force: true });
      unmount(place);
    }
  });

  it('fills up while a sweep runs: that is said, and it goes on when there is room', async ({ skip }) => {
    const place = mounted(join(home.folder, 'filling'), 'size=150m');
    if (place === undefined) return skip('no small file system can be mounted here');
    const own = join(place, 'home');
    try {
      const life = sweep(own, ['start', grid, '--slots', '1']);
      await eventually(async () => life.err().includes('small running'));
      fill(join(place, 'filler'));
      await eventually(async () => life.err().includes(`The disk of ${own} is full`));
      rmSync(join(place, 'filler'));
      const { code, out } = await life.ended;

      expect(code).toBe(0);
      expect(out).toContain('small: done, 2 scored');
    } finally {
      await stopServices(own, { force: true });
      unmount(place);
    }
  });
});

/** Writes until there is no room left. */
const fill = (file: string): void => {
  const descriptor = openSync(file, 'w');
  try {
    for (const block = Buffer.alloc(64 * 1024); ;) writeSync(descriptor, block);
  } catch {
    // full
  } finally {
    closeSync(descriptor);
  }
};
