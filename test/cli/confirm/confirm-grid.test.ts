import { resolve } from 'node:path';

import { expect, test } from 'vitest';

import { confirmGrid, confirmText } from '../../../cli/confirm/confirm-grid.ts';
import { confirmName, isConfirmation } from '../../../cli/confirm/confirmation.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { createSpace, hashOfCell, trialAt } from '../../../core/space.ts';

const file = resolve('/tmp/folder/paper.yaml');
const grid = parseGrid(
  `name: paper
data: { file: a.csv, label: topic, duplicates: keep }
text: { clean: [[html, url], [html]], stopwords: [none, words.txt] }
split: { holdout: 0.2, repeats: 3, seed: 7, test: 0.1 }
embedding: { kind: random }
model: { units: [16, 32] }
train: { epochs: [5, 10] }
rank: { by: f1, positive: "yes" }
`,
  file,
);
const space = createSpace(grid);
const cells = [5, 0, 14].map((index) => trialAt(space, index).cell);
const second = confirmGrid(grid, 'paper-confirm', cells, { folds: 10, repeats: 5 });

test('the grid of the leaders has a cell for each, fresh splits, and nothing that has its default', () => {
  expect(confirmText(second, 'paper', file)).toMatchSnapshot();
});

test('it is read as the same trials, with the same ids, on other splits of the same rows', () => {
  const read = parseGrid(confirmText(second, 'paper', file), file);

  expect(createSpace(read).trials).toBe(3);
  expect(read.parts.map(({ base }) => hashOfCell(base))).toEqual(cells.map(hashOfCell));
  expect(read.split).toEqual({ ...grid.split, holdout: 'none', folds: 10, repeats: 5, seed: 1007 });
  expect({ ...read.data, files: [] }).toEqual({ ...grid.data, files: [] });
  expect(read.rank).toEqual(grid.rank);
});

test('its name stays within what the format allows, however long the first one is', () => {
  expect(confirmName('paper')).toBe('paper-confirm');
  expect(confirmName('a'.repeat(60))).toBe(`${'a'.repeat(52)}-confirm`);
});

test('it is known as what confirm wrote, also under another name where its splits tell', () => {
  expect(isConfirmation(second)).toBe(true);
  expect(isConfirmation({ ...second, name: 'check' })).toBe(true);
  expect(isConfirmation({ ...second, name: 'check', split: { ...second.split, repeats: 2 } })).toBe(false);
  expect(isConfirmation({ ...grid, name: 'a-confirm' })).toBe(false);
});
