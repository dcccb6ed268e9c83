import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const words = ['the', 'is', 'not', 'food', 'library', 'good', 'in', 'to'];
const vectorsText = (scale: number): string =>
  words.map((word, at) => `${word} ${[1, 2, 3].map((n) => (scale * (at + 1)) / n).join(' ')}\n`).join('');

const more = (embedding: string): string => `split: { folds: 2 }
embedding: { ${embedding} }
model: { units: 2 }
train: { epochs: [1, 2] }`;

type Shown = { readonly vectors: unknown; readonly parameters: Readonly<Record<string, unknown>> };

describe('a sweep with files for its embeddings', () => {
  let home: TestHome;
  beforeAll(async () => {
    const uri = databaseNamed(inject('mongodbUri'), 'embeddings');
    home = await openTestHome({ TEMPORAL_ADDRESS: inject('temporalAddress'), MONGODB_URI: uri });
  });
  afterAll(() => home.close());

  const start = (name: string, embedding: string) =>
    home.run(['start', home.grid({ name, more: more(embedding) }), '--slots', '1']);
  const trained = async (name: string): Promise<unknown> => {
    const { out } = await home.run(['status', name, '--json']);
    const { trainedFolds, reusedFolds } = JSON.parse(out) as { trainedFolds: number; reusedFolds: number };
    return { trainedFolds, reusedFolds };
  };
  const write = (name: string, content: string): void => writeFileSync(join(home.folder, name), content);

  it('starts from the vectors of a file: told, shown, reused wherever it lies, trained again when it changes', async () => {
    write('vectors.txt', vectorsText(1));
    const first = await start('glove', 'kind: file, file: vectors.txt, trainable: [false, true]');
    const again = await start('glove', 'kind: file, file: vectors.txt, trainable: [false, true]');
    const { out } = await home.run(['show', 'glove', '1', '--json']);
    mkdirSync(join(home.folder, 'elsewhere'));
    copyFileSync(join(home.folder, 'vectors.txt'), join(home.folder, 'elsewhere', 'v'));
    await start('moved', 'kind: file, file: elsewhere/v, trainable: [false, true]');
    write('vectors.txt', vectorsText(2));
    await start('changed', 'kind: file, file: vectors.txt');

    expect(first.err.replace(/\s+/g, ' ')).toMatch(/vectors\.txt \(GloVe text, 8 words of 3 numbers\): has [78] of /);
    expect(again.out).toContain('glove: done, 4 scored');
    const shown = JSON.parse(out) as Shown;
    expect(shown.vectors).toMatchObject({ size: 3, ofWords: expect.any(Number) as number });
    expect(shown.parameters['embedding.file']).toBe('vectors.txt');
    expect(await trained('glove')).toEqual({ trainedFolds: 8, reusedFolds: 0 });
    expect(await trained('moved')).toEqual({ trainedFolds: 0, reusedFolds: 8 });
    expect(await trained('changed')).toEqual({ trainedFolds: 4, reusedFolds: 0 });
    expect(await home.attempts('glove')).toHaveLength(4); // runs alone: no vectors are trained
  });

  it('trains word2vec on outside texts too, with a key of their own', async () => {
    const embedding = 'iterations: 1, size: 4';
    write('more.txt', 'the food is good\n\nthe library is not good\n');
    write('same.csv', 'id,text\n1,the food is good\n2,the library is not good\n');
    await start('alone', embedding);
    const first = await start('outside', `${embedding}, corpus: more.txt`);
    await start('same', `${embedding}, corpus: [same.csv]`);
    write('more.txt', 'the food is bad\n');
    await start('others', `${embedding}, corpus: more.txt`);

    expect(first.err.replace(/\s+/g, ' ')).toContain('word2vec sees more.txt too: 2 texts of 9 tokens, 6 words');
    expect(await trained('outside')).toEqual({ trainedFolds: 4, reusedFolds: 0 });
    expect(await home.attempts('outside')).toHaveLength(4); // two folds and their vectors
    expect(await trained('others')).toEqual({ trainedFolds: 4, reusedFolds: 0 });
    expect(await trained('same')).toEqual({ trainedFolds: 0, reusedFolds: 4 });
  });
});
