import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { refuseSigmoid } from '../../../cli/plan/refuse-sigmoid.ts';

const refusalOf = (source: string, labels: readonly string[]): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-sigmoid-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'g.yaml');
  writeFileSync(file, source);
  return refuseSigmoid(parseGrid(source, file), labels, file);
};

it('a sigmoid over three classes is refused at its place, with the classes that there are', async () => {
  const source =
    'name: g\ndata: { file: a.csv }\nany:\n  - model: { units: 8 }\n  - model: { head: [softmax, sigmoid] }\n';

  await expect(refusalOf(source, ['bad', 'good', 'so-so'])).rejects.toMatchObject({
    code: 'INVALID_GRID',
    problems: [
      {
        line: 5,
        column: 20,
        path: 'model.head',
        message: 'found sigmoid over 3 classes (bad, good, so-so), expected two: it has one output',
        fix: 'write softmax',
      },
    ],
  });
});

it('a sigmoid over two classes and a softmax over three are fine', async () => {
  await expect(refusalOf('name: g\ndata: { file: a.csv }\nmodel: { head: sigmoid }\n', ['a', 'b'])).resolves.toBe(
    undefined,
  );
  await expect(refusalOf('name: g\ndata: { file: a.csv }\n', ['a', 'b', 'c'])).resolves.toBe(undefined);
});
