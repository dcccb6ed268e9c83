import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { campusGrid } from './campus-grid.ts';
import { openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

describe('starting and naming sweeps', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openTestHome();
  });
  afterAll(() => home.close());

  it('resume without a name says so when nothing was ever started', async () => {
    const { err } = await home.run(['resume'], 2);

    expect(err).toContain('No sweep is unfinished.');
  });

  it('two starts of one grid at the same moment are one sweep, and both print its leaderboard', async () => {
    const grid = home.grid({ name: 'twins' });
    const lives = [home.sweep('start', grid, '--slots', '1'), home.sweep('start', grid, '--slots', '1')];
    const [one, other] = await Promise.all(lives.map(({ ended }) => ended));

    expect([one?.code, other?.code]).toEqual([0, 0]);
    expect(one?.out).toContain('twins: done, 2 scored');
    expect(other?.out).toBe(one?.out);
    const attempts = await home.attempts('twins');
    expect(attempts.map(({ attempt }) => attempt.key).toSorted()).toEqual(
      [...new Set(attempts.map(({ attempt }) => attempt.key))].toSorted(),
    );
    expect(attempts).toHaveLength(4);
  });

  it('a start of a finished sweep prints its leaderboard at once and trains nothing', async () => {
    const { out, err } = await home.run(['start', join(home.folder, 'twins.yaml')]);

    expect(out).toContain('twins: done, 2 scored');
    expect(err).not.toContain('running');
    expect(await home.attempts('twins')).toHaveLength(4);
  });

  it('a comment in the grid and a moved file of data change nothing: everything is known', async () => {
    const moved = join(home.folder, 'moved.csv');
    const text = campusGrid({ name: 'moved', file: moved });
    const file = join(home.folder, 'moved.yaml');
    writeFileSync(moved, rowsOf(400));
    writeFileSync(file, text);
    await home.run(['start', file, '--slots', '1']);
    const before = await home.attempts('moved');

    renameSync(moved, join(home.folder, 'elsewhere.csv'));
    writeFileSync(file, `# a comment\n${text.replace('moved.csv', 'elsewhere.csv')}`);
    const again = await home.run(['start', file, '--slots', '1']);
    const renamed = await home.run(['start', file, '--slots', '1', '--name', 'another']);

    expect(again.out).toContain('moved: done, 2 scored');
    expect(await home.attempts('moved')).toEqual(before);
    expect(renamed.out).toContain('another: done, 2 scored');
    expect(await home.attempts('another')).toEqual([]);
    expect(rowsOfBoard(await home.board('another'))).toEqual(rowsOfBoard(await home.board('moved')));
  });

  it('another grid under a name that is taken is refused, with what differs', async () => {
    const grid = home.grid({
      name: 'twins',
      more: 'split: { folds: 3 }\nembedding: { kind: random, size: 8 }\nmodel: { units: [2, 4] }\ntrain: { epochs: 2 }',
    });
    const { err, out } = await home.run(['start', grid], 2);

    expect(out).toBe('');
    expect(err).toContain('split.folds: 2 in the sweep, 3 in the grid');
    expect(err).toContain('model.units: [2,3] in the sweep, [2,4] in the grid');
    expect(err).toContain('--name twins-2');
  });

  it('a name may be shortened as long as it is unique', async () => {
    expect(JSON.parse(await home.board('tw'))).toMatchObject({ sweep: 'twins', state: 'done' });
    expect((await home.run(['leaderboard', 'nobody'], 4)).err).toContain(`There is no sweep "nobody" in ${home.home}.`);
    await home.run(['start', home.grid({ name: 'twine' }), '--slots', '1']);
    const { err } = await home.run(['leaderboard', 'twin'], 2);
    expect(err).toContain('"twin" may mean twine, twins.');
  });

  it('resume without a name takes the only unfinished sweep, and lists them where there are several', async () => {
    const pausedAtOnce = async (name: string, units: number): Promise<void> => {
      const more = `split: { folds: 2 }\nembedding: { kind: random, size: 8 }\nmodel: { units: ${units} }\ntrain: { epochs: 2 }`;
      await home.run(['start', home.grid({ name, more }), '--slots', '0', '--detach']);
      await home.run(['pause', name]);
    };
    await pausedAtOnce('first', 5);
    await pausedAtOnce('second', 6);

    expect((await home.run(['resume'], 2)).err).toMatch(/2 sweeps are unfinished: (first, second|second, first)\./);
    await home.run(['resume', 'first', '--slots', '1']);
    const { err, out } = await home.run(['resume', '--slots', '1']);
    expect(err).toContain('second: 0 done, 0 failed, 1 to run');
    expect(out).toContain('second: done, 1 scored');
    expect((await home.run(['resume'], 2)).err).toContain('No sweep is unfinished.');
  });
});

/** Rows of two kinds that are easily told apart. */
const rowsOf = (count: number): string => {
  const lines = Array.from({ length: count }, (_, at) =>
    at % 2 === 0 ? `the soup was good number ${at},positive` : `the bus was late number ${at},negative`,
  );
  return `text,sentiment\n${lines.join('\n')}\n`;
};

const rowsOfBoard = (json: string): unknown => (JSON.parse(json) as { rows: unknown }).rows;
