import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { Digest } from '../../core/canonical.ts';
import { getBlob } from '../../store/blobs.ts';
import { readCorpus } from '../../text/corpus-bytes.ts';
import { rowTokens } from '../../text/corpus.ts';
import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

type Board = {
  readonly caveats: readonly string[];
  readonly leastDifference: number | null;
  readonly rows: readonly {
    readonly take: boolean;
    readonly rank: number;
    readonly group: number;
    readonly pValue: number | null;
    readonly folds: number;
    readonly scores: { readonly accuracy: { readonly values: readonly number[] } };
  }[];
};

const work = `embedding: { iterations: 2, size: 8 }
model: { units: [2, 4] }
train: { epochs: [1, 2], batch: 16 }`;

const lines = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => {
    const word = 'abcdefghij'[(from + at) % 10]?.repeat(1 + Math.floor((from + at) / 10));
    return at % 2 === 0 ? `a fine ${word},good` : `a poor ${word},bad`;
  });

describe('rows that are set aside', () => {
  let home: TestHome;
  beforeAll(async () => {
    const mongodb = databaseNamed(inject('mongodbUri'), 'set-aside');
    home = await openTestHome({ TEMPORAL_ADDRESS: inject('temporalAddress'), MONGODB_URI: mongodb });
  });
  afterAll(() => home.close());

  const file = (name: string, rows: readonly string[]): string => {
    const path = join(home.folder, name);
    writeFileSync(path, ['text,label', ...rows].join('\n'));
    return path;
  };
  const start = async (name: string, data: string, split: string): Promise<Board> => {
    const path = join(home.folder, `${name}.yaml`);
    writeFileSync(path, `name: ${name}\ndata: { file: ${data} }\nsplit: ${split}\n${work}\n`);
    await home.run(['start', path, '--slots', '2']);
    return JSON.parse(await home.board(name)) as Board;
  };
  const textsIn = async (digest: Digest): Promise<readonly string[]> => {
    const corpus = readCorpus(await getBlob(home.store, digest));
    return Array.from(corpus.classes, (_, row) =>
      Array.from(rowTokens(corpus, row), (token) => corpus.words[token]).join(' '),
    );
  };

  it('as a share: trials are trained and scored without them, and the store has them apart', async () => {
    const board = await start('share', file('share.csv', lines(0, 120)), '{ folds: 2, test: 0.25 }');
    const { prepared } = await home.find('share');
    const test = prepared.test as NonNullable<typeof prepared.test>;

    expect(board.caveats).toEqual([]);
    expect(board.rows.map(({ folds }) => folds)).toEqual([2, 2, 2, 2]);
    expect(prepared.rows + test.rows).toBe(120);
    const hidden = await textsIn(test.corpora[0] as Digest);
    const seen = new Set(await textsIn(prepared.corpora[0]?.digest as Digest));
    expect(hidden).toHaveLength(test.rows);
    expect(hidden.filter((text) => seen.has(text))).toEqual([]);
  });

  it('by a hold-out file: one split, trained anew for every repeat, with one training of its word vectors', async () => {
    const split = `{ holdout: ${file('valid.csv', lines(60, 90))}, test: ${file('test.csv', lines(90, 120))}, repeats: 3 }`;
    const board = await start('given', file('train.csv', lines(0, 61)), split);
    const { prepared } = await home.find('given');
    const kinds = (await home.attempts('given')).map(({ attempt }) => attempt.kind);

    expect(prepared).toMatchObject({ rows: 90, heldOut: { rows: 30, dropped: 1 }, test: { rows: 30, dropped: 0 } });
    expect(kinds.toSorted()).toEqual(['embedding', ...Array.from({ length: 6 }, () => 'run')]);
    expect(board.leastDifference).toBeNull();
    expect(board.rows.map(({ folds, group, pValue }) => [folds, group, pValue])).toEqual(
      Array.from({ length: 4 }, () => [3, 1, null]),
    );
    expect(board.rows.find(({ take }) => take)?.rank).toBe(1);
    const values = board.rows.map(({ scores }) => scores.accuracy.values);
    expect(values.some((each) => new Set(each).size > 1)).toBe(true); // another seed, another network
  });

  it('by a hold-out file that was moved and renamed: every fold is known', async () => {
    const split = `{ holdout: ${file('moved.csv', lines(60, 90))}, test: ${file('renamed.csv', lines(90, 120))}, repeats: 3 }`;
    await start('again', file('data.csv', lines(0, 61)), split);

    expect(await home.attempts('again')).toEqual([]);
  });
});
