import { expect, it } from 'vitest';
import { createSpace } from '../../../core/space.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { starterGrid } from '../../../cli/grid/starter-grid.ts';

const starter = { name: 'reviews', encoding: null };

it('is a grid of twelve trials on the columns that were found', () => {
  const grid = parseGrid(
    starterGrid({ ...starter, file: 'reviews.csv', text: 'review', label: 'stars' }),
    '/me/grid.yaml',
  );

  expect(grid).toMatchObject({
    name: 'reviews',
    data: { files: ['/me/reviews.csv'], text: ['review'], label: 'stars' },
  });
  expect(createSpace(grid).trials).toBe(12);
});

it.each(['null', '1', 'none', "it's", 'a: b # c', '"', '- x', 'ünï', '*'])(
  'takes %s for a file and a column',
  (odd) => {
    const grid = parseGrid(starterGrid({ ...starter, file: odd, text: odd, label: `${odd}2` }), '/me/grid.yaml');

    expect(grid.data).toMatchObject({ files: [`/me/${odd}`], text: [odd], label: `${odd}2` });
  },
);

it('still parses when every commented choice is taken up', () => {
  const source = starterGrid({ ...starter, file: 'a.csv', text: 'text', label: 'label' }).replaceAll(
    /^( *)# (?=(?:rank|by|[a-zA-Z]+):|  by:)/gm,
    '$1',
  );

  expect(() => parseGrid(source, 'x.yaml')).not.toThrow();
  expect(parseGrid(source, 'x.yaml').rank.by).toBe('macroF1');
});
