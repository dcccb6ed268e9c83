import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { closeStore, openStore } from '../../store/open-store.ts';
import { servicesStatus } from '../../services/manage-services.ts';
import type { Ended } from '../chaos/sweep-process.ts';
import { sweep } from '../chaos/sweep-process.ts';

const data = resolve(import.meta.dirname, '../../data/campus.csv');

/** 4 trials that are scored and 4 that diverge, 3 folds each; and a second sweep of which all folds are known before. */
const grid = (name: string): string => `name: ${name}
data: { file: ${data}, label: sentiment, rows: 200 }
split: { folds: 3 }
embedding: { kind: random, size: 8 }
model: { units: [2, 4] }
train: { epochs: [2, 4], batch: 16, learningRate: [0.01, 1.0e+30] }
`;

const folder = mkdtempSync(join(tmpdir(), 'sweep-reading-'));
const home = join(folder, 'home');
const cli = (...args: string[]): Promise<Ended> => sweep(home, args, { SWEEP_LINGER_SECONDS: '60', TZ: 'UTC' }).ended;
const out = async (...args: string[]): Promise<string> => {
  const { code, out: text, err } = await cli(...args);
  if (code !== 0) throw new Error(`sweep ${args.join(' ')}: exit ${code}\n${err}`);
  return text;
};
const json = async (...args: string[]) => JSON.parse(await out(...args, '--json'));

beforeAll(async () => {
  for (const name of ['alpha', 'alpine']) {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, grid(name));
    const { code, err } = await cli('start', file);
    if (code !== 1) throw new Error(`start: exit ${code}\n${err}`); // finished, with failed trials
  }
});
afterAll(async () => {
  await cli('services', 'stop', '--force');
  rmSync(folder, { recursive: true, force: true });
});

describe('status and list', () => {
  it('say what was trained and what was known before', async () => {
    const [first, second] = [await json('status', 'alpha'), await json('status', 'alpine')];

    expect(first).toMatchObject({ v: 1, sweep: 'alpha', state: 'done', trainedFolds: 12, reusedFolds: 0, workers: [] });
    expect(second).toMatchObject({ sweep: 'alpine', trainedFolds: 0, reusedFolds: 12 });
    expect(first.folds).toEqual({ total: 24, done: 12, failed: 12, running: 0 });
    expect(Date.parse(first.finishedAt)).toBeGreaterThan(Date.parse(first.startedAt));
    expect(first.failures.map(({ code }: { code: string }) => code)).toEqual(Array(4).fill('DIVERGED'));
  });

  it('show a person the state, the failures and where to read on', async () => {
    const text = await out('status', 'alpha');

    expect(text).toContain('alpha is done\n');
    expect(text).toContain('12 of 24 folds (50 %), 12 lost with failed trials');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('DIVERGED in fold 1: The loss was NaN in epoch 1');
    expect(text).toContain('Read: sweep leaderboard alpha');
    expect(text).not.toContain('\u001B');
    expect(await out('status', 'alpha', '--plain')).not.toMatch(/[█▒░✗]/u);
  });

  it('end at once when they watch a sweep that is done', async () => {
    expect(await out('status', 'alpha', '--watch')).toContain('alpha is done');
  });

  it('list every sweep, also where status is asked without a name', async () => {
    const { sweeps } = await json('list');

    expect(sweeps.map(({ sweep: name, state }: { sweep: string; state: string }) => [name, state])).toEqual([
      ['alpha', 'done'],
      ['alpine', 'done'],
    ]);
    expect(await json('status')).toEqual({ v: 1, sweeps });
    expect(await out('list', '--plain')).toMatch(/^alpine +done +8 +12 of 24 +12 +20/m);
  });
});

describe('names', () => {
  it.each([
    ['no such sweep', ['status', 'beta'], 4, 'There is no sweep "beta" in'],
    ['several that begin so', ['show', 'alp', '1'], 2, '"alp" may mean alpha, alpine.'],
    ['no such trial', ['show', 'alpha', 'tffffffffff'], 4, 'There is no trial "tffffffffff" in alpha.'],
    ['no such rank', ['show', 'alpha', '5'], 4, 'its ranks are 1 to 4'],
    ['half an id', ['show', 'alpha', 't'], 4, 'There is no trial "t"'],
    ['a watch of no certain sweep', ['status', '--watch'], 2, 'There are several sweeps.'],
    ['a mistyped command', ['statsu'], 2, 'did you mean sweep status?'],
    ['a mistyped flag', ['leaderboard', 'alpha', '--topp', '3'], 2, 'did you mean --top?'],
    ['flags that exclude each other', ['status', 'alpha', '--json', '--watch'], 2, 'exclude each other'],
  ])('%s: says so on stderr', async (_what, args, code, words) => {
    const ended = await cli(...args);

    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toContain(words);
    expect(ended.err).not.toContain('    at '); // no stack
  });

  it('may be shortened to what is unique', async () => {
    expect((await json('status', 'alpi')).sweep).toBe('alpine');
  });

  it('are completed by the shell, and of nothing else than running servers', async () => {
    expect(await out('--get-yargs-completions', 'sweep', 'show', 'alp')).toBe('alpha\nalpine\n');
    expect(await out('completion')).toContain('###-begin-sweep-completions-###');
  });
});

describe('show', () => {
  it('finds a trial by rank, id, beginning of the id and name, and prints the id back', async () => {
    const [best] = (await json('leaderboard', 'alpha')).rows;

    const texts = await Promise.all(
      ['1', best.id, best.id.slice(0, 4), best.trial].map((trial: string) => out('show', 'alpha', trial)),
    );

    for (const text of texts) expect(text).toContain(`${best.id} of alpha: rank 1 of 4 by accuracy`);
  });

  it('gives scripts what the leaderboard says, and every fold in full', async () => {
    const [best] = (await json('leaderboard', 'alpha')).rows;

    const shown = await json('show', 'alpha', '1');

    expect(shown).toMatchObject({
      v: 1,
      id: best.id,
      rank: 1,
      params: best.params,
      scores: best.scores,
      failure: null,
    });
    const accuracies = shown.folds.map(({ scores }: { scores: { accuracy: number } }) => scores.accuracy);
    expect(accuracies).toEqual(best.scores.accuracy.values);
    for (const { confusion, classes, curves, scores } of shown.folds) {
      const support = confusion.map((row: number[]) => row.reduce((sum, count) => sum + count, 0));
      expect(classes.map((each: { support: number }) => each.support)).toEqual(support);
      expect(classes[1].rocAuc).toBeCloseTo(scores.rocAuc, 12);
      expect(classes[1].roc[0]).toEqual({ falsePositiveRate: 0, truePositiveRate: 0, threshold: null });
      expect(classes[1].roc.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
      expect(curves.heldOutLoss).toHaveLength(best.params['train.epochs']);
    }
    const total = shown.confusion.flat().reduce((sum: number, count: number) => sum + count, 0);
    expect(total).toBe(200);
  });

  it('tells why a trial has no score', async () => {
    const failed = (await json('leaderboard', 'alpha')).rows.at(-1);

    const text = await out('show', 'alpha', failed.id);

    expect(text).toContain(`${failed.id} of alpha: failed in fold 1 (DIVERGED)`);
    expect(text).toContain('never tried again');
  });
});

describe('rebuild', () => {
  const documents = async (
    change?: (rows: string, db: Awaited<ReturnType<typeof openStore>>['db']) => Promise<void>,
  ) => {
    const { supervisor } = await servicesStatus(home);
    const store = await openStore(supervisor?.servers.mongo?.address ?? '');
    try {
      const found = await store.db.collection<{ _id: string; sweep: string }>('names').findOne({ _id: 'alpha' });
      const uid = found?.sweep ?? '';
      await change?.(uid, store.db);
      const all = async (name: string) =>
        (await store.db.collection(name).find().toArray()).toSorted((a, b) => (String(a._id) < String(b._id) ? -1 : 1));
      return JSON.stringify([await all(`rows_${uid}`), await all('rankings'), await all('rankingPages')]);
    } finally {
      await closeStore(store);
    }
  };

  it('makes lost and damaged rows again, byte for byte, and the ranking with them', async () => {
    const before = { board: await out('leaderboard', 'alpha', '--json'), stored: await documents() };
    const damaged = await documents(async (uid, db) => {
      const rows = db.collection<{ _id: string; name: string }>(`rows_${uid}`);
      const [first, second] = (await rows.find().toArray()).map(({ _id }) => _id);
      await rows.deleteOne({ _id: first ?? '' });
      await rows.updateOne({ _id: second ?? '' }, { $set: { name: 'damaged' } });
      await db.collection('rankingPages').deleteMany({ sweep: uid });
    });
    expect(damaged).not.toBe(before.stored);

    const text = await out('rebuild', 'alpha');

    expect(text).toContain(
      'alpha: 8 rows from the stored folds: 6 the same as before, 1 that were missing, 1 that were different.',
    );
    expect(await out('leaderboard', 'alpha', '--json')).toBe(before.board);
    expect(await documents()).toBe(before.stored);
    expect(await out('rebuild', 'alpha')).toContain('all the same as before');
  });

  it('says what to expect of the best on new texts, the same whether or not that was published', async () => {
    const board = await out('leaderboard', 'alpha', '--json');
    const { selection, rows } = JSON.parse(board) as {
      readonly selection: { readonly estimate: number; readonly low: number; readonly high: number };
      readonly rows: readonly { readonly scores: { readonly accuracy: { readonly mean: number } } }[];
    };
    expect(selection.low).toBeLessThanOrEqual(selection.estimate);
    expect(selection.high).toBeGreaterThanOrEqual(selection.estimate);
    expect(await out('leaderboard', 'alpha')).toContain(`${rows[0]?.scores.accuracy.mean.toFixed(3)} is the best of`);

    await documents(async (_uid, db) => {
      await db.collection('rankings').updateMany({}, { $unset: { selection: '' } });
    });
    const unset = await out('leaderboard', 'alpha', '--json');
    await documents(async (_uid, db) => {
      await db.collection('rankings').deleteMany({});
    });
    const unpublished = await out('leaderboard', 'alpha', '--json');
    await out('rebuild', 'alpha');

    expect(unset).toBe(board);
    expect(unpublished).toBe(board);
    expect(await out('leaderboard', 'alpha', '--json')).toBe(board);
    expect(JSON.parse(await out('leaderboard', 'alpha', '--by', 'mcc', '--json'))).toMatchObject({ selection: null });
  });

  it('makes right what copies of rows say, and the ranking that was made from them', async () => {
    const before = await out('leaderboard', 'alpha', '--json');
    await documents(async (uid, db) => {
      const rows = await db.collection<{ _id: string; values?: string }>(`rows_${uid}`).find().toArray();
      const log = db.collection<{ _id: string; v: number; row?: unknown; rows?: string; absent?: readonly string[] }>(
        `rowlog_${uid}`,
      );
      const named = Array.from({ length: 100 }, (_, at) => rows[at % rows.length]?._id); // a row may be named again
      await log.bulkWrite(
        named.map((row, at) => ({
          replaceOne: { filter: { _id: String(at + 1) }, replacement: { v: 1, row }, upsert: true },
        })),
      );
      const scored = rows.filter(({ values }) => values !== undefined);
      const copies = rows.map((row) => ({
        ...row,
        means: undefined,
        ...(row.values === undefined ? {} : { values: scored[0]?.values }), // everybody has the score of one
      }));
      await log.insertOne({ _id: 'rows:0', v: 1, rows: JSON.stringify(copies), absent: [] });
      await db.collection('rankings').deleteMany({});
    });
    expect(await out('leaderboard', 'alpha', '--json')).not.toBe(before);

    const { code, out: text, err } = await cli('rebuild', 'alpha');

    expect(code).toBe(0);
    expect(text).toContain(
      'all the same as before.\n1 document with the order or copies of rows was wrong or gone: made again.',
    );
    expect(err).toContain('damage, or a bug of ours');
    expect(await out('leaderboard', 'alpha', '--json')).toBe(before);
    expect(await out('rebuild', 'alpha')).not.toContain('copies');
  });
});

it('a folder in which nothing was ever started has no sweeps: exit 4, and no folder is made', async () => {
  const ended = await sweep(join(folder, 'elsewhere'), ['list']).ended;

  expect(ended).toMatchObject({ code: 4, out: '' });
  expect(ended.err).toContain('No sweep was ever started here');
  expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
});
