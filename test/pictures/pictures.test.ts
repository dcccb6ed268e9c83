import { describe, expect, it } from 'vitest';

import type { Picture, Shape } from '../../pictures/shape.ts';
import { svgFile } from '../../pictures/svg-file.ts';
import { svgText } from '../../pictures/svg-text.ts';
import { allPictures } from './all-pictures.ts';

const plainName = (n: number): string => `units=${n}`;

const textsOf = (shape: Shape): readonly string[] =>
  shape.children.flatMap((child) => (typeof child === 'string' ? [child] : textsOf(child)));

const shapesOf = (shape: Shape): readonly Shape[] => [
  shape,
  ...shape.children.flatMap((child) => (typeof child === 'string' ? [] : shapesOf(child))),
];

const numbersOf = (picture: Picture): readonly string[] =>
  shapesOf(picture.svg).flatMap(({ attributes }) => Object.values(attributes).map(String));

describe.each(allPictures(5, plainName))('%s', (_name, picture) => {
  it('is one picture to a screen reader, with a name and a description', () => {
    const [title, description] = picture.svg.children as readonly Shape[];

    expect(picture.svg).toMatchObject({ tag: 'svg', attributes: { role: 'img' } });
    expect(title).toEqual({ tag: 'title', attributes: {}, children: [picture.title] });
    expect(description).toMatchObject({ tag: 'desc', children: [expect.stringMatching(/\w/)] });
  });

  it('has the numbers as a table whose rows are as long as its head', () => {
    const { columns, rows } = picture.table;

    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.length !== columns.length)).toEqual([]);
  });

  it('names rows of its table only', () => {
    const named = shapesOf(picture.svg).flatMap(({ attributes }) => attributes['data-row'] ?? []);

    expect(named.filter((row) => picture.table.rows[Number(row)] === undefined)).toEqual([]);
  });

  it('uses no colour but those of the palette', () => {
    const colours = shapesOf(picture.svg).flatMap(({ attributes: { fill, stroke } }) =>
      [fill, stroke].filter((each) => each !== undefined),
    );

    expect(colours.filter((each) => each !== 'none' && !/^var\(--\w+\)$/.test(String(each)))).toEqual([]);
    expect(svgFile(picture)).not.toContain('var(');
  });
});

describe('all pictures', () => {
  const sizes = [
    {},
    { width: 1, height: 1 },
    { width: 7, height: 130 },
    { width: 333, height: 33 },
    { width: 1600, height: 900 },
  ];
  const counts = [0, 1, 2, 3, 7, 33, 130];

  it.each(counts)('are drawn of %i things at any size without a number that is none', (count) => {
    for (const size of count < 100 ? sizes : sizes.slice(0, 1))
      for (const [name, picture] of allPictures(count, plainName, size))
        expect([name, numbersOf(picture).filter((each) => /NaN|Infinity|undefined|^$/.test(each))]).toEqual([name, []]);
  });

  it('say so where there is nothing to draw', () => {
    for (const [name, picture] of allPictures(0, plainName))
      expect([name, textsOf(picture.svg).filter((text) => /^(No |Nothing |Needs )/.test(text)).length]).toEqual([
        name,
        1,
      ]);
  });

  it('stay within their view box with long and wide names', () => {
    for (const [name, picture] of allPictures(4, (n) => `${'語'.repeat(80)}${n}`)) {
      const [, , width] = String(picture.svg.attributes.viewBox).split(' ').map(Number) as [
        number,
        number,
        number,
        number,
      ];
      const texts = shapesOf(picture.svg).filter(({ tag }) => tag === 'text');
      const longest = texts.map(({ children }) => Array.from(children[0] as string).length * 6);
      expect([name, Math.max(...longest) <= width]).toEqual([name, true]);
    }
  });
});

const hostile = (n: number): string =>
  `"><script>alert(${n})</script><img src=x onerror='alert(1)'>&\u0000\u202e\ud800]]>`;

describe('svgText', () => {
  it('shows hostile labels as text in every picture', () => {
    for (const [name, picture] of allPictures(3, hostile)) {
      const text = svgText(picture.svg) + svgFile(picture);
      const tags = [...text.matchAll(/<\/?([^\s/>]*)/g)].map((match) => match[1] as string);

      expect([name, [...new Set(tags)].filter((tag) => /script|img/.test(tag))]).toEqual([name, []]);
      expect([name, /\u0000|\u202e|[^\ud800-\udbff][\udc00-\udfff]/.test(text)]).toEqual([name, false]);
      expect([name, text.includes('&lt;img') || name === 'history' || text.includes('&quot;')]).toEqual([name, true]);
    }
  });

  it('escapes texts and attributes', () => {
    const text = svgText({
      tag: 'g',
      attributes: { class: `a"b'<` },
      children: ['<&>', { tag: 'path', attributes: { d: 'M0 0' }, children: [] }],
    });

    expect(text).toBe('<g class="a&quot;b&#39;&lt;">&lt;&amp;&gt;<path d="M0 0"/></g>');
  });

  it('keeps characters outside the basic plane', () => {
    expect(svgText({ tag: 'text', attributes: {}, children: ['𝒳 👍 é'] })).toBe('<text>𝒳 👍 é</text>');
  });

  it.each([
    ['script', {}],
    ['image', {}],
    ['g', { onclick: 'x' }],
    ['g', { href: 'x' }],
    ['g', { 'a b': 1 }],
  ])('refuses <%s> with %j', (tag, attributes) => {
    expect(() => svgText({ tag, attributes: attributes as Shape['attributes'], children: [] })).toThrow(RangeError);
  });
});
