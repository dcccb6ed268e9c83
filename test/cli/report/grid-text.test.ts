import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { gridText } from '../../../cli/report/grid-text.ts';

const folder = resolve(import.meta.dirname, '../../../grids');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** What a grid says, without whether a default was written out. */
const saidBy = (text: string, file: string) => {
  const { rank, ...rest } = parseGrid(text, file);
  return { ...rest, rank: { by: rank.by, positive: rank.positive } };
};

describe('gridText', () => {
  it.each(files)('writes %s as a grid file that means the same', (name) => {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');

    expect(saidBy(gridText(parseGrid(text, file)), file)).toEqual(saidBy(text, file));
  });

  it('writes parts that differ as any:, random search and lists of lists', () => {
    const file = join(folder, 'some.yaml');
    const text = `name: some
data: { file: [../data/campus.csv], label: sentiment }
text: { clean: [none, [html, url]] }
split: { folds: 3, repeats: 2 }
model: { units: [4, 8], layers: [1] }
search: { kind: random, trials: 3, seed: 4 }
rank: { by: f1, positive: positive }
any:
  - embedding: { kind: word2vec, window: [2, 4] }
  - embedding: { kind: random, size: [8, 16] }
`;

    const written = gridText(parseGrid(text, file));

    expect(saidBy(written, file)).toEqual(saidBy(text, file));
    expect(written).toContain('any:');
  });
});
