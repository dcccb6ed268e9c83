import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { gridSchema } from '../../../cli/grid/grid-schema.ts';

const committed = (): object => JSON.parse(readFileSync('docs/grid.schema.json', 'utf8')) as object;

type Node = {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Record<string, Node>;
};

const schema = z.fromJSONSchema(committed() as Parameters<typeof z.fromJSONSchema>[0]);

const accepts = (document: unknown): boolean => schema.safeParse(document).success;

const aGrid = (more: object): object => ({ name: 'x', data: { file: 'a.csv' }, ...more });

describe('docs/grid.schema.json', () => {
  it('is what the parser generates (`vitest -u` writes it anew)', async () => {
    await expect(`${JSON.stringify(gridSchema(), null, 2)}\n`).toMatchFileSnapshot('../../../docs/grid.schema.json');
  });

  it('describes every key, with examples', () => {
    const { definitions, properties } = committed() as {
      definitions: Record<string, Node>;
      properties: Record<string, Node>;
    };
    const nodes = { ...properties, ...definitions };
    const sections = Object.entries(nodes).map(([name, node]) => {
      const inner = (node as { anyOf?: readonly Node[] }).anyOf?.find(({ properties: keys }) => keys !== undefined);
      return [name, { ...inner, ...node }] as const;
    });
    const missing = sections.flatMap(([name, node]) =>
      Object.entries(node.properties ?? {})
        .filter(([, key]) => key.description === undefined || key.examples === undefined || key.examples.length === 0)
        .map(([key]) => `${name}.${key}`),
    );

    expect(missing).toEqual([]);
    expect(sections.filter(([, { properties: keys }]) => keys !== undefined)).toHaveLength(8);
  });

  it.each(readdirSync('grids'))('accepts grids/%s', (file) => {
    expect(accepts(parse(readFileSync(`grids/${file}`, 'utf8')))).toBe(true);
  });

  it('accepts lists and ranges where an axis is allowed, and nowhere else', () => {
    const range = { from: 1, to: 9, scale: 'log', steps: 3 };

    expect(
      accepts(aGrid({ model: { units: range, cell: ['lstm', 'gru'] }, text: { clean: [['html'], 'none'] } })),
    ).toBe(true);
    expect(accepts(aGrid({ any: [{ train: { batch: [32, 64] } }] }))).toBe(true);
    expect(accepts(aGrid({ model: null }))).toBe(true);
    expect(accepts(aGrid({ split: { folds: [5, 10] } }))).toBe(false);
    expect(accepts(aGrid({ train: { seed: [1, 2] } }))).toBe(false);
    expect(accepts(aGrid({ model: { cell: range } }))).toBe(false);
    expect(accepts(aGrid({ model: { unit: 8 } }))).toBe(false);
  });
});
