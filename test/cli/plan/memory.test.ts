import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { findTooLarge, largestRunBytes } from '../../../cli/plan/memory.ts';
import { refuseTooLarge } from '../../../cli/plan/refuse-too-large.ts';
import { seenTexts, textSizes, trainedWords } from '../../../cli/plan/text-sizes.ts';
import type { Axis } from '../../../core/grid.ts';
import { createSpace } from '../../../core/space.ts';
import { aGrid } from '../../core/grids.ts';
import { aCorpus } from './corpus.ts';
import { heldOutShare } from '../../../scoring/split-facts.ts';

const sizes = [textSizes(aCorpus({ rows: 500, length: 20, words: 300 }))];
const gib = 2 ** 30;

const factsOf = (grid: ReturnType<typeof aGrid>) => ({
  grid,
  space: createSpace(grid),
  sizes,
  classes: 2,
  heldOut: heldOutShare(grid.split) ?? 0,
  vectors: [],
  outside: [],
});

describe('memory', () => {
  it('of the largest run grows with its largest values', () => {
    const small = largestRunBytes(factsOf(aGrid()));
    const large = largestRunBytes(factsOf(aGrid([{ path: 'model.units', values: [16, 2000] }])));

    expect(large).toBeGreaterThan(10 * small);
  });

  it.each(['model.inputDropout', 'model.recurrentDropout', 'model.spatialDropout'] as const)(
    'counts the masks and copies of %s, also where the grid starts without it',
    (path) => {
      const without = largestRunBytes(factsOf(aGrid()));
      const withRate = largestRunBytes(factsOf(aGrid([{ path, values: [0, 0.2] }])));

      expect(withRate).toBeGreaterThan(without);
    },
  );

  it('is that of the options that need most, where they are tried', () => {
    const bytesOf = (path: Axis['path'], values: Axis['values']): number =>
      largestRunBytes(factsOf(aGrid([{ path, values }])));

    expect(bytesOf('train.optimizer', ['sgd', 'adam'])).toBe(bytesOf('train.optimizer', ['adam']));
    expect(bytesOf('model.pooling', ['last', 'attention'])).toBeGreaterThan(bytesOf('model.pooling', ['last']));
  });

  it('blames the value that needs it, and says which one would fit', () => {
    const facts = factsOf(aGrid([{ path: 'model.units', values: [16, 20_000] }]));

    const [found] = findTooLarge(facts, 4 * gib);

    expect(found).toMatchObject({ part: 0, path: 'model.units', value: 20_000 });
    const fitting = factsOf(aGrid([{ path: 'model.units', values: [16, found?.fits as number] }]));
    expect(findTooLarge(fitting, 4 * gib)).toEqual([]);
  });

  it('refuses a grid with the place in its file, the memory needed and what a slot has', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweep-memory-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'wide.yaml');
    const source = 'name: wide\ndata: { file: a.csv }\nany:\n  - model: { units: 8 }\n  - model: { units: 30000 }\n';
    writeFileSync(file, source);

    const refused = refuseTooLarge(factsOf(parseGrid(source, file)), file, false);

    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_GRID',
      problems: [
        {
          file,
          line: 5,
          column: 21,
          path: 'model.units',
          message: expect.stringMatching(/^30,000 needs .* GiB .* 4\.0 GiB$/),
        },
      ],
    });
  });
});

describe('sizes of texts', () => {
  it('count what the network sees of them', () => {
    const [facts] = sizes as [ReturnType<typeof textSizes>];

    expect(seenTexts(facts, 7)).toEqual({ tokens: 3500, longest: 7 });
    expect(seenTexts(facts, 'p95')).toEqual({ tokens: 10_000, longest: 20 });
  });

  it('count an empty text as one token', () => {
    const corpus = { ...aCorpus({ rows: 2, length: 0, words: 1 }), words: [] };

    expect(seenTexts(textSizes(corpus), 'p95')).toEqual({ tokens: 2, longest: 1 });
  });

  it('thin out frequent words as word2vec does', () => {
    const [facts] = sizes as [ReturnType<typeof textSizes>];

    expect(trainedWords(facts, 1, 0)).toEqual({ words: 10_000, kept: 10_000, distinct: 300 });
    const { kept } = trainedWords(facts, 1, 0.0001);
    expect(kept).toBeLessThan(5_000);
    expect(kept).toBeGreaterThan(100);
    expect(trainedWords(facts, 1_000, 0)).toEqual({ words: 0, kept: 0, distinct: 0 });
  });
});
