import { expect, it } from 'vitest';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';

it('has a default for everything but its name and its data', () => {
  const grid = parseGrid('name: x\ndata: { file: a.csv }', '/grids/x.yaml');

  expect(grid).toEqual({
    name: 'x',
    folder: '/grids',
    data: {
      files: ['/grids/a.csv'],
      text: null,
      label: null,
      delimiter: 'auto',
      encoding: 'auto',
      missing: 'drop',
      badRows: 'error',
      rareClasses: 'error',
      duplicates: 'together',
      rows: 'all',
      seed: 0,
    },
    split: { folds: 5, repeats: 1, holdout: 'none', stratify: true, groups: null, test: 'none', testSeed: 0, seed: 0 },
    parts: [
      {
        axes: [],
        base: {
          text: {
            clean: ['html', 'url', 'mention', 'number', 'punctuation'],
            lowercase: true,
            replace: 'none',
            stopwords: 'none',
            normalize: 'none',
            language: 'en',
            maxTokens: 'p95',
            truncate: 'end',
            vocabulary: 'all',
          },
          embedding: {
            kind: 'word2vec',
            file: 'none',
            corpus: [],
            fit: 'train',
            iterations: 100,
            window: 4,
            size: 100,
            minCount: 1,
            negative: 5,
            sample: 0.001,
            trainable: false,
            seed: 1,
          },
          model: {
            cell: 'lstm',
            layers: 1,
            units: 16,
            bidirectional: false,
            dropout: 0.5,
            inputDropout: 0,
            recurrentDropout: 0,
            spatialDropout: 0,
            pooling: 'last',
            head: 'softmax',
          },
          train: {
            batch: 64,
            epochs: 25,
            optimizer: 'adam',
            learningRate: 0.001,
            clipNorm: 'none',
            classWeights: 'none',
            seed: 0,
          },
        },
      },
    ],
    search: { kind: 'grid' },
    rank: { by: 'accuracy', positive: null, written: false },
    engine: 'wasm',
  });
});
