import type * as z from 'zod';
import type { Axis, Cell, GridPart, ParameterPath, Value } from '../../core/grid.ts';
import { parameterPaths } from '../../core/parameters.ts';
import type { Field } from './field.ts';
import { cellSections, fieldsByPath } from './format.ts';
import type { Settings, Written } from './read-sections.ts';
import type { Setting } from './read-setting.ts';

type Values<Fields extends Readonly<Record<string, Field>>> = {
  readonly [Key in keyof Fields]: z.output<Fields[Key]['schema']>;
};

/** A part with the settings that it comes from: the common ones, and its own over them. */
export type DraftPart = {
  readonly part: GridPart;
  readonly settings: Settings;
  readonly own: Settings; // without the common ones
  readonly offset: number; // where it is written
};

/** What the grid holds where nothing is written. */
const defaultOf = ({ schema, fallback, asText }: Field): unknown =>
  fallback === undefined || (asText && fallback === 'none') ? null : schema.parse(fallback);

const defaults = new Map([...fieldsByPath].map(([path, field]) => [path, defaultOf(field)]));

const valueAt = (settings: Settings, path: string): unknown => {
  const setting = settings.get(path);
  return setting === undefined ? defaults.get(path) : setting.values[0];
};

/** The values of one section, defaults filled in; of an axis the first. */
export const valuesOf = <Fields extends Readonly<Record<string, Field>>>(
  section: string,
  fields: Fields,
  settings: Settings,
): Values<Fields> =>
  Object.fromEntries(Object.keys(fields).map((key) => [key, valueAt(settings, `${section}.${key}`)])) as Values<Fields>; // every setting came through the schema of its field

const cellOf = (settings: Settings): Cell => {
  const cell = {
    text: valuesOf('text', cellSections.text.fields, settings),
    embedding: valuesOf('embedding', cellSections.embedding.fields, settings),
    model: valuesOf('model', cellSections.model.fields, settings),
    train: valuesOf('train', cellSections.train.fields, settings),
  };
  const { kind, trainable } = cell.embedding;
  return { ...cell, embedding: { ...cell.embedding, trainable: trainable || kind === 'random' } };
};

const axesOf = (settings: Settings): readonly Axis[] =>
  parameterPaths.flatMap((path: ParameterPath): readonly Axis[] => {
    const setting = settings.get(path);
    return setting?.isAxis === true ? [{ path, values: setting.values as readonly Value[] }] : [];
  });

/** The parts of a grid: those of `any:`, each over the common settings, or the one that the common settings make. */
export const makeParts = ({ common, parts }: Written): readonly DraftPart[] =>
  (parts ?? [{ settings: new Map<string, Setting>(), offset: 0 }]).map(({ settings: own, offset }) => {
    const settings: Settings = new Map([...common, ...own]);
    return { part: { base: cellOf(settings), axes: axesOf(settings) }, settings, own, offset };
  });
