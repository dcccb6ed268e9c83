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
