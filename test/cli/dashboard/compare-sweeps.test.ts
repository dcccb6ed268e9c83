import { expect, it } from 'vitest';

import { parametersOf } from '../../../cli/dashboard/compare-sweeps.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';

const grid = (rest: string) => parseGrid(`name: one\ndata: { file: data.csv }\n${rest}`, '/tmp/one.yaml');

it('names what differs and what is the same of what some trial reads', () => {
  const first = grid('embedding: { kind: word2vec, window: [2, 4] }\nmodel: { units: [4, 8] }\n');
  const second = grid(
    'embedding: { kind: random, trainable: true }\nmodel: { units: [4, 8] }\ntrain: { batch: [16, 32] }\n',
  );

  const { parameters, common } = parametersOf(first, second);

  const found = new Map(parameters.map(({ name, ...values }) => [name, values]));
  expect(found.get('window')).toEqual({ first: [2, 4], second: [] });
  expect(found.get('embedding.kind')).toEqual({ first: ['word2vec'], second: ['random'] });
  expect(found.get('batch')?.second).toEqual([16, 32]);
  expect(found.has('units')).toBe(false);
  expect(common).toEqual([{ name: 'units', values: [4, 8] }]);
});
