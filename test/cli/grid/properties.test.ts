import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SweepError } from '../../../core/errors.ts';
import { formatProblems } from '../../../cli/grid/format-problems.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { arbitraryGrid } from './arbitrary-grid.ts';
import { writeGrid } from './write-grid.ts';

it('parses any grid that is written back to itself', () => {
  fc.assert(
    fc.property(arbitraryGrid, (grid) => {
      expect(parseGrid(writeGrid(grid, '/grids'), '/grids/x.yaml')).toEqual(grid);
    }),
    { numRuns: 25 },
  );
});

const tour = readFileSync('grids/tour.yaml', 'utf8');

/** Whether a text is a grid, or is refused in a way that can be shown; in two seconds of a core, whatever it is. */
const isHandled = (source: string): boolean => {
  const started = process.cpuUsage();
  try {
    parseGrid(source, 'x.yaml');
  } catch (error) {
    if (!(error instanceof SweepError) || error.problems.length === 0) throw error;
    formatProblems(error, new Map([['x.yaml', source]]));
  }
  return process.cpuUsage(started).user < 2_000_000;
};

const pieces = [
  ': ', '\n', '- ', '[', ']', '{', '}', ', ', '"', "'", '#', '&a ', '*a', '!!str ', '!x ', '| ', '> ', '? ', '%YAML 1.1\n', '---\n', '...\n', '\t', '  ', '~', '<<: ', '\u0000', '\ud800', '\r', 'from: 1', 'to: 9', 'steps: 3', 'model', 'units', 'any', 'clean', 'kind: random', 'seed', 'name: x', 'data: {file: a}', '.nan', '1e999', 'text', 'train', 'none', '__proto__',
]; // prettier-ignore

it('never throws anything but a SweepError with problems, whatever the text', () => {
  const shuffled = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((words) => words.join(''));
  const damaged = fc
    .record({ at: fc.nat(tour.length), cut: fc.nat(40), put: fc.oneof(shuffled, fc.string({ unit: 'binary' })) })
    .map(({ at, cut, put }) => tour.slice(0, at) + put + tour.slice(at + cut));

  fc.assert(fc.property(fc.oneof(shuffled, damaged), isHandled), { numRuns: 80 });
});

it.each<readonly [string, () => string]>([
  ['nested lists', () => `a: ${'['.repeat(100_000)}`],
  ['nested mappings', () => '{a: '.repeat(50_000)],
  ['nested blocks', () => '- '.repeat(100_000)],
  ['unknown keys', () => Array.from({ length: 2000 }, (_, n) => `key${n}: 1`).join('\n')],
  ['repeated keys', () => 'key: 1\n'.repeat(2000)],
  ['a million laughs', () => `name: x\na: &a0 [x, x]\n${laughs(28)}\nmodel: { units: *a28 }\ntext: { clean: *a28 }`],
  ['aliases', () => `name: &a x\nany: [${'*a, '.repeat(3000)}]`],
  ['more than a grid', () => '#'.repeat(10_000_000)],
  ['parts with long axes', () => longParts()],
])('handles %s in bounded time', (_, source) => {
  expect(isHandled(source())).toBe(true);
});

const laughs = (depth: number): string =>
  Array.from({ length: depth }, (_, n) => `b${n}: &a${n + 1} [*a${n}, *a${n}]`).join('\n');

const longParts = (): string => {
  const parts = Array.from({ length: 50 }, (_, n) => `- { model: { units: *long }, train: { batch: ${n + 1} } }`);
  return `name: x\ndata: { file: a }\nmodel: { units: &long { from: 1, to: 10000, steps: 10000 } }\nany:\n${parts.join('\n')}`;
};
