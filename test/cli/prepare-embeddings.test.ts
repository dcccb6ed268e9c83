import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createPlan, embeddingKeyOf, fileVectorsOf, planRunAt } from '../../activities/plan.ts';
import { readGrid } from '../../cli/grid/parse-grid.ts';
import { vectorLines, outsideLines } from '../../cli/grid/describe-embeddings.ts';
import { estimate } from '../../cli/plan/estimate.ts';
import { largestRunBytes } from '../../cli/plan/memory.ts';
import { factsOf } from '../../cli/plan/plan-line.ts';
import { remainingOfAll } from '../../cli/plan/remaining.ts';
import { speedOf } from '../../cli/plan/speed.ts';
import { prepareSweep, sweepDocument } from '../../cli/prepare-sweep.ts';
import type { PreparedSweep } from '../../cli/prepare-sweep.ts';
import type { Trial } from '../../core/space.ts';
import { trialAt } from '../../core/space.ts';
import { readCorpus } from '../../text/corpus-bytes.ts';
import { readVectors } from '../../training/vectors.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-embeddings-'));
  const rows = Array.from(
    { length: 12 },
    (_, at) => `"Good food ${'abcdefghijkl'[at]}",${at % 2 === 0 ? 'yes' : 'no'}`,
  );
  write('data.csv', ['text,label', ...rows].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);

const prepare = async (...lines: readonly string[]): Promise<PreparedSweep> => {
  write('grid.yaml', ['name: x', 'data: { file: data.csv }', 'split: { folds: 2 }', ...lines].join('\n'));
  return prepareSweep(await readGrid(join(folder, 'grid.yaml')));
};

const keysOf = (made: PreparedSweep) => {
  const plan = createPlan(sweepDocument('x', 'grid.yaml', made));
  const trial: Trial = trialAt(made.space, 0);
  return {
    run: planRunAt(plan, 0, 0)?.key,
    embedding: embeddingKeyOf(plan, trial, 0),
    vectors: fileVectorsOf(plan, trial),
  };
};

describe('embedding.file', () => {
  it('is read once for all sets of text options, each with the rows of its own words in their order', async () => {
    write('v.txt', 'food 1 2\nelse 3 4\nGood 5 6\na 7 8\nfood, 9 9\n');
    const made = await prepare('text: { lowercase: [true, false] }', 'embedding: { kind: file, file: v.txt }');
    const [lower, cased] = made.prepared.vectors;

    expect([lower, cased]).toMatchObject([
      { corpus: 0, size: 2, words: 2, ofWords: 14, tokens: 13, ofTokens: 36 },
      { corpus: 1, size: 2, words: 3, ofWords: 14, tokens: 25, ofTokens: 36 },
    ]);
    const kept = readVectors(made.blobs.get(cased?.blob as never) as Uint8Array);
    expect(kept).toEqual({ words: ['Good', 'food', 'a'], size: 2, vectors: Float32Array.from([5, 6, 1, 2, 7, 8]) });
    expect(vectorLines(made.vectors).join('\n').replace(/\s+/g, ' ')).toContain(
      'advice 1 more words are there in another case: write text.lowercase: false',
    );
  });

  it('names runs by its content, wherever it lies', async () => {
    write('v.txt', 'food 1 2\n');
    const line = (file: string): string => `embedding: { kind: file, file: ${file} }`;
    const here = keysOf(await prepare(line('v.txt')));
    write('v2.txt', 'food 1 3\n');
    const other = keysOf(await prepare(line('v2.txt')));
    renameSync(join(folder, 'v.txt'), join(folder, 'w.txt'));
    const moved = keysOf(await prepare(line('w.txt')));

    expect(moved).toEqual(here);
    expect(here.embedding).toBeNull();
    expect(here.vectors?.blob).toBe(
      createHash('sha256')
        .update(await blobOf(line('w.txt')))
        .digest('hex'),
    );
    expect(other.run).not.toBe(here.run);
  });

  const blobOf = async (line: string): Promise<Uint8Array> => {
    const made = await prepare(line);
    return made.blobs.get(made.prepared.vectors[0]?.blob as never) as Uint8Array;
  };

  it('is refused where it has no word of the texts, with what would help', async () => {
    write('v.txt', 'GOOD 1 2\nFOOD 3 4\n');

    await expect(prepare('embedding: { kind: file, file: v.txt }')).rejects.toMatchObject({
      code: 'INVALID_DATA',
      message: expect.stringMatching(
        /v\.txt: none of the 14 words of the texts \("good", "food", .*\) is among the 2 /,
      ),
      fix: expect.stringMatching(/^2 more words are there in another case: write text\.lowercase: false/),
    });
  });

  it('is refused where two names on one axis are the same file', async () => {
    write('v.txt', 'food 1 2\n');
    write('w.txt', 'food 1 2\n');

    await expect(prepare('embedding: { kind: file, file: [v.txt, w.txt] }')).rejects.toMatchObject({
      message: expect.stringContaining('w.txt: the same content as v.txt'),
    });
  });

  it('decides what a run takes, in place of embedding.size', async () => {
    const wide = (size: number): string => `food ${Array.from({ length: size }, () => '1').join(' ')}\n`;
    const facts = async (size: number) => {
      write('v.txt', wide(size));
      return factsOf(await prepare('embedding: { kind: file, file: v.txt, size: 5 }'));
    };
    const [small, large] = [await facts(3), await facts(3000)];
    const seconds = (of: typeof small) =>
      estimate(of, remainingOfAll(of.space, 10), speedOf([], null)).slotSeconds.likely;

    expect(largestRunBytes(large)).toBeGreaterThan(20 * largestRunBytes(small));
    expect(seconds(large)).toBeGreaterThan(seconds(small));
  });
});

describe('embedding.corpus', () => {
  const line = (files: string): string => `embedding: { iterations: 2, corpus: ${files} }`;

  it('is tokenised as the rows are, without the texts that rows have', async () => {
    write('more.txt', 'Good FOOD, a!\ngood drink\n\nfood & wine\n');
    const made = await prepare(line('more.txt'));

    const [found] = made.prepared.outside;
    expect(found).toMatchObject({ rows: 2, tokens: 4, words: 4, shared: 2 });
    const { words } = readCorpus(made.blobs.get(found?.digest as never) as Uint8Array);
    expect(words).toEqual(['good', 'drink', 'food', 'wine']);
    expect(outsideLines(made.outside).join(' ').replace(/\s+/g, ' ')).toContain(
      '2 texts of 4 tokens, 4 words, among them 2 of the 14',
    );
    expect(made.outside).toMatchObject({ own: 1, empty: 0 });
  });

  it('enters keys by its texts: packed, moved or cut into files it is the same, with another text it is not', async () => {
    write('more.txt', 'good drink\nfood wine\n');
    write('one.txt', 'good drink');
    write('two.jsonl.gz', gzipSync('{"text": "food wine"}\n'));
    write('others.txt', 'good drink\nfood beer\n');
    const [whole, parts, others] = [
      keysOf(await prepare(line('more.txt'))),
      keysOf(await prepare(line('[one.txt, two.jsonl.gz]'))),
      keysOf(await prepare(line('others.txt'))),
    ];
    const none = keysOf(await prepare('embedding: { iterations: 2 }'));

    expect(parts).toEqual(whole);
    expect(new Set([whole, others, none].map(({ run }) => run)).size).toBe(3);
    expect(new Set([whole, others, none].map(({ embedding }) => embedding)).size).toBe(3);
  });

  it('counts in what training takes', async () => {
    write('long.txt', Array.from({ length: 2000 }, (_, at) => `new${at} word${at % 100} good food`).join('\n'));
    const alone = factsOf(await prepare('embedding: { iterations: 2 }'));
    const more = factsOf(await prepare(line('long.txt')));
    const seconds = (of: typeof alone) => estimate(of, remainingOfAll(of.space, 10), speedOf([], null)).vectorSeconds;

    expect(seconds(more)).toBeGreaterThan(seconds(alone));
    expect(largestRunBytes(more)).toBeGreaterThan(2 * largestRunBytes(alone));
  });

  it('is refused where all its texts are rows', async () => {
    write('more.txt', 'good food b\n');

    await expect(prepare(line('more.txt'))).rejects.toMatchObject({
      message: expect.stringContaining('every text is one of the rows'),
    });
  });
});
