import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { prepareSweep, sweepDocument } from '../../cli/prepare-sweep.ts';
import type { PreparedSweep } from '../../cli/prepare-sweep.ts';
import type { Digest } from '../../core/canonical.ts';
import { readCorpus } from '../../text/corpus-bytes.ts';
import { rowTokens } from '../../text/corpus.ts';
import { problemsOf } from '../text/data-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-prepare-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, rows: readonly string[]): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, ['text,label', ...rows].join('\n'));
  return path;
};

const words = (at: number): string => 'abcdefghij'[at % 10]?.repeat(1 + Math.floor(at / 10)) ?? '';
const rows = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `good ${words(at)},${at % 2 === 0 ? 'x' : 'y'}`);

file('data.csv', rows(60));

const prepare = (more: string): Promise<PreparedSweep> =>
  prepareSweep(parseGrid(`name: some\ndata: { file: data.csv }\n${more}\n`, join(folder, 'some.yaml')));

/** The words of each row of a stored corpus. */
const textsIn = ({ blobs }: PreparedSweep, digest: Digest | undefined): readonly string[] => {
  const corpus = readCorpus(blobs.get(digest as Digest) as Uint8Array);
  return Array.from(corpus.classes, (_, row) =>
    Array.from(rowTokens(corpus, row), (token) => corpus.words[token]).join(' '),
  );
};

/** All that enters the keys of results and names the sweep. */
const named = (made: PreparedSweep) => {
  const { prepared } = made;
  const { corpora, splitDigests, test } = prepared;
  const { gridDigest } = sweepDocument('some', 'some.yaml', made);
  return { gridDigest, splitDigests, test, corpora };
};

describe('a sweep with test rows', () => {
  const grid = 'text: { lowercase: [true, false] }\nsplit: { folds: 2, test: 0.3 }';

  it('stores them apart: no blob but their own has one of their texts or words', async () => {
    const made = await prepare(grid);
    const { test, corpora, caveats } = made.prepared;

    expect(caveats).not.toContain('NO_TEST_ROWS');
    expect(test?.rows).toBe(60 - made.prepared.rows);
    expect(test?.classes.reduce((sum, count) => sum + count, 0)).toBe(test?.rows);
    expect(test?.corpora).toHaveLength(corpora.length);
    const hidden = textsIn(made, test?.corpora[0]);
    const seen = corpora.flatMap(({ digest }) => textsIn(made, digest));
    expect(hidden).toHaveLength(test?.rows ?? 0);
    for (const text of hidden) expect(seen).not.toContain(text);
    for (const [digest, bytes] of made.blobs) {
      if (test?.corpora.includes(digest) === true || !Buffer.from(bytes).toString('latin1').startsWith('SWCORPUS'))
        continue;
      for (const text of hidden) expect(readCorpus(bytes).words).not.toContain(text.split(' ')[1]);
    }
  });

  it('shares no key with the same sweep without them, and has the same test rows under another name and split', async () => {
    const [with_, without, other] = await Promise.all([
      prepare(grid),
      prepare('split: { folds: 2 }'),
      prepare('split: { holdout: 0.2, test: 0.3, seed: 4 }'),
    ]);

    expect(without.prepared.test).toBeNull();
    expect(without.prepared.caveats).toContain('NO_TEST_ROWS');
    expect(with_.prepared.corpora[0]?.digest).not.toBe(without.prepared.corpora[0]?.digest);
    expect(other.prepared.test?.rowsDigest).toBe(with_.prepared.test?.rowsDigest);
    expect(other.prepared.corpora[0]?.digest).toBe(with_.prepared.corpora[0]?.digest);
  });
});

describe('files of rows', () => {
  it('enter by what they hold: moved or renamed, everything is named as before; changed, nothing is', async () => {
    const [held, tested] = [
      ['new one,x', 'new two,y'],
      ['apart,x', 'alone,y'],
    ];
    const at = (place: string) => {
      const names = [file(`${place}/valid.csv`, held), file(`${place}/test.csv`, tested)];
      return `split: { holdout: ${names[0]}, test: ${names[1]}, repeats: 2 }`;
    };
    const [here, there] = [await prepare(at('here')), await prepare(at('there'))];
    file('there/valid.csv', ['new one,x', 'new two,x']);
    const changed = await prepare(`split: { holdout: there/valid.csv, test: there/test.csv, repeats: 2 }`);

    expect(named(there)).toEqual(named(here));
    expect(named(changed).corpora[0]?.digest).not.toBe(named(here).corpora[0]?.digest);
    expect(named(changed).gridDigest).not.toBe(named(here).gridDigest);
    expect(here.prepared).toMatchObject({
      rows: 62,
      heldOut: { rows: 2, dropped: 0 },
      test: { rows: 2, classes: [1, 1], dropped: 0 },
    });
    expect(new Set(here.prepared.splitDigests).size).toBe(1);
    expect(here.prepared.splitDigests).toHaveLength(2);
  });

  it('that are not there are named with the key that names them', async () => {
    const found = await problemsOf(() => prepare('split: { holdout: gone.csv, test: lost.csv }'));

    expect(found.map((line) => line.replaceAll(folder, ''))).toEqual([
      'lost.csv:- [split.test] cannot be read: no such file → check the path',
      'gone.csv:- [split.holdout] cannot be read: no such file → check the path',
    ]);
  });
});

describe('what could not be ranked', () => {
  it('is refused before anything starts', async () => {
    file('valid.csv', ['new one,x']);
    const rocAuc = () => prepare('split: { holdout: valid.csv }\nrank: { by: rocAuc }');
    const f1 = () => prepare('rank: { by: f1, positive: good }');

    expect(await problemsOf(rocAuc)).toEqual([
      'data.csv:- [rank.by] rocAuc has no value where a class is missing among the held-out rows, as in some split of these → write macroF1 or logLoss, or fewer split.folds',
    ]);
    expect(await problemsOf(f1)).toEqual([
      'data.csv:- [rank.positive] no row has the label "good"; the labels are "x", "y" → name one of them',
    ]);
  });
});

describe('the caveat that word2vec saw held-out texts', () => {
  it.each([
    ['[word2vec, random]', 'all', true],
    ['[random, word2vec]', 'all', true],
    ['random', 'train', false],
    ['[random, word2vec]', 'train', false],
  ])('kind: %s, fit: %s: %s', async (kind, fit, isThere) => {
    const { prepared } = await prepare(`split: { folds: 2 }\nembedding: { kind: ${kind}, fit: ${fit} }`);

    expect(prepared.caveats.includes('EMBEDDING_SAW_HELD_OUT')).toBe(isThere);
  });
});
