import { expect, it } from 'vitest';
import { notYet } from '../../../cli/grid/not-yet.ts';
import { refused, withLines } from './refused.ts';

const written: readonly (readonly [string, string])[] = [
  ['embedding.kind', 'file'],
  ['embedding.file', 'vectors.txt'],
  ['embedding.corpus', '[more.txt]'],
  ['model.cell', 'gru'],
  ['model.layers', '4'],
  ['model.bidirectional', 'true'],
  ['model.inputDropout', '0.1'],
  ['model.recurrentDropout', '0.1'],
  ['model.spatialDropout', '0.1'],
  ['model.pooling', 'attention'],
  ['model.head', 'sigmoid'],
  ['train.optimizer', 'adamw'],
  ['train.clipNorm', '1'],
  ['train.classWeights', 'balanced'],
  ['engine', 'tensorflow-cuda'],
];

const lineOf = (path: string, value: string): string => {
  const [section = '', key] = path.split('.');
  return key === undefined ? `${section}: ${value}` : `${section}: { ${key}: ${value} }`;
};

it.each(written)('%s: %s is refused as not supported yet, at its place', (path, value) => {
  const line = lineOf(path, value);

  expect(refused(withLines(line))[0]).toMatch(
    new RegExp(`^3:${line.indexOf(value) + 1} ${path}: found .*, which is not supported yet, expected `),
  );
});

it('is a list of which every entry is tried above', () => {
  expect(written.map(([path]) => path).toSorted()).toEqual(notYet.map(({ path }) => path).toSorted());
});

it('points at the value of an axis that is not supported', () => {
  expect(refused(withLines('model: { cell: [lstm, gru] }'))).toEqual([
    '3:23 model.cell: found the text "gru", which is not supported yet, expected lstm → write lstm',
  ]);
});

it('looks at the steps of a range too', () => {
  expect(refused(withLines('model: { layers: { from: 2, to: 4, steps: 3 } }'))).toEqual([
    '3:18 model.layers: found 4 among the steps, which is not supported yet, expected 1, 2 or 3 → write 1, 2 or 3',
  ]);
});
