import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const data = resolve(import.meta.dirname, '../../data/campus.csv');

export type GridOptions = {
  readonly name: string;
  readonly label?: 'sentiment' | 'topic';
  readonly rows?: number;
  readonly file?: string;
  readonly more?: string; // lines for split, embedding, model and train
};

/** The text of a small grid over the sample corpus: without `more` two trials of two folds, trained in an instant. */
export const campusGrid = ({ name, label = 'sentiment', rows = 300, file = data, more }: GridOptions): string =>
  [
    `name: ${name}`,
    `data: { file: ${file}, label: ${label}, rows: ${rows} }`,
    more ??
      `split: { folds: 2 }
embedding: { kind: random, size: 8 }
model: { units: [2, 3] }
train: { epochs: 2 }`,
    '',
  ].join('\n');

/** Writes a grid into a folder; its path. */
export const writeGrid = (folder: string, options: GridOptions): string => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${options.name}.yaml`);
  writeFileSync(file, campusGrid(options));
  return file;
};

/** One run of some 20 ms an epoch on one core, so that something can happen to it. */
export const longRun = (units: number, epochs: number): string => `split: { holdout: 0.2 }
embedding: { kind: random, size: 16 }
model: { units: ${units} }
train: { epochs: [10, ${epochs}], batch: 16 }`;
