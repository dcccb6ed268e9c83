import { describe, expect, it } from 'vitest';
import { engineLimits } from '../../../cli/grid/engine-limits.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { engineWishes } from '../../../core/grid.ts';
import { refused, withLines } from './refused.ts';

const written: readonly (readonly [path: string, value: string, others: string])[] = [
  ['model.recurrentDropout', '[0, 0.2]', 'wasm'],
  ['model.cell', 'gru', 'wasm or tensorflow-cuda'],
];

const lineOf = (path: string, value: string): string => {
  const [section = '', key] = path.split('.');
  return `${section}: { ${key}: ${value} }`;
};

describe('what an engine cannot do', () => {
  it.each(written)('%s: %s is refused at its place, with what works instead', (path, value, others) => {
    const limit = engineLimits.find((each) => each.path === path);

    for (const engine of limit?.engines ?? []) {
      const [problem, ...more] = refused(withLines(`engine: ${engine}`, lineOf(path, value)));
      expect(more).toEqual([]);
      expect(problem).toMatch(new RegExp(`^4:\\d+ ${path}: .* with engine: ${engine}, expected `));
      expect(problem).toContain(`or engine: ${others}`);
    }
  });

  it.each(written)('%s: %s is taken with every other engine', (path, value) => {
    const limit = engineLimits.find((each) => each.path === path);

    for (const engine of engineWishes.filter((each) => limit?.engines.includes(each) === false)) {
      expect(parseGrid(withLines(`engine: ${engine}`, lineOf(path, value)), 'x.yaml').engine).toBe(engine);
    }
  });

  it('is refused in a part of any too, once', () => {
    const lines = ['engine: tensorflow', 'any:', '  - model: { recurrentDropout: 0.5 }', '  - model: { units: 9 }'];

    expect(refused(withLines(...lines))).toHaveLength(1);
  });

  it('is a list of which every entry is tried above', () => {
    expect(written.map(([path]) => path)).toEqual(engineLimits.map(({ path }) => path));
  });
});

it('a grid that names no engine asks for wasm', () => {
  expect(parseGrid(withLines(), 'x.yaml').engine).toBe('wasm');
});
