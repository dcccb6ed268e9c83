import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

type Fit = { readonly test: { readonly rows: number; readonly confusion: readonly (readonly number[])[] } };
type Predicted = { readonly labels: readonly string[]; readonly predictions: readonly { readonly label: string }[] };

let home: TestHome;
beforeAll(async () => {
  const mongodb = databaseNamed(inject('mongodbUri'), 'predict');
  home = await openTestHome({ TEMPORAL_ADDRESS: inject('temporalAddress'), MONGODB_URI: mongodb });
});
afterAll(() => home.close());

const subjects = ['soup', 'libraries', 'lectures', 'dormitories', 'the cook', 'a bus', 'parking', 'wifi'];
const good = ['fine', 'lovely', 'quick', 'clean'];
const bad = ['poor', 'ugly', 'slow', 'dirty'];

/** Rows that can be learnt from, a tenth of them with the other label. */
const rowsOf = (from: number, to: number): readonly (readonly [text: string, label: string])[] =>
  Array.from({ length: to - from }, (_, each) => {
    const at = from + each;
    const words = at % 2 === 0 ? good : bad;
    const text = `${words[at % 4]} ${subjects[at % 8]}, and ${words[Math.floor(at / 4) % 4]} too; no. ${at % 90}`;
    return [text, (at % 2 === 0) !== (at % 11 === 0) ? 'good' : 'bad'];
  });

const fileOf = (name: string, rows: readonly (readonly [string, string])[]): string => {
  const path = join(home.folder, name);
  writeFileSync(path, ['text,label', ...rows.map(([text, label]) => `"${text}",${label}`), ''].join('\n'));
  return path;
};

it('predicts with the folder of a fit what the fit saw on its test rows', async () => {
  const tested = rowsOf(400, 500);
  const [data, test] = [fileOf('rows.csv', rowsOf(0, 400)), fileOf('test.csv', tested)];
  const [grid, folder] = [join(home.folder, 'folder.yaml'), join(home.folder, 'model')];
  writeFileSync(
    grid,
    `name: folder
data: { file: ${data} }
text: { stopwords: builtin, normalize: stem, maxTokens: 4, truncate: start, vocabulary: 12 }
split: { folds: 2, test: ${test} }
embedding: { kind: random, size: 6 }
model: { cell: gru, units: 5, bidirectional: true, pooling: attention, head: sigmoid }
train: { epochs: 8, batch: 16, learningRate: 0.01 }
`,
  );
  await home.run(['start', grid, '--slots', '2']);
  const fit = JSON.parse(
    (await home.run(['fit', 'folder', '--trial', '1', '--out', folder, '--slots', '1', '--json'])).out,
  ) as Fit;

  const { labels, predictions } = JSON.parse(
    (await home.run(['predict', folder, '--file', test, '--json'])).out,
  ) as Predicted;

  expect(labels).toEqual(['bad', 'good']);
  const confusion = labels.map((truth) =>
    labels.map((label) => predictions.filter((each, at) => each.label === label && tested[at]?.[1] === truth).length),
  );
  expect(confusion).toEqual(fit.test.confusion);
  expect(confusion[0]![0]! + confusion[1]![1]!).toBeGreaterThan(75); // it learnt something: both labels are predicted
});
