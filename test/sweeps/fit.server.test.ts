import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { bytesIn } from './bytes-in.ts';
import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

type Fit = {
  readonly id: string;
  readonly take: boolean;
  readonly key: string;
  readonly rows: number;
  readonly labels: readonly string[];
  readonly failure: { readonly code: string } | null;
  readonly test: {
    readonly rows: number;
    readonly look: number;
    readonly scores: { readonly accuracy: number };
    readonly confusion: readonly (readonly number[])[];
    readonly earlier: readonly { readonly id: string; readonly sweep: string; readonly score: number | null }[];
  } | null;
};

const gridOf = (split: string, more: string): string => `split: { folds: 2${split} }
embedding: { iterations: 10, size: 12 }
model: { units: [6, 8] }
train: { batch: 16, learningRate: 0.01, ${more} }`;

describe('a fit', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), 'fits'),
    });
    await home.run([
      'start',
      home.grid({ name: 'one', rows: 1000, more: gridOf(', test: 0.2', 'epochs: 6') }),
      '--slots',
      '2',
    ]);
  });
  afterAll(() => home.close());

  const out = (name: string): string => join(home.folder, 'models', name);
  const fitted = (args: readonly string[], code = 0) => home.run(['fit', ...args, '--slots', '1'], code);
  const fit = async (args: readonly string[], code = 0): Promise<Fit> =>
    JSON.parse((await fitted([...args, '--json'], code)).out) as Fit;
  const trainings = async (name: string): Promise<number> =>
    (await home.attempts(name)).filter(({ attempt }) => attempt.kind === 'fit').length;

  it('of a finished sweep takes the trial to take, scores the test rows and counts the look', async () => {
    const made = await fit(['one', '--out', out('one')]);

    expect(made).toMatchObject({ take: true, failure: null });
    expect(made.test).toMatchObject({ look: 1, earlier: [] });
    expect(made.test?.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(made.test?.rows);
    const { rows } = (await home.find('one')).prepared;
    expect(made.rows).toBe(rows);
    expect([...bytesIn(out('one')).keys()].length).toBeGreaterThan(1);
  });

  it('made again trains nothing, looks at nothing, and writes the same bytes', async () => {
    const again = await fit(['one', '--out', out('again')]);
    const there = await fitted(['one', '--out', out('one')]);

    expect(await trainings('one')).toBe(1);
    expect(again.test?.look).toBe(1);
    expect(bytesIn(out('again'))).toEqual(bytesIn(out('one')));
    expect(there.err).toContain('has this very model already; nothing was written');
    expect(there.out).toMatch(/^test rows: look 1, the first at these \d+ rows\.$/m);
  });

  it('of another trial is another look, also from another sweep at the same test rows', async () => {
    const other = (await fit(['one', '--out', out('one-more')])).id;
    const second = await fit(['one', '--trial', await otherTrial(other), '--out', out('second')]);
    const grid = home.grid({ name: 'two', rows: 1000, more: gridOf(', test: 0.2, seed: 5', 'epochs: 4') });
    await home.run(['start', grid, '--slots', '2']);
    const third = await fitted(['two', '--trial', '1', '--out', out('third')]);

    expect(second.test).toMatchObject({ look: 2, earlier: [{ id: other, sweep: 'one' }] });
    expect(third.out.replaceAll('\n', ' ')).toMatch(
      /test rows: look 3 \(earlier: one t[0-9a-f]+ 0\.\d+, one t[0-9a-f]+ 0\.\d+\)\. The best of several looks is no longer a test score\./,
    );
  });

  const otherTrial = async (id: string): Promise<string> => {
    const { rows } = JSON.parse(await home.board('one')) as { readonly rows: readonly { readonly id: string }[] };
    return rows.find((row) => row.id !== id)?.id ?? '';
  };

  it('shares the word vectors of all rows with `fit: all`', async () => {
    const more = gridOf(', test: 0.2', 'epochs: 6').replace('iterations: 10', 'iterations: 10, fit: all');
    const grid = home.grid({ name: 'all', rows: 1000, more });
    await home.run(['start', grid, '--slots', '2']);
    const before = (await home.attempts('all')).filter(({ attempt }) => attempt.kind === 'embedding').length;
    await fit(['all', '--trial', '1', '--out', out('all')]);
    const after = (await home.attempts('all')).filter(({ attempt }) => attempt.kind === 'embedding').length;

    expect(before).toBe(0); // the fit of `one` had trained them
    expect(after).toBe(0);
  });

  it('scores the test rows as predict does with its folder, whatever became of the files that the grid names', async () => {
    const [head = '', ...lines] = readFileSync(join(import.meta.dirname, '../../data/campus.csv'), 'utf8').split('\n');
    const csv = (name: string, from: number, to: number): string => {
      writeFileSync(join(home.folder, name), [head, ...lines.slice(from, to), ''].join('\n'));
      return join(home.folder, name);
    };
    const test = csv('test.csv', 0, 150);
    writeFileSync(join(home.folder, 'slang.txt'), 'wifi -> internet\ni -> we\n');
    const more = `split: { folds: 2, test: test.csv }
text: { replace: slang.txt, stopwords: builtin, normalize: stem, maxTokens: p90, vocabulary: 300, truncate: start }
embedding: { iterations: 10, size: 10, trainable: true }
model: { cell: gru, bidirectional: true, layers: 2, units: 5, pooling: attention, head: sigmoid }
train: { epochs: 3, batch: 16, learningRate: 0.01 }`;
    const grid = home.grid({ name: 'whole', file: csv('train.csv', 150, 800), rows: 600, more });
    await home.run(['start', grid, '--slots', '1']);
    rmSync(join(home.folder, 'slang.txt'));
    const made = await fit(['whole', '--trial', '1', '--out', out('whole')]);
    const { predictions } = JSON.parse((await home.run(['predict', out('whole'), '--file', test, '--json'])).out) as {
      readonly predictions: readonly { readonly label: string }[];
    };
    const confusion = made.test?.confusion ?? [];

    expect(predictions).toHaveLength(made.test?.rows ?? 0);
    for (const [at, name] of made.labels.entries()) {
      const times = predictions.filter(({ label }) => label === name).length;
      expect(times).toBe(confusion.reduce((sum, row) => sum + (row[at] as number), 0));
      expect(times).toBeGreaterThan(0);
    }
  });

  it('needs no test rows, and says what that means', async () => {
    await home.run(['start', home.grid({ name: 'bare', rows: 600, more: gridOf('', 'epochs: 6') }), '--slots', '2']);
    const { out: text } = await fitted(['bare', '--trial', '1', '--out', out('bare')]);

    expect(text).toContain('No test rows were set aside');
    expect(text).not.toContain('test rows: look');
    expect((await fit(['bare', '--trial', '1', '--out', out('bare')])).test).toBeNull();
  });

  it('that diverges says so, writes no folder, and is not tried again', async () => {
    const more = gridOf('', 'epochs: 3').replace('learningRate: 0.01', 'learningRate: 1e30');
    await home.run(['start', home.grid({ name: 'wild', rows: 200, more }), '--slots', '2'], 1);
    const trial =
      (JSON.parse(await home.board('wild')) as { readonly rows: readonly { readonly id: string }[] }).rows[0]?.id ?? '';
    const ended = await fitted(['wild', '--trial', trial, '--out', out('wild')], 1);
    const again = await fit(['wild', '--trial', trial, '--out', out('wild')], 1);

    expect(ended.err).toContain(`${trial} failed in fold 1 of the sweep: DIVERGED`);
    expect(ended.err).toMatch(/on all rows: DIVERGED The loss was/);
    expect(again.failure).toMatchObject({ code: 'DIVERGED' });
    expect(await trainings('wild')).toBe(1);
    expect(() => readdirSync(out('wild'))).toThrow('ENOENT');
    expect((await fitted(['wild', '--out', out('wild')], 4)).err).toContain('Every trial of wild failed');
  });

  it('is refused into a folder of something else, and of a sweep or a trial that is not there', async () => {
    const taken = join(home.folder, 'taken');
    writeFileSync(taken, 'a file');

    expect((await fitted(['one', '--out', taken], 2)).err).toContain('is no folder');
    expect((await fitted(['one', '--out', home.folder], 2)).err).toContain('is not empty');
    expect((await fitted(['nothing', '--out', out('x')], 4)).err).toContain('There is no sweep "nothing"');
    expect((await fitted(['one', '--trial', '99', '--out', out('x')], 4)).err).toContain('no trial "99"');
    expect((await home.run(['fit', 'one'], 2)).err).toContain('out');
  });
});
