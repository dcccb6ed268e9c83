import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Sweep } from '../../store/documents.ts';
import { checkedSweep } from '../../store/sweep-shape.ts';
import { aSweep } from './contract/sample-sweep.ts';

/** The sweep as the store gives it, with something else at a place. */
const withAt = (path: string, value: unknown): Sweep => {
  const sweep = JSON.parse(JSON.stringify(aSweep())) as Record<string, unknown>;
  const keys = path.split('.');
  let at = sweep;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1) as string] = value;
  return sweep as unknown as Sweep;
};

describe('a sweep that was read from the database', () => {
  it('is taken as it is where a program of ours wrote it, and whatever a later one adds', () => {
    const sweep = withAt('prepared.later', { any: 'thing' });

    expect(checkedSweep(sweep)).toBe(sweep);
  });

  it.each([
    ['uid', '../../etc', /uid is/],
    ['uid', { $ne: null }, /uid is/],
    ['name', '../../.bashrc', /name is/],
    ['name', 'a\u001B]0;x\u0007', /name is/],
    ['prepared.splits', '../../x', /prepared\.splits is "\.\.\/\.\.\/x", expected a digest/],
    ['prepared.corpora.0.digest', `${'a'.repeat(63)}/`, /corpora\[0\]\.digest/],
    ['prepared.corpora', [], /corpora is \[\], expected a list of 1/],
    ['prepared.splitDigests', [], /splitDigests has 0 splits/],
    ['prepared.labels', 'abc', /labels is "abc"/],
    ['prepared.baseline.scores', { accuracy: '1' }, /scores\.accuracy/],
    ['grid.split.folds', 1e15, /splits, expected/],
    ['grid.split.repeats', -1, /repeats is -1/],
    ['grid.search', { kind: 'random', trials: 1e9, seed: 0 }, /search/],
    ['grid.parts', [], /parts is \[\]/],
    ['grid.parts.0.base.model.units', 1e300, /model\.units is 1e\+300/],
    ['grid.parts.0.base.model.layers', 1e9, /model\.layers is 1000000000, expected a whole number from 1 to 4/],
    ['grid.parts.0.axes', [{ path: '__proto__.x', values: [1] }], /axes\[0\]\.path is "__proto__\.x"/],
    ['grid.parts.0.axes', [{ path: 'model.units', values: ['constructor'] }], /values\[0\] is "constructor"/],
    ['grid.parts.0.axes', [{ path: 'model.units', values: [] }], /values is \[\]/],
    ['grid.engine', './evil.js', /engine is "\.\/evil\.js", expected wasm/],
    ['grid.data.files', 'a', /data\.files/],
    ['startedAt', null, /startedAt is null/],
  ])('is refused with the place where %s is %j', (path, value, message) => {
    expect(() => checkedSweep(withAt(path, value))).toThrow(
      expect.objectContaining({ code: 'INVALID_DATA', message: expect.stringMatching(message) }),
    );
  });

  it('is refused with more cells than there are numbers', () => {
    const values = Array.from({ length: 100_000 }, (_, at) => at + 1);
    const paths = ['model.units', 'train.batch', 'embedding.size', 'embedding.window'];

    const refused = () =>
      checkedSweep(
        withAt(
          'grid.parts.0.axes',
          paths.map((path) => ({ path, values })),
        ),
      );

    expect(refused).toThrow(/1\.00e\+20 cells/);
  });

  it('is refused or taken, and never anything else, whatever stands in any place of it', () => {
    const places = (value: unknown, path: readonly string[]): readonly string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, item]) => [[...path, key].join('.'), ...places(item, [...path, key])])
        : [];
    fc.assert(
      fc.property(fc.constantFrom(...places(aSweep(), [])), fc.jsonValue(), (path, value) => {
        try {
          checkedSweep(withAt(path, value));
        } catch (error) {
          expect(error).toMatchObject({ name: 'SweepError', code: 'INVALID_DATA' });
          expect((error as Error).message.length).toBeLessThan(500);
        }
      }),
      { numRuns: 300 },
    );
  });
});
