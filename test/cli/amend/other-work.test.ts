import { expect, it } from 'vitest';

import { otherWork } from '../../../cli/amend/refuse-other-work.ts';
import { trialChanges } from '../../../activities/trial-changes.ts';
import { changesText } from '../../../cli/amend/changes-text.ts';
import { digestOf } from '../../../core/canonical.ts';
import type { Grid } from '../../../core/grid.ts';
import { aGrid } from '../../core/grids.ts';
import { aSweep } from '../../store/contract/sample-sweep.ts';

const sweep = aSweep({ grid: aGrid([{ path: 'model.units', values: [16, 32] }]) });
const { prepared, files } = sweep;
const pathsOf = (grid: Partial<Grid>, more: Partial<typeof sweep> = {}): readonly string[] =>
  otherWork(sweep, { grid: aGrid([], grid), files, prepared, ...more }).map(({ path }) => path);
const { data, split } = aGrid();

it('takes other axes, parts, search and ranking for the work of the same sweep', () => {
  expect(pathsOf({ rank: { by: 'logLoss', positive: null, written: true } })).toEqual([]);
  expect(pathsOf({ search: { kind: 'random', trials: 1, seed: 3 } })).toEqual([]);
});

it('names every option of the splits and the data that differs', () => {
  expect(pathsOf({ split: { ...split, folds: 10, seed: 1 } })).toEqual(['split.folds', 'split.seed']);
  expect(pathsOf({ data: { ...data, duplicates: 'keep', rows: 100 } })).toEqual(['data.duplicates', 'data.rows']);
});

it('lets be written what was found out, and nothing else in its place', () => {
  const { reading } = prepared;
  if (reading === null) throw new Error('the sample was read');
  const { text, label, encoding } = reading;

  expect(pathsOf({ data: { ...data, text, label, encoding } })).toEqual([]);
  expect(pathsOf({}, { prepared: { ...prepared, reading: { ...reading, label: 'topic' } } })).toEqual(['data.label']);
});

it('compares what is written where an earlier version did not keep what it had found out', () => {
  const old = { ...sweep, prepared: { ...prepared, reading: null } };

  expect(otherWork(old, { grid: aGrid(), files, prepared })).toEqual([]);
});

it('takes files for what they hold, wherever they lie', () => {
  const moved = [{ path: '/elsewhere/texts.csv', digest: digestOf('csv') }];
  const edited = [{ path: '/data/campus.csv', digest: digestOf('another') }];
  const testFile = (letter: string): Partial<Grid> => ({ split: { ...split, test: `test.csv@${letter.repeat(64)}` } });
  const withTest = { ...sweep, grid: aGrid([], testFile('a')) };

  expect(pathsOf({}, { files: moved })).toEqual([]);
  expect(pathsOf({}, { files: edited })).toEqual(['data.file']);
  expect(pathsOf({ data: { ...data, files: ['/data.csv', '/more.csv'] } })).toEqual(['data.file']);
  expect(otherWork(withTest, { grid: aGrid([], testFile('a')), files, prepared })).toEqual([]);
  expect(otherWork(withTest, { grid: aGrid([], testFile('b')), files, prepared })).toEqual([
    {
      path: 'split.test',
      message: expect.stringMatching(/^test\.csv, which holds something else now: scores of other splits/) as string,
    },
  ]);
});

it('refuses splits that came out otherwise though nothing says so', () => {
  expect(pathsOf({}, { prepared: { ...prepared, splits: digestOf('others') } })).toEqual(['split.seed']);
});

it('says what comes, goes and stays', () => {
  const other = aGrid([
    { path: 'model.units', values: [32, 64, 128] },
    { path: 'train.epochs', values: [25, 50] },
  ]);

  expect(changesText(trialChanges(sweep.grid, other))).toBe('+5 trials, −1, 1 kept');
  expect(changesText(trialChanges(other, sweep.grid))).toBe('+1 trial, −5, 1 kept');
});
