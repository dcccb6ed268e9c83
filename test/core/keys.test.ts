import { describe, expect, it } from 'vitest';

import type { Digest } from '../../core/canonical.ts';
import { digestOf } from '../../core/canonical.ts';
import type { ParameterPath, Value } from '../../core/grid.ts';
import { embeddingKey, fitKey, foldKey, gridDigest, runKey, tokenVariants } from '../../core/keys.ts';
import { withParameter } from '../../core/parameters.ts';
import { createSpace } from '../../core/space.ts';
import { aCell, aGrid } from './grids.ts';

const digest = (text: string): Digest => digestOf(text);

const aRun = () => ({
  engine: 'wasm' as const,
  numerics: 1,
  tokens: digest('tokens'),
  split: digest('split'),
  repeat: 0,
  fold: 0,
  outside: null,
  cell: aCell(),
});

describe('runKey', () => {
  it('stays what it was: a change here makes every stored result unknown', () => {
    expect(runKey(aRun())).toBe('77bc904b3ed2044769f5afdee0d6821fc8f338768f242e1607beeadec73596fe');
    expect(foldKey(runKey(aRun()), 25)).toBe('79fcfdcfecc9991b966cfc9bbc5b84226099798d87e4722192e0115b65f3ec77');
  });

  it.each<[ParameterPath, Value]>([
    ['text.maxTokens', 30],
    ['text.vocabulary', 100],
    ['embedding.window', 5],
    ['embedding.trainable', true],
    ['model.units', 32],
    ['train.batch', 32],
    ['train.seed', 1],
  ])('changes with %s', (path, value) => {
    expect(runKey({ ...aRun(), cell: withParameter(aCell(), path, value) })).not.toBe(runKey(aRun()));
  });

  it.each<[ParameterPath, Value]>([
    ['train.epochs', 50],
    ['text.lowercase', false],
    ['text.clean', ['html']],
    ['text.language', 'id'],
    ['embedding.file', 'vectors.txt'],
  ])('does not change with %s, which enters by the tokens, by the fold, or not at all', (path, value) => {
    expect(runKey({ ...aRun(), cell: withParameter(aCell(), path, value) })).toBe(runKey(aRun()));
  });

  it('changes with the outside texts, not with the files that they stood in', () => {
    const own = { ...aRun(), cell: withParameter(aCell(), 'embedding.corpus', [`a.txt@${digest('a')}`]) };
    const moved = { ...aRun(), cell: withParameter(aCell(), 'embedding.corpus', [`b.txt.gz@${digest('b')}`]) };
    const outside = digest('outside texts');

    expect(runKey({ ...moved, outside })).toBe(runKey({ ...own, outside }));
    expect(runKey({ ...own, outside: digest('other texts') })).not.toBe(runKey({ ...own, outside }));
    expect(runKey({ ...own, outside })).not.toBe(runKey(aRun()));
  });

  it('changes with labels, split, repeat, fold, numerics and engine', () => {
    const others = [
      { ...aRun(), tokens: digest('other labels') },
      { ...aRun(), split: digest('other split') },
      { ...aRun(), repeat: 1 },
      { ...aRun(), fold: 1 },
      { ...aRun(), numerics: 2 },
      { ...aRun(), engine: 'tensorflow-cpu-2.21.0' as const },
      { ...aRun(), engine: 'tensorflow-cuda-2.21.0' as const },
    ];

    expect(new Set([aRun(), ...others].map(runKey)).size).toBe(8);
  });
});

describe('embeddingKey', () => {
  it('depends on texts and word2vec options, not on what is trained on top', () => {
    const embedding = aCell().embedding;
    const base = { numerics: 1, texts: digest('texts'), outside: null, embedding };

    expect(embeddingKey({ ...base, embedding: { ...embedding, trainable: true, fit: 'all' } })).toBe(
      embeddingKey(base),
    );
    expect(embeddingKey({ ...base, embedding: { ...embedding, iterations: 50 } })).not.toBe(embeddingKey(base));
    expect(embeddingKey({ ...base, texts: digest('others') })).not.toBe(embeddingKey(base));
  });
});

describe('embeddingKey of outside texts', () => {
  it('has a field for them where there are such, and is what it was where there are none', () => {
    const base = { numerics: 1, texts: digest('texts'), embedding: aCell().embedding };

    expect(embeddingKey({ ...base, outside: null })).toBe(
      'd5bac6a7b5dd4b12dfc0dc733539418b84e7c202ac370b30710092c137b8d100',
    );
    const [one, other] = ['one', 'other'].map((text) => embeddingKey({ ...base, outside: digest(text) }));
    expect(new Set([one, other, embeddingKey({ ...base, outside: null })]).size).toBe(3);
  });
});

describe('fitKey', () => {
  const aFit = () => ({
    engine: 'wasm' as const,
    numerics: 1,
    tokens: digest('tokens'),
    test: { rows: digest('test rows'), tokens: digest('their tokens') },
    outside: null,
    cell: aCell(),
  });

  it('stays what it was: a change here makes every stored fit unknown', () => {
    expect(fitKey(aFit())).toBe('6a09cf1778284a7ba1cab41d476478e138bde9c8e902df660354742c96a580b0');
    expect(fitKey({ ...aFit(), test: null })).toBe('dcee3a327ee9f683e5ec8ab3782600ef62ef986f51314c538889a209f7d14d46');
  });

  it.each<[ParameterPath, Value]>([
    ['text.maxTokens', 30],
    ['embedding.window', 5],
    ['model.units', 32],
    ['train.epochs', 50],
    ['train.seed', 1],
  ])('changes with %s', (path, value) => {
    expect(fitKey({ ...aFit(), cell: withParameter(aCell(), path, value) })).not.toBe(fitKey(aFit()));
  });

  it.each<[ParameterPath, Value]>([
    ['embedding.fit', 'all'],
    ['text.lowercase', false],
    ['embedding.file', 'vectors.txt'],
  ])(
    'does not change with %s: all rows are seen, texts enter by their tokens, and some are not read',
    (path, value) => {
      expect(fitKey({ ...aFit(), cell: withParameter(aCell(), path, value) })).toBe(fitKey(aFit()));
    },
  );

  it('changes with the training rows, the test rows and numerics', () => {
    const others = [
      { ...aFit(), tokens: digest('other rows') },
      { ...aFit(), test: { ...aFit().test, tokens: digest('other tokens') } },
      { ...aFit(), test: { ...aFit().test, rows: digest('other texts with these tokens') } },
      { ...aFit(), test: null },
      { ...aFit(), outside: digest('other texts') },
      { ...aFit(), numerics: 2 },
    ];

    expect(new Set([aFit(), ...others].map(fitKey)).size).toBe(7);
  });
});

describe('gridDigest', () => {
  it('knows neither the name of the sweep nor the place of its files', () => {
    const grid = aGrid();
    const moved = { ...grid, name: 'other', data: { ...grid.data, files: ['/elsewhere/data.csv'] } };

    expect(gridDigest(moved, [digest('data')])).toBe(gridDigest(grid, [digest('data')]));
    expect(gridDigest(grid, [digest('other data')])).not.toBe(gridDigest(grid, [digest('data')]));
  });
});

describe('tokenVariants', () => {
  it('tokenises once per set of options that change tokens', () => {
    const space = createSpace(
      aGrid([
        { path: 'text.lowercase', values: [true, false] },
        { path: 'text.maxTokens', values: [20, 40] },
        { path: 'embedding.window', values: [2, 4, 6] },
      ]),
    );

    const variants = tokenVariants(space);

    expect(variants.cells.map(({ text }) => text.lowercase)).toEqual([true, false]);
    expect(variants.of(withParameter(aCell(), 'text.lowercase', false))).toBe(1);
  });
});
