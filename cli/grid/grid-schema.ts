import * as z from 'zod';
import type { Field } from './field.ts';
import type { Section } from './format.ts';
import { cellSections, sections, topFields } from './format.ts';
import { limitText } from './engine-limits.ts';
import { mostValues } from './read-range.ts';

const range = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    scale: z.enum(['linear', 'log']).optional(),
    steps: z.int().min(2).max(mostValues),
  })
  .meta({ description: 'The list of its steps, both ends included; on a log scale by equal factors.' });

/** Zod leaves examples and defaults out where a schema turns what is written into something else; they come back here. */
const fieldOf = new WeakMap<object, Field>();

const withExamples = ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: object }): void => {
  const field = fieldOf.get(zodSchema);
  if (field === undefined) return;
  Object.assign(jsonSchema, { examples: field.examples });
  if (field.fallback !== undefined) Object.assign(jsonSchema, { default: field.fallback });
};

/** What an editor accepts at a key: one value, and where it may be an axis a list of them or a range. */
const written = (path: string, field: Field): z.ZodType => {
  const lists = field.axis ? [z.array(field.schema).min(1)] : [];
  const ranges = field.axis && field.range !== null ? [range] : [];
  const forms: readonly z.ZodType[] = [field.schema, ...lists, ...ranges];
  const schema = forms.length === 1 ? field.schema : z.union(forms as [z.ZodType, ...z.ZodType[]]);
  const limit = limitText(path);
  const described = schema.meta({ description: `${field.description}${limit === null ? '' : ` ${limit}`}` });
  fieldOf.set(described, field);
  return described;
};

/** A section may be left empty, its lines commented out. */
const sectionSchema = (name: string, { description, fields }: Section): z.ZodType => {
  const keys = Object.entries(fields).map(([key, field]) => [key, written(`${name}.${key}`, field).optional()]);
  return z.strictObject(Object.fromEntries(keys)).nullable().meta({ description });
};

/** Named, so that the whole and its parts share them. */
const cellSchemas = (): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(
    Object.entries(cellSections).map(([name, section]) => [
      name,
      sectionSchema(name, section).meta({ id: name }).optional(),
    ]),
  );

const data = () => {
  const keys = Object.entries<Field>(sections.data.fields).map(([key, field]) => [
    key,
    key === 'file' ? written('data.file', field) : written(`data.${key}`, field).optional(),
  ]);
  return z.strictObject(Object.fromEntries(keys)).meta({ description: sections.data.description });
};

const parts = (cells: Readonly<Record<string, z.ZodType>>) => {
  const part = z
    .strictObject(cells)
    .meta({ description: 'A partial grid with axes of its own, over the common settings.' });
  return z
    .array(part)
    .min(1)
    .meta({
      description: 'Parts of a grid that is not one product; no two may share a cell.',
      examples: [[{ embedding: { kind: 'random', size: [50, 100] } }, { embedding: { iterations: [50, 100] } }]],
    });
};

const document = () => {
  const cells = cellSchemas();
  const keys = {
    name: written('name', topFields.name),
    data: data(),
    text: cells['text'] as z.ZodType,
    split: sectionSchema('split', sections.split).optional(),
    ...cells,
    search: sectionSchema('search', sections.search).optional(),
    rank: sectionSchema('rank', sections.rank).optional(),
    engine: written('engine', topFields.engine).optional(),
    any: parts(cells).optional(),
  };
  return z.strictObject(keys).meta({
    title: 'Sweep grid',
    description:
      'A grid of text classifiers. Any scalar under text, embedding, model and train may be a list of values.',
  });
};

/** JSON Schema (draft 7) of the grid file, made from the tables that the parser reads by. */
export const gridSchema = (): object => {
  const { $schema, ...rest } = z.toJSONSchema(document(), { io: 'input', target: 'draft-7', override: withExamples });
  return { $schema, ...rest };
};
