import { digestOf } from '../../../core/canonical.ts';
import { splitCount } from '../../../core/grid.ts';
import type { Sweep } from '../../../store/documents.ts';
import { aGrid } from '../../core/grids.ts';
import { aUid } from './samples.ts';

const grid = aGrid(
  [
    { path: 'text.clean', values: [['html'], ['html', 'url']] },
    { path: 'model.units', values: [16, 32] },
  ],
  { name: 'paper', split: { ...aGrid().split, repeats: 2 } },
);

export const aSweep = (changes: Partial<Sweep> = {}): Sweep => ({
  uid: aUid('abcd1234'),
  name: 'paper',
  grid,
  gridFile: '/grids/paper.yaml',
  gridDigest: digestOf('grid'),
  files: [{ path: '/data/campus.csv', digest: digestOf('csv') }],
  prepared: {
    rows: 1633,
    labels: ['negative', 'positive.very'],
    classes: [700, 933],
    corpora: [{ digest: digestOf('c'), texts: digestOf('t'), trainingTexts: [digestOf('a')], tokens: 31_719 }],
    lists: [digestOf('lists')],
    reading: { text: ['text'], label: 'label', delimiter: ',', encoding: 'utf-8' },
    vectors: [],
    outside: [],
    splits: digestOf('splits'),
    splitDigests: Array.from({ length: splitCount(grid.split) }, (_, at) => digestOf(`split ${at}`)),
    baseline: { label: 'positive.very', scores: { accuracy: 0.5714, rocAuc: null } },
    test: null,
    heldOut: null,
    caveats: ['EMBEDDING_SAW_HELD_OUT'],
  },
  engine: 'wasm',
  numerics: 1,
  startedAt: 1_700_000_000_000,
  edition: 0,
  ...changes,
});
