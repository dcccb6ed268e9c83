import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { allTrials, createSpace } from '../../../core/space.ts';

const grid = (name: string) => parseGrid(readFileSync(`grids/${name}.yaml`, 'utf8'), `grids/${name}.yaml`);

const winner = 'batch=64,dropout=0.5,epochs=EPOCHS,iterations=100,layers=1,units=UNITS,window=4';

describe('grids/tour.yaml', () => {
  it('has eight trials on five folds of the sample corpus', () => {
    expect(createSpace(grid('tour'))).toMatchObject({ trials: 8, splits: 5 });
    expect(grid('tour').data).toMatchObject({
      label: 'sentiment',
      files: [expect.stringMatching(/\/data\/campus\.csv$/)],
    });
  });
});

describe.each([
  ['paper', 'sentiment', '16', '25'],
  ['paper-topic', 'topic', '32', '50'],
])('grids/%s.yaml', (name, label, units, epochs) => {
  it('has 432 trials, of which the winner that the paper names is one', () => {
    const names = [...allTrials(createSpace(grid(name)))].map((trial) => trial.name);

    expect(grid(name)).toMatchObject({ name, data: { label }, parts: [{ base: { embedding: { fit: 'all' } } }] });
    expect(new Set(names).size).toBe(432);
    expect(names).toContain(winner.replace('UNITS', units).replace('EPOCHS', epochs));
  });
});

it.each(['tour', 'paper', 'paper-topic'])('grids/%s.yaml names the schema for editors', (name) => {
  const [first] = readFileSync(`grids/${name}.yaml`, 'utf8').split('\n');

  expect(first).toBe('# yaml-language-server: $schema=../docs/grid.schema.json');
});
