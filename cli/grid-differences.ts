import type { Json } from '../core/canonical.ts';
import { canonical } from '../core/canonical.ts';
import type { Grid, GridPart } from '../core/grid.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a file holds is compared by whoever compares files; here it is its name. */
const text = (value: unknown): string =>
  value === undefined ? 'not there' : canonical(value as Json).replaceAll(/@[0-9a-f]{64}"/g, '"');

/** Values by path, such as `model.units`; a list is an axis. */
const valuesOf = ({ base, axes }: GridPart): Readonly<Record<string, unknown>> =>
  Object.fromEntries([
    ...Object.entries(base).flatMap(([section, values]) =>
      isObject(values)
        ? Object.entries(values).map(([key, value]) => [`${section}.${key}`, value])
        : [[section, values]],
    ),
    ...axes.map(({ path, values }) => [path, values]),
  ]);

/** What a sweep's grid and the one at hand say differently, one line each, names and paths of files apart. */
export const gridDifferences = (one: Grid, other: Grid): readonly string[] => {
  const lines: string[] = [];
  const compare = (path: string, a: unknown, b: unknown): void => {
    if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        compare(path ? `${path}.${key}` : key, a[key], b[key]);
    } else if (text(a) !== text(b)) lines.push(`${path}: ${text(a)} in the sweep, ${text(b)} in the grid`);
  };
  const bare = ({ name: _name, folder: _folder, parts, data, ...rest }: Grid) => ({
    ...rest,
    data: { ...data, files: [] },
    ...(parts.length === 1
      ? valuesOf(parts[0] as GridPart)
      : Object.fromEntries(parts.map((part, at) => [`any[${at + 1}]`, valuesOf(part)]))),
  });
  compare('', bare(one), bare(other));
  return lines;
};
