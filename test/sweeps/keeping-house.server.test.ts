import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { reachOf } from '../../activities/reach.ts';
import { createStream } from '../../core/random.ts';
import { getBlob } from '../../store/blobs.ts';
import { readFold } from '../../store/folds.ts';
import { readHolds } from '../../store/holds.ts';
import { kill } from '../chaos/processes.ts';
import { longRun } from './campus-grid.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const more = `split: { folds: 2, test: 0.2 }
embedding: { iterations: 3, size: 8, window: [2, 3] }
model: { units: [2, 3, 4] }
train: { epochs: [2, 4], batch: 16 }`;
const folds = 24;

type Freed = { readonly freed: { readonly documents: number; readonly bytes: number }; readonly histories: number };

describe('a sweep that is forgotten, and what is freed', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), `house${Date.now()}`),
    });
  });
  afterAll(() => home.close());

  const counts = async (name: string): Promise<{ readonly trainedFolds: number; readonly reusedFolds: number }> =>
    JSON.parse((await home.run(['status', name, '--json'])).out) as never;
  const gc = async (...args: readonly string[]): Promise<Freed> =>
    JSON.parse((await home.run(['gc', '--json', ...args])).out) as Freed;
  /** The leaderboard's bytes but for the name. */
  const boardOf = async (name: string): Promise<string> =>
    (await home.board(name)).replace(`"sweep":"${name}"`, '"sweep":"paper"');
  const start = (name: string) => home.run(['start', home.grid({ name, more }), '--slots', '2']);
  /** Everything that a sweep leads to is there, to the last byte of its curves and predictions. */
  const expectWhole = async (name: string): Promise<void> => {
    let found = 0;
    for await (const reached of reachOf(home.store, (await home.find(name)).uid)) {
      if (reached.kind === 'blob') await getBlob(home.store, reached.digest);
      if (reached.kind !== 'run') continue;
      for (const key of reached.folds) expect(await readFold(home.store, key)).toMatchObject({ state: 'scored' });
      found += reached.folds.length;
    }
    expect(found).toBe(folds);
    expect((await home.run(['rebuild', name])).out).toContain('12 rows from the stored folds, all the same as before');
  };

  it('is forgotten by its whole name alone, and not while nobody says yes', async () => {
    await start('paper');

    const [part, asked] = [await home.run(['rm', 'pap', '--yes'], 4), await home.run(['rm', 'paper'], 2)];

    expect(part.err).toContain('so begin: paper');
    expect(asked.err).toContain('sweep rm paper --yes');
    expect((await gc()).freed.documents).toBe(0);
    await expectWhole('paper');
  });

  it('leaves its folds to a sweep that needs them, until they are freed: then those are trained again, to the same bytes', async () => {
    const board = await boardOf('paper');
    await home.run(['rm', 'paper', '--yes']);
    await home.run(['status', 'paper'], 4);
    await start('again');
    expect(await counts('again')).toMatchObject({ trainedFolds: 0, reusedFolds: folds });
    expect(await boardOf('again')).toBe(board);
    const kept = await gc(); // rows, marks and attempts of the first one
    expect(kept.freed.documents).toBeGreaterThan(0);
    await expectWhole('again');

    await home.run(['rm', 'again', '--yes']);
    const said = await gc('--dry-run');
    const freed = await gc();
    expect(freed.freed).toEqual(said.freed);
    expect(freed.histories).toBeGreaterThan(0);
    expect(freed.histories).toBeLessThanOrEqual(said.histories ?? 0); // the server may still be deleting some of the first one's
    expect(
      (await home.store.db.listCollections().toArray())
        .map(({ name }) => name)
        .filter((name) => name.startsWith('rows_')),
    ).toEqual([]);
    await start('paper');

    expect(await counts('paper')).toMatchObject({ trainedFolds: folds, reusedFolds: 0 });
    expect(await boardOf('paper')).toBe(board);
    expect((await gc()).freed.documents).toBe(0);
  });

  it('is refused while it runs, and goes once it is stopped', async () => {
    const grid = home.grid({ name: 'long', rows: 1_600, more: longRun(32, 800) });
    const life = home.sweep('start', grid, '--slots', '1');
    await eventually(async () => (await home.attempts('long').catch(() => [])).length > 0);

    const { err } = await home.run(['rm', 'long', '--yes'], 2);
    await home.run(['stop', 'long']);
    await home.run(['rm', 'long', '--yes']);
    const { code } = await life.ended;

    expect(err).toContain('stop it first: sweep stop long');
    expect([0, 130, 4]).toContain(code);
    expect((await home.run(['list'])).out).not.toContain('long');
    await gc();
    expect(await home.store.db.collection('checkpoints').find().toArray()).toEqual([]);
  });

  it('frees nothing that a running and a starting sweep lead to, however often it is killed', async () => {
    const board = await boardOf('paper');
    await home.run(['rm', 'paper', '--yes']);
    const stream = createStream('keeping house', 7);
    let over = false;
    let kills = 0;
    let whole = 0;
    const freeAgainAndAgain = async (): Promise<void> => {
      while (!over) {
        const life = home.sweep('gc');
        const timer = setTimeout(() => kill(life.child.pid as number, 'SIGKILL'), 300 + 3_000 * stream.uniform());
        const { signal, code } = await life.ended;
        clearTimeout(timer);
        if (signal === 'SIGKILL') kills++;
        else if (code === 0) whole++;
        else throw new Error(`gc: exit ${code}`);
      }
    };
    const freeing = freeAgainAndAgain();
    for (const name of ['one', 'two', 'three']) {
      await start(name);
      await expectWhole(name);
      expect(await boardOf(name)).toBe(board);
      if (name !== 'three') await home.run(['rm', name, '--yes']);
      await sleep(1_000 * stream.uniform());
    }
    over = true;
    await freeing;
    await gc();

    expect(kills + whole).toBeGreaterThan(2);
    await expectWhole('three');
    expect(await boardOf('three')).toBe(board);
    expect((await readHolds(home.store)).size).toBe(0);
    expect((await gc()).freed.documents).toBe(0);
  });
});
