import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { refuseRareWords } from '../../../cli/plan/refuse-rare-words.ts';

const refusalOf = (lines: string, counts: readonly number[][]): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-rare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'g.yaml');
  const source = `name: g\ndata: { file: a.csv }\n${lines}\n`;
  writeFileSync(file, source);
  return refuseRareWords(parseGrid(source, file), counts, file);
};

it('a minCount that no word reaches in any text is refused at its place', async () => {
  await expect(refusalOf('embedding: { minCount: [2, 1000] }', [[7, 3], [12]])).rejects.toMatchObject({
    code: 'INVALID_GRID',
    problems: [
      {
        line: 3,
        path: 'embedding.minCount',
        message: 'no word is there 1,000 times; the most frequent one is there 12 times',
      },
    ],
  });
});

it('a minCount that one word reaches is fine, and the default beside other kinds', async () => {
  await expect(refusalOf('embedding: { minCount: 12 }', [[7, 3], [12]])).resolves.toBe(undefined);
  await expect(refusalOf('embedding: { kind: random }', [[]])).resolves.toBe(undefined);
});
