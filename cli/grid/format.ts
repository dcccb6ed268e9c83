import type { ParameterPath } from '../../core/grid.ts';
import { embeddingFields } from './embedding-fields.ts';
import type { Field } from './field.ts';
import { modelFields, trainFields } from './model-fields.ts';
import { dataFields, engineField, nameField, rankFields, searchFields, splitFields } from './sweep-fields.ts';
import { textFields } from './text-fields.ts';

export type Section = { readonly description: string; readonly fields: Readonly<Record<string, Field>> };

/** Sections whose keys make cells: what may vary from trial to trial. */
export const cellSections = {
  text: { description: 'How texts become tokens; applied in the order of the keys.', fields: textFields },
  embedding: { description: 'Where the word vectors come from.', fields: embeddingFields },
  model: { description: 'The recurrent network.', fields: modelFields },
  train: { description: 'How the network is trained.', fields: trainFields },
} as const satisfies Readonly<Record<string, Section>>;

/** The grid file, key by key, in its own order. */
export const sections = {
  data: { description: 'The labelled texts.', fields: dataFields },
  text: cellSections.text,
  split: { description: 'Which rows train and which are held out, the same for all trials.', fields: splitFields },
  embedding: cellSections.embedding,
  model: cellSections.model,
  train: cellSections.train,
  search: { description: 'Which cells of the grid are tried.', fields: searchFields },
  rank: { description: 'What the best trial is the best at.', fields: rankFields },
} as const satisfies Readonly<Record<string, Section>>;

export const topFields = { name: nameField, engine: engineField } as const;

export const topKeys: readonly string[] = ['name', ...Object.keys(sections), 'engine', 'any'];

/** Every path of the format, `name` and `engine` without a section, with its field. */
export const fieldsByPath: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['name', nameField],
  ...Object.entries<Section>(sections).flatMap(([section, { fields }]) =>
    Object.entries(fields).map(([key, field]): [string, Field] => [`${section}.${key}`, field]),
  ),
  ['engine', engineField],
]);

export const isParameter = (path: string): path is ParameterPath =>
  Object.hasOwn(cellSections, path.slice(0, Math.max(path.indexOf('.'), 0)));
