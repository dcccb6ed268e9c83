import { expect, test } from 'vitest';

import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { gridDifferences } from '../../cli/grid-differences.ts';

const grid = (model: string) => parseGrid(`name: x\ndata: { file: a.csv }\nmodel: ${model}\n`, '/me/x.yaml');

test('a value that became an axis is told with both, by the name that the grid gives it', () => {
  expect(gridDifferences(grid('{ units: 4 }'), grid('{ units: [4, 5] }'))).toEqual([
    'model.units: 4 in the sweep, [4,5] in the grid',
  ]);
});

test('a default that was written out is no difference', () => {
  expect(gridDifferences(grid('{ units: 4 }'), grid('{ units: 4, layers: 1 }'))).toEqual([]);
});
