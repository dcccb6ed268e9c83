import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { hasBlob } from '../../store/blobs.ts';
import { readRequests } from '../../store/requests.ts';
import { sweep } from '../chaos/sweep-process.ts';
import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const preload = resolve(import.meta.dirname, 'kill-after.cjs');

/** Another word for every amendment: each has tokens of its own to store. */
const words = [...new Set(readFileSync(resolve('data/campus.csv'), 'utf8').match(/[a-z]{4,}/g))];

let home: TestHome;
const env = {
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  MONGODB_URI: databaseNamed(inject('mongodbUri'), `torn${Date.now()}`),
};
beforeAll(async () => {
  home = await openTestHome(env);
});
afterAll(() => home.close());

const gridOf = (name: string, n: number): string => {
  const list = join(home.folder, `stop-${n}.txt`);
  writeFileSync(list, `${words[n]}\n`);
  const more = `text: { stopwords: ${list} }
split: { folds: 2 }
embedding: { kind: random, size: 8 }
model: { units: [2, ${3 + n}] }
train: { epochs: 2 }`;
  return home.grid({ name, more });
};

/** Amends to the n-th grid, killed after the first of such statements; what it wrote, in order. */
const amend = async (n: number, killAfter: string) => {
  const statements = join(home.folder, `statements-${n}.txt`);
  const options = `--require ${preload}`;
  const more = { ...env, NODE_OPTIONS: options, STATEMENTS: statements, KILL_AFTER: killAfter };
  const ended = await sweep(home.home, ['amend', 'torn', gridOf('torn', n), '--json'], more).ended;
  return { ...ended, wrote: readFileSync(statements, 'utf8').trim().split('\n') };
};

it('is amended wholly or not at all, after whichever statement amend is killed, and asked again it goes on', async () => {
  await home.run(['start', gridOf('torn', 0), '--slots', '1']);
  const { uid, edition: first } = await home.find('torn');
  const { code, err, wrote: statements } = await amend(1, '');
  expect(code, err).toBe(0);
  const decides = statements.indexOf('insertOne requests');
  let edition = first + 1;
  for (const [at, statement] of statements.entries()) {
    const killed = await amend(at + 2, statement);
    expect(killed, killed.err).toMatchObject({ signal: 'SIGKILL' });
    const now = await home.find('torn');
    const isAmended = killed.wrote.includes('insertOne requests');
    expect(now.edition, statement).toBe(edition + (isAmended ? 1 : 0));
    edition = now.edition;
    const blobs = [...now.prepared.corpora.map(({ digest }) => digest), ...now.prepared.lists, now.prepared.splits];
    for (const digest of blobs) expect(await hasBlob(home.store, digest), statement).toBe(true);
  }

  const last = statements.length + 1;
  const again = await home.run(['amend', 'torn', gridOf('torn', last), '--slots', '1']);

  expect(decides).toBeGreaterThan(0); // kills on both sides of it
  expect(decides).toBeLessThan(statements.length - 1);
  expect(again.err).toMatch(/nothing is amended/); // the last kill came after the insert
  expect((await home.state('torn')).state).toBe('done');
  const requests = await readRequests(home.store, uid, 1);
  expect(requests.map(({ n }) => n)).toEqual(requests.map((_, at) => at + 1));
  await home.run(['start', gridOf('whole', last), '--slots', '1']);
  const whole = (await home.board('whole')).replace('"sweep":"whole"', '"sweep":"torn"');
  expect(await home.board('torn')).toBe(whole);
}, 400_000);
