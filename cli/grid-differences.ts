import type { Json } from '../core/canonical.ts';
import { canonical } from '../core/canonical.ts';
import type { Grid } from '../core/grid.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (value === undefined ? 'not there' : canonical(value as Json));

/** What two grids say differently, one line each, names and paths of files apart. */
export const gridDifferences = (one: Grid, other: Grid): readonly string[] => {
  const lines: string[] = [];
  const compare = (path: string, a: unknown, b: unknown): void => {
    if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        compare(path ? `${path}.${key}` : key, a[key], b[key]);
    } else if (text(a) !== text(b)) lines.push(`${path}: ${text(a)} there, ${text(b)} here`);
  };
  const bare = ({ name: _name, parts, data, ...rest }: Grid) => ({
    ...rest,
    data: { ...data, files: [] },
    ...Object.fromEntries(
      parts.map(({ base, axes }, at) => [
        parts.length > 1 ? `any[${at + 1}]` : 'values',
        { ...base, ...Object.fromEntries(axes.map(({ path, values }) => [path, values])) },
      ]),
    ),
  });
  compare('', bare(one), bare(other));
  return lines;
};
