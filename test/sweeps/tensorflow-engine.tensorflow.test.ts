import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { usableEngine } from '../../cli/engine/installed.ts';
import { findTensorflow } from '../../services/tensorflow/find-tensorflow.ts';
import { readMismatches } from '../../store/mismatches.ts';
import { longRun } from './campus-grid.ts';
import { eventually, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const small = (engine: string): string => `engine: ${engine}
split: { folds: 2, test: 0.2 }
embedding: { iterations: 3, size: 8 }
model: { units: [3, 4], bidirectional: true }
train: { epochs: [2, 4], batch: 16 }`;

type Row = { readonly trial: string; readonly scores: { readonly accuracy: { readonly mean: number } } };

describe('a sweep that TensorFlow trains', { timeout: 120_000 }, () => {
  let home: TestHome;
  let engine: string;
  beforeAll(async () => {
    home = await openTestHome();
    const [found] = await findTensorflow(process.env, 'cpu');
    if (found === undefined) throw new Error('No TensorFlow for CPUs is installed: sweep engine install tensorflow');
    engine = `tensorflow-cpu-${found.version}`;
  }, 120_000);
  afterAll(() => home.close());

  const rows = async (name: string): Promise<readonly Row[]> =>
    (JSON.parse(await home.board(name)) as { readonly rows: readonly Row[] }).rows;
  const status = async (name: string) =>
    JSON.parse((await home.run(['status', name, '--json'])).out) as Readonly<Record<string, unknown>>;

  it('trains its own folds, takes the word vectors of a wasm sweep, and scores alike', async () => {
    await home.run(['start', home.grid({ name: 'ours', more: small('wasm') }), '--slots', '1']);
    await home.run(['start', home.grid({ name: 'theirs', more: small('tensorflow-cpu') }), '--slots', '1']);
    const [ours, theirs] = [await rows('ours'), await rows('theirs')];

    expect(await status('theirs')).toMatchObject({ engine, state: 'done', trainedFolds: 8, reusedFolds: 0 });
    for (const { trial, scores } of theirs) {
      const same = ours.find((row) => row.trial === trial);
      expect(Math.abs(scores.accuracy.mean - (same?.scores.accuracy.mean ?? 0))).toBeLessThan(0.01);
    }
    const attempts = (await home.attempts('theirs')).map(({ attempt }) => attempt);
    expect(attempts.map(({ kind }) => kind)).toEqual(attempts.map(() => 'run'));
    for (const { device } of attempts) expect(device).toMatch(/\w/);
  });

  it('gives the same bytes when it is trained again, and a model that predicts without the library', async () => {
    const again = await openTestHome();
    try {
      await again.run(['start', again.grid({ name: 'theirs', more: small('tensorflow') }), '--slots', '2']);
      expect(await again.board('theirs')).toBe(await home.board('theirs'));
    } finally {
      await again.close();
    }
    await home.run(['fit', 'theirs', '--trial', '1', '--out', `${home.folder}/model`]);

    const { out } = await home.run(['predict', `${home.folder}/model`, '--text', 'the wifi is great']);
    expect(out).toMatch(/^positive\s+0\.\d+$/m);
    expect(await readMismatches(home.store)).toEqual([]);
  });

  it('goes on from a checkpoint, and says that nobody serves it while nobody does', async () => {
    const grid = home.grid({ name: 'long', rows: 800, more: `engine: tensorflow\n${longRun(16, 60)}` });
    const first = home.sweep('start', grid, '--slots', '1');
    const now = (): Promise<unknown> => status('long').catch(() => null); // it may not be there yet
    await eventually(async () => /epoch [1-9]/.test(JSON.stringify(await now())));
    first.child.kill('SIGINT');
    await first.ended;

    const waiting = await status('long');
    expect(waiting).toMatchObject({ unserved: expect.stringContaining(`Nobody serves ${engine}. Start a worker`) });
    await home.run(['resume', 'long', '--slots', '1']);

    expect(await status('long')).toMatchObject({ state: 'done', unserved: null });
    const attempts = (await home.attempts('long')).map(({ attempt }) => attempt);
    expect(attempts.at(-1)?.fromStep).toBeGreaterThan(0);
  });

  it('is not started for a device that nobody has: exit 3, with the command that gets it', async () => {
    if ((await findTensorflow(process.env, 'cuda')).length > 0) return;
    const { err } = await home.run(['start', home.grid({ name: 'cuda', more: small('tensorflow-cuda') })], 3);

    expect(err).toContain('sweep engine install tensorflow --gpu');
    expect(await usableEngine('tensorflow-cuda-2.21.0')).toBeNull();
  });
});
