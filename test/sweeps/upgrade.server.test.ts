import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { schemaVersion, shapeOf } from '../../store/migrations/all.ts';
import { readStanding } from '../../store/migrate.ts';
import { insertOnce } from '../../store/insert-once.ts';
import { collection, deleteById } from '../../store/stored.ts';
import { databaseNow, readWorkers, removeWorker, replaceWorker } from '../../store/workers.ts';
import { aWorker } from '../store/contract/samples.ts';
import { fill, fixtureNames, readBoards } from '../store/fixture-stores.ts';
import { databaseNamed, eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

/** The program on a store that an earlier version of it has written and left half way. */
const openFixture = async (name: string): Promise<TestHome> => {
  const uri = databaseNamed(inject('mongodbUri'), `sweep-test-${name}-${process.pid}`);
  const client = await MongoClient.connect(uri);
  await client.db().dropDatabase();
  await fill(client.db(), name);
  await client.close();
  return openTestHome({ TEMPORAL_ADDRESS: inject('temporalAddress'), MONGODB_URI: uri });
};

describe.each(fixtureNames)('a store of %s', (name) => {
  const boards = readBoards(name);
  let home: TestHome;
  const version = Number(/^schema-(\d+)/.exec(name)?.[1]);
  beforeAll(async () => {
    home = await openFixture(name);
  });
  afterAll(async () => {
    await home.store.db.dropDatabase();
    await home.close();
  });
  const board = async (sweep: string): Promise<unknown> => JSON.parse(await home.board(sweep));

  it('is read as it is: every finished leaderboard says what it said', async () => {
    for (const sweep of Object.keys(boards).filter((each) => each !== 'half'))
      expect(await board(sweep)).toMatchObject(boards[sweep] as object);

    expect((await home.run(['status', 'half'])).out).toContain('stopped');
    expect((await home.run(['doctor'])).out).toContain(`schema ${version}, which the next`);
    expect(await readStanding(home.store)).toEqual({ state: 'older', version });
  });

  it('is backed up as it is; the restored sweeps are in the present shape and say the same', async () => {
    const archive = join(home.folder, 'old.tar.gz');
    await home.run(['backup', archive]);
    expect(await readStanding(home.store)).toEqual({ state: 'older', version });
    const uri = databaseNamed(inject('mongodbUri'), `sweep-test-${name}-back-${process.pid}`);
    const to = await openTestHome({ TEMPORAL_ADDRESS: inject('temporalAddress'), MONGODB_URI: uri });

    await to.run(['restore', archive]);

    expect(await readStanding(to.store)).toEqual({ state: 'present' });
    expect(await to.store.db.collection('sweeps').distinct('v')).toEqual([shapeOf('sweeps')]);
    for (const sweep of Object.keys(boards)) expect(await to.board(sweep)).toBe(await home.board(sweep));
    await to.store.db.dropDatabase();
    await to.close();
  });

  it('is left to a worker of that version while it lives', async () => {
    const { schema: _, ...own } = aWorker({ id: 'old', version: '0.1.0', host: 'ada', pid: 4711 });
    const worker = version === 1 ? own : { ...own, schema: version }; // the first shape did not say it
    const say = async () => replaceWorker(home.store, { ...worker, seenAt: await databaseNow(home.store) } as never);
    let said = say();
    await said;
    const living = setInterval(() => void (said = say()), 2_000); // the command may take long to begin

    const { err } = await home.run(['resume', 'half'], 3).finally(() => clearInterval(living));

    expect(err).toContain('Process 4711 on ada works here with sweep 0.1.0');
    expect(await readStanding(home.store)).toEqual({ state: 'older', version });
    await said;
    await removeWorker(home.store, 'old');
  });

  if (name.endsWith('numerics-1')) {
    it('goes on no further with other numerics, which is said with the way on', async () => {
      const { err } = await home.run(['resume', 'half'], 3);

      expect(err).toContain('half was started with numerics version 1');
      expect(await readStanding(home.store)).toEqual({ state: 'present' });
      expect(await board('whole')).toMatchObject(boards['whole'] as object);
    });
    return;
  }

  it('goes on where it was left, from its checkpoint, to the same leaderboard', async () => {
    const startedAt = Date.now();

    await home.run(['resume', 'half', '--slots', '2']);

    expect(await board('half')).toMatchObject(boards['half'] as object);
    expect(await readStanding(home.store)).toEqual({ state: 'present' });
    const since = (await home.attempts('half')).filter(({ attempt }) => attempt.startedAt > startedAt);
    expect(since.flatMap(({ end }) => end?.again ?? [])).toEqual([]);
    expect(since.some(({ attempt }) => attempt.fromStep > 0)).toBe(true);
  });

  it('gives the model that was fitted then, without training it again', async () => {
    const out = join(home.folder, 'model');

    const { err } = await home.run(['fit', 'files', '--trial', '1', '--out', out]);

    expect(err).toContain('was trained on all rows before; nothing is trained again');
    expect(readdirSync(out)).toContain('weights.safetensors');
  });

  it('is left by a worker that finds it taken over by a newer program', async () => {
    const worker = home.sweep('worker', '--slots', '1');
    await eventually(async () => (await readWorkers(home.store)).live.length > 0);
    const id = `migration:${schemaVersion + 1}`;
    const newer = { _id: id, v: 1, program: '9.1.0', at: 0 };
    const meta = collection<{ readonly program: string; readonly at: number }>(home.store, 'meta');
    await insertOnce(meta, newer);

    const { code, err } = await worker.ended;

    expect(code).toBe(3);
    expect(err).toContain('A newer sweep has taken this store over');
    expect((await home.run(['status', 'half'], 3)).err).toContain('was written by a newer sweep, 9.1.0');
    await deleteById(meta, id);
  });
});
