import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const more = `split: { folds: 2 }
embedding: { kind: random, size: 8 }
model: { units: [2, 3, 4] }
train: { epochs: [1, 2], batch: 16 }`;

type Row = { readonly id: string; readonly trial: string; readonly folds: number };

describe('sweep confirm', () => {
  let home: TestHome;
  let data = '';
  const rowsOf = async (name: string): Promise<readonly Row[]> =>
    (JSON.parse(await home.board(name)) as { readonly rows: readonly Row[] }).rows;
  const few = ['--top', '2', '--folds', '3', '--repeats', '2', '--slots', '2'];
  const second = (): string => join(home.folder, 'first-confirm.yaml');
  beforeAll(async () => {
    home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), 'confirm'),
    });
    data = join(home.folder, 'texts.csv');
    const rows = Array.from({ length: 120 }, (_, n) => `${n % 2 ? 'good fine' : 'bad poor'} text ${n},${n % 2}`);
    writeFileSync(data, `text,sentiment\n${rows.join('\n')}\n`);
    await home.run(['start', home.grid({ name: 'first', file: data, rows: 120, more }), '--slots', '2']);
  });
  afterAll(() => home.close());

  it('shows with --dry-run the grid of the leaders, and writes and starts nothing', async () => {
    const { out } = await home.run(['confirm', 'first', ...few, '--dry-run']);

    expect(out).toContain('name: first-confirm');
    expect(out).toContain('any:');
    expect(existsSync(second())).toBe(false);
    expect((await home.run(['list'])).out).not.toContain('first-confirm');
  });

  it('refuses more leaders than there are', async () => {
    const { err } = await home.run(['confirm', 'first', '--top', '7'], 2);

    expect(err).toContain('first has 6 ranked trials, fewer than 7 leaders');
    expect(existsSync(second())).toBe(false);
  });

  it('refuses to write over another grid', async () => {
    writeFileSync(second(), '# mine\n');
    const { err } = await home.run(['confirm', 'first', ...few], 2);

    expect(err).toContain('is there already with another content');
    expect(readFileSync(second(), 'utf8')).toBe('# mine\n');
    rmSync(second());
  });

  it('trains the leaders alone on fresh splits and ranks them by those folds', async () => {
    await home.run(['confirm', 'first', ...few]);
    const [before, after] = [await rowsOf('first'), await rowsOf('first-confirm')];
    const status = JSON.parse((await home.run(['status', 'first-confirm', '--json'])).out);

    expect(new Set(after.map(({ id }) => id))).toEqual(new Set(before.slice(0, 2).map(({ id }) => id)));
    expect(after.map(({ folds }) => folds)).toEqual([6, 6]);
    expect(status).toMatchObject({ state: 'done', trainedFolds: 12, reusedFolds: 0 }); // no fold of the choice counts again
    const [first, confirmed] = [await home.find('first'), await home.find('first-confirm')];
    expect(confirmed.grid.split.seed).not.toBe(first.grid.split.seed);
    expect(confirmed.prepared.splits).not.toBe(first.prepared.splits);
  });

  it('asked again finds the grid and the sweep there, and trains nothing', async () => {
    const board = await home.board('first-confirm');
    const { out, err } = await home.run(['confirm', 'first', ...few]);

    expect(err).toContain('first-confirm.yaml is there, with just these leaders');
    expect(out).toContain('first-confirm: done, 2 scored');
    expect(await home.board('first-confirm')).toBe(board);
  });

  it('is known to the first board, which points to the second, and the second proposes no third', async () => {
    const [first, confirmed] = await Promise.all(
      ['first', 'first-confirm'].map(async (name) =>
        (await home.run(['leaderboard', name])).out.replaceAll(/\s+/g, ' '),
      ),
    );

    expect(first).toContain('sweep leaderboard first-confirm');
    expect(confirmed).toContain('with 10 folds × 2 repeats');
    for (const board of [first, confirmed]) expect(board).not.toContain('sweep confirm');
  });

  it('refuses a sweep that is not done, and one whose data have changed since', async () => {
    const grid = home.grid({ name: 'open', file: data, rows: 120, more });
    await home.run(['start', grid, '--slots', '0', '--detach']);
    const { err: open } = await home.run(['confirm', 'open'], 2);
    writeFileSync(data, readFileSync(data, 'utf8').replace('good fine text 1,', 'good fine text one,'));
    const { err: changed } = await home.run(['confirm', 'first', '--top', '3'], 2);

    expect(open).toContain('its leaders are not known yet');
    expect(changed).toContain('were found on other data');
  });
});
