import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const data = resolve(import.meta.dirname, '../../data/campus.csv');

/** A small real sweep of some ten seconds: 8 trials × 4 folds of 600 texts, two word2vec trainings a fold. */
export const chaosGrid = (folder: string, more = ''): string => {
  const file = join(folder, 'chaos.yaml');
  const lines = [
    'name: chaos',
    `data: { file: ${data}, label: sentiment, rows: 600 }`,
    'split: { folds: 4 }',
    'embedding: { iterations: [8, 16], size: 20 }',
    'model: { units: [4, 8] }',
    'train: { epochs: [6, 18], batch: 16 }',
  ];
  writeFileSync(file, `${lines.join('\n')}\n${more}`);
  return file;
};

/**
 * The sweeps of chaos rounds, some ten CPU seconds each. `wide`: 12 runs of two folds and six word2vec trainings, each
 * fitted to its own training rows. `long`: three runs of eight folds that outlast many checkpoints. `late`: the same
 * for so long that who begins one again from nothing repeats more than any checkpoint may cost. `paged`: 270 runs of some
 * milliseconds, more than one page of the look for what is missing.
 */
const grids = {
  wide: [
    `data: { file: ${data}, label: sentiment, rows: 500 }`,
    'split: { folds: 3 }',
    'embedding: { iterations: [6, 12], size: 20 }',
    'model: { units: [4, 8] }',
    'train: { epochs: [20, 50], batch: 16 }',
  ],
  long: [
    `data: { file: ${data}, label: sentiment, rows: 500 }`,
    'split: { folds: 3 }',
    'embedding: { iterations: 20, size: 20 }',
    'model: { units: 12 }',
    'train: { epochs: [20, 40, 60, 80, 100, 120, 140, 160], batch: 16 }',
  ],
  late: [
    `data: { file: ${data}, label: sentiment, rows: 500 }`,
    'split: { folds: 3 }',
    'embedding: { iterations: 10, size: 20 }',
    'model: { units: 12 }',
    'train: { epochs: [100, 200, 300, 400, 500, 600, 700, 800], batch: 16 }',
  ],
  paged: [
    `data: { file: ${data}, label: sentiment, rows: 60 }`,
    'split: { folds: 3 }',
    'embedding: { kind: random, size: 4 }',
    'model: { units: [2, 3, 4] }',
    `train: { epochs: 1, batch: 16, learningRate: [${Array.from({ length: 30 }, (_, n) => (n + 1) / 1000).join(', ')}] }`,
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ChaosGrid = keyof typeof grids;
/** Those that a fault without a wish is played with. */
export const drawnGrids: readonly ChaosGrid[] = ['wide', 'long'];

/** Writes a grid, whose sweep is called `chaos`, into a folder; its path. */
export const writeChaosGrid = (folder: string, grid: ChaosGrid): string => {
  const file = join(folder, 'chaos.yaml');
  writeFileSync(file, ['name: chaos', ...grids[grid], ''].join('\n'));
  return file;
};
