import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { readRequests } from '../../store/requests.ts';
import { kill } from '../chaos/processes.ts';
import { foldKeysOf, trainedOf } from './amended.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

type Board = { readonly rows: readonly { readonly trial: string; readonly id: string; readonly scores: unknown }[] };
type Status = {
  readonly state: string;
  readonly edition: number;
  readonly folds: { readonly total: number; readonly done: number };
  readonly trainedFolds: number;
  readonly reusedFolds: number;
};

const gridOf = (units: readonly number[], epochs: readonly number[] = [2, 4], folds = 2): string =>
  `split: { folds: ${folds} }
embedding: { iterations: 2, size: 8 }
model: { units: [${units.join(', ')}] }
train: { epochs: [${epochs.join(', ')}], batch: 16 }`;

/** Runs of a second or so, so that something can happen to them. */
const slowGridOf = (units: readonly number[], epochs: readonly number[] = [80, 160]): string =>
  `split: { folds: 2 }
embedding: { kind: random, size: 16 }
model: { units: [${units.join(', ')}] }
train: { epochs: [${epochs.join(', ')}], batch: 16 }`;

const withParts = `split: { folds: 2 }
train: { epochs: [2, 4], batch: 16 }
any:
  - embedding: { iterations: 2, size: 8 }
    model: { units: [2, 3] }
  - embedding: { kind: random, size: 6 }
    text: { lowercase: false }
    model: { cell: gru, units: 3 }`;

describe('a sweep that is amended', () => {
  let home: TestHome;
  let fresh: TestHome; // where grids run that were never amended
  const shared = (name: string): Promise<TestHome> =>
    openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), `${name}${Date.now()}`),
    });
  beforeAll(async () => {
    [home, fresh] = await Promise.all([shared('amend'), shared('fresh')]);
  });
  afterAll(() => Promise.all([home.close(), fresh.close()]));

  const board = async (name: string): Promise<Board> => JSON.parse(await home.board(name)) as Board;
  const status = async (name: string): Promise<Status> =>
    JSON.parse((await home.run(['status', name, '--json'])).out) as Status;
  const keysOf = async (name: string, edition: number) => foldKeysOf(home.store, (await home.find(name)).uid, edition);
  let freshSweeps = 0;
  /** What a sweep of that name shows that was started with that grid and never amended. */
  const boardOfFresh = async (name: string, more: string, rows?: number): Promise<string> => {
    const own = `fresh${++freshSweeps}`;
    const grid = fresh.grid({ name: own, more, ...(rows === undefined ? {} : { rows }) });
    await fresh.run(['start', grid, '--slots', '2']);
    return (await fresh.board(own)).replace(`"sweep":"${own}"`, `"sweep":"${name}"`);
  };
  const amendTo = (name: string, more: string, args: readonly string[] = ['--slots', '2'], rows?: number) =>
    home.run(['amend', name, home.grid({ name, more, ...(rows === undefined ? {} : { rows }) }), ...args]);

  it('trains the new trials alone, leaves out those that are gone, and shows what a fresh start would', async () => {
    await home.run(['start', home.grid({ name: 'done', more: gridOf([2, 3, 4]) }), '--slots', '2']);
    const before = await trainedOf(home.store, await keysOf('done', 0));

    const { err } = await amendTo('done', gridOf([3, 4, 5], [2, 4, 6]), ['--slots', '2', '--reason', 'longer']);

    expect(err).toMatch(/done: \+5 trials, −2, 4 kept/);
    const [was, is] = [await keysOf('done', 0), await keysOf('done', 1)];
    expect(before.size).toBe(12);
    expect(await trainedOf(home.store, is)).toEqual(is);
    expect(await trainedOf(home.store, was)).toEqual(was); // in the store, though not on the leaderboard
    expect(await status('done')).toMatchObject({ state: 'done', edition: 1, trainedFolds: 10, reusedFolds: 8 });
    expect(await home.board('done')).toBe(await boardOfFresh('done', gridOf([3, 4, 5], [2, 4, 6])));
    const { out } = await home.run(['status', 'done']);
    expect(out).toMatch(/amended .*\+5 trials, −2, 4 kept: longer/);
    const shown = await home.run(['show', 'done', 'epochs=6,units=5']);
    expect(shown.out).toMatch(/in the grid since the amendment of .*\namended .*\+5 trials, −2, 4 kept: longer/);
    const gone = await home.run(['show', 'done', 'epochs=2,units=2'], 4);
    expect(gone.err).toMatch(/is no trial of done any more: it was taken out .* \(longer\)/);
  });

  it('brings old rows back without training when it is amended back', async () => {
    const attempts = (await home.attempts('done')).length;

    await amendTo('done', gridOf([2, 3, 4]));

    expect((await home.attempts('done')).length).toBe(attempts);
    expect(await status('done')).toMatchObject({ state: 'done', edition: 2, trainedFolds: 0, reusedFolds: 12 });
    expect(await home.board('done')).toBe(await boardOfFresh('done', gridOf([2, 3, 4])));
    const { out } = await home.run(['rebuild', 'done']);
    expect(out).toMatch(/all the same as before/);
    expect(await home.board('done')).toBe(await boardOfFresh('done', gridOf([2, 3, 4])));
  });

  it('does nothing for the grid that it has, and refuses other splits with their line', async () => {
    const same = await amendTo('done', gridOf([2, 3, 4]));
    const other = await home.sweep('amend', 'done', home.grid({ name: 'done', more: gridOf([2], [2], 3) })).ended;

    expect(same.err).toMatch(/nothing is amended/);
    expect(other.code).toBe(2);
    expect(other.err).toMatch(/done\.yaml:3:\d+.*split\.folds/);
    expect(other.err).toMatch(/3, the sweep has 2/);
    expect((await status('done')).edition).toBe(2);
  });

  it('is not started again with another grid, but offers to be amended to it', async () => {
    const earlier = home.grid({ name: 'done', more: gridOf([3, 4, 5], [2, 4, 6]) });

    const { code, err } = await home.sweep('start', earlier).ended;

    expect(code).toBe(2);
    expect(err).toMatch(/"done" has another grid now\. This is the grid that it had until it was amended/);
    expect(err).toMatch(/\(\+5 trials, −2, 4 kept\): sweep amend done /);
  });

  it('loses failed trials that are taken out, and has them again without training when they come back', async () => {
    const rates = (list: string): string =>
      `split: { folds: 2 }\nembedding: { kind: random, size: 8 }\nmodel: { units: 3 }\n` +
      `train: { learningRate: [${list}], epochs: 60, batch: 16 }`;
    const file = home.grid({ name: 'steep', more: rates('0.01, 1e7') });
    await home.run(['start', file, '--slots', '1'], 1);
    const failed = await home.board('steep');

    await amendTo('steep', rates('0.01, 0.02'));
    const without = await home.board('steep');
    const attempts = (await home.attempts('steep')).length;
    await home.run(['amend', 'steep', home.grid({ name: 'steep', more: rates('0.01, 1e7') }), '--slots', '1'], 1);

    expect(failed).toContain('DIVERGED');
    expect(without).toBe(await boardOfFresh('steep', rates('0.01, 0.02')));
    expect(await home.board('steep')).toBe(failed);
    expect((await home.attempts('steep')).length).toBe(attempts);
  });

  it('takes parts of any: with other text options, whose tokens are stored before', async () => {
    await amendTo('done', withParts);

    expect(await status('done')).toMatchObject({ state: 'done', edition: 3, trainedFolds: 4, reusedFolds: 8 });
    expect(await home.board('done')).toBe(await boardOfFresh('done', withParts));
  });

  it(
    'at half of a running sweep, with a kill on either side, trains what both grids lacked and no more',
    { timeout: 400_000 },
    async () => {
      const rows = 400;
      const first = slowGridOf([12, 16, 20, 24, 28, 32]);
      const second = slowGridOf([20, 24, 28, 30, 34], [80, 160, 170]);
      const life = home.sweep('start', home.grid({ name: 'half', rows, more: first }), '--slots', '1');
      const found = await eventually(async () => (await home.find('half').catch(() => null)) ?? false);
      const was = await foldKeysOf(home.store, found.uid, 0);
      await eventually(async () => (await trainedOf(home.store, was)).size >= was.size / 2);

      await amendTo('half', second, ['--json'], rows);
      const amendedAt = (await readRequests(home.store, found.uid, 1)).find(({ kind }) => kind === 'amend')?.at ?? 0;
      const is = await foldKeysOf(home.store, found.uid, 1);
      const stored = await trainedOf(home.store, is);
      await eventually(async () => (await trainedOf(home.store, is)).size > stored.size);
      kill(life.child.pid as number, 'SIGKILL');
      await life.ended;
      const next = home.sweep('resume', 'half', '--slots', '1');
      await eventually(async () => (await trainedOf(home.store, is)).size > stored.size + 2);
      kill(next.child.pid as number, 'SIGKILL');
      await next.ended;
      await home.run(['resume', 'half', '--slots', '2']);

      const gone = new Set([...was].filter((key) => !is.has(key)));
      const runs = (await home.attempts('half')).filter(({ attempt }) => attempt.kind === 'run');
      const handedOver = 5_000; // a run of the old grid that began just before is called off by then
      const late = runs.filter(({ attempt }) => attempt.startedAt > amendedAt + handedOver);
      const laterFolds = new Set(late.flatMap(({ attempt }) => attempt.folds));
      const trained = await trainedOf(home.store, new Set([...was, ...is]));
      expect(await trainedOf(home.store, is)).toEqual(is);
      expect((await trainedOf(home.store, gone)).size).toBeLessThan(gone.size); // it was amended before all was trained
      expect(laterFolds.size).toBeGreaterThan(0);
      expect([...laterFolds].filter((key) => !is.has(key) || stored.has(key))).toEqual([]); // only what was lacking
      expect(runs.flatMap(({ end }) => end?.again ?? [])).toEqual([]);
      expect(trained.size).toBe(is.size + (await trainedOf(home.store, gone)).size);
      expect(await home.board('half')).toBe(await boardOfFresh('half', second, rows));
    },
  );

  it.each(['pause', 'stop'])(
    'after %s stays at rest, shows the present trials, and is resumed with the new ones',
    async (wish) => {
      const [name, state, units, another] = // units that no other sweep of this store has: nothing is known of them
        wish === 'pause'
          ? (['rest', 'paused', [13, 15, 17, 19, 21], 37] as const)
          : (['halt', 'stopped', [14, 18, 22, 26, 38], 39] as const);
      const life = home.sweep('start', home.grid({ name, rows: 400, more: slowGridOf(units) }), '--slots', '1');
      await eventually(async () => (await board(name).catch(() => ({ rows: [] }))).rows.length >= 2);
      await home.run([wish, name]);
      await life.ended;
      const { trial: decided } = (await board(name)).rows[0] as { readonly trial: string };
      const stays = Number(/units=(\d+)/.exec(decided)?.[1]); // in no order that is promised

      const { err } = await amendTo(name, slowGridOf([stays, another]), ['--slots', '2'], 400);

      expect(err).toMatch(new RegExp(`${name} is ${state} and stays so\\. Go on: sweep resume ${name}`));
      expect(await status(name)).toMatchObject({ state, edition: 1 });
      expect((await board(name)).rows.map(({ trial }) => trial)).toContain(decided);
      await home.run(['resume', name, '--slots', '2']);
      expect(await home.board(name)).toBe(await boardOfFresh(name, slowGridOf([stays, another]), 400));
    },
  );

  it('twice at once, has both in its history, and the later one as its grid', async () => {
    await home.run(['start', home.grid({ name: 'twice', more: gridOf([2]) }), '--slots', '2']);
    const files = [
      [2, 3],
      [2, 4],
    ].map((units, at) => home.grid({ name: `twice${at}`, more: gridOf(units) }));

    await Promise.all(files.map((file) => home.run(['amend', 'twice', file, '--json'])));
    await home.run(['resume', 'twice', '--slots', '2']);

    const found = await home.find('twice');
    const requests = await readRequests(home.store, found.uid, 1);
    expect(requests.filter(({ kind }) => kind === 'amend')).toHaveLength(2);
    expect(requests.map(({ n }) => n)).toEqual(requests.map((_, at) => at + 1));
    expect(found.edition).toBe(2);
    const units = found.gridFile.endsWith('twice0.yaml') ? [2, 3] : [2, 4];
    const fits = (await board('twice')).rows.map(({ trial }) => trial).toSorted();
    expect(fits).toEqual(units.flatMap((unit) => [`epochs=2,units=${unit}`, `epochs=4,units=${unit}`]).toSorted());
  });
});
