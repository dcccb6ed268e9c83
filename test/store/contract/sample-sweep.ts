import { digestOf } from '../../../core/canonical.ts';
import type { Grid } from '../../../core/grid.ts';
import type { Sweep } from '../../../store/documents.ts';
import { aUid } from './samples.ts';

const aGrid: Grid = {
  name: 'paper',
  data: {
    files: ['/data/campus.csv'],
    text: ['text'],
    label: 'label',
    delimiter: 'auto',
    encoding: 'auto',
    missing: 'drop',
    badRows: 'error',
    rareClasses: 'error',
    duplicates: 'together',
    rows: 'all',
    seed: 0,
  },
  split: { folds: 5, repeats: 2, holdout: 'none', stratify: true, groups: null, seed: 0 },
  parts: [
    {
      base: {
        text: {
          clean: ['html', 'url'],
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
          learningRate: 1e-3,
          clipNorm: 'none',
          classWeights: 'none',
          seed: 0,
        },
      },
      axes: [
        { path: 'text.clean', values: [['html'], ['html', 'url']] },
        { path: 'model.units', values: [16, 32] },
      ],
    },
  ],
  search: { kind: 'grid' },
  rank: { by: 'accuracy', positive: null, written: false },
  engine: 'wasm',
};

export const aSweep = (changes: Partial<Sweep> = {}): Sweep => ({
  uid: aUid('abcd1234'),
  name: 'paper',
  grid: aGrid,
  gridFile: '/grids/paper.yaml',
  gridDigest: digestOf('grid'),
  files: [{ path: '/data/campus.csv', digest: digestOf('csv') }],
  prepared: {
    rows: 1633,
    labels: ['negative', 'positive.very'],
    classes: [700, 933],
    corpora: [{ digest: digestOf('c'), texts: digestOf('t'), trainingTexts: [digestOf('a')], tokens: 31_719 }],
    splits: digestOf('splits'),
    splitDigests: [digestOf('split')],
    baseline: { label: 'positive.very', scores: { accuracy: 0.5714, rocAuc: null } },
    caveats: ['EMBEDDING_SAW_HELD_OUT'],
  },
  numerics: 1,
  startedAt: 1_700_000_000_000,
  ...changes,
});
