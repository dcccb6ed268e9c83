import { expect, it } from 'vitest';
import { notYet } from '../../../cli/grid/not-yet.ts';
import { refused, withLines } from './refused.ts';

const written: readonly (readonly [string, string])[] = [['engine', 'tensorflow-cuda']];

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
