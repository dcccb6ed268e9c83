import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { readVectorsFile } from '../../../training/vectors-file/read-vectors-file.ts';
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

describe('grids/instagram.yaml', () => {
  it('sets validation and test rows aside and compares LSTM and GRU, one-way and bidirectional', () => {
    const { split, parts, rank } = grid('instagram');

    expect(split).toMatchObject({ test: 0.1, holdout: 0.1, repeats: 3 });
    expect(parts).toMatchObject([{ base: { embedding: { kind: 'random' } } }]);
    expect(parts[0]?.base.text.clean).toEqual(expect.arrayContaining(['emoji', 'url', 'symbol']));
    expect(rank.by).toBe('macroF1');
    const names = [...allTrials(createSpace(grid('instagram')))].map(({ name }) => name);
    expect(names).toHaveLength(32);
    for (const cell of ['bidirectional=true,cell=lstm', 'bidirectional=false,cell=gru'])
      expect(names).toContain(`${cell},dropout=0.5,epochs=8`);
  });
});

describe('grids/imdb.yaml', () => {
  it('compares stop words, stems and spatial dropout for an LSTM of 100 units and one output', () => {
    const { data, parts } = grid('imdb');

    expect(data).toMatchObject({ text: null, label: null, files: [expect.stringMatching(/\/imdb\.csv$/)] });
    expect(parts).toMatchObject([{ base: { model: { cell: 'lstm', units: 100, head: 'sigmoid' } } }]);
    expect(parts[0]?.axes.map(({ path }) => path)).toEqual([
      'text.stopwords',
      'text.normalize',
      'model.spatialDropout',
      'train.epochs',
    ]);
  });
});

describe('grids/embeddings.yaml', () => {
  it('compares three kinds of word vectors, of which those of the file are shipped too', async () => {
    const space = createSpace(grid('embeddings'));
    const kinds = [...allTrials(space)].map(({ cell }) => cell.embedding.kind);

    expect(['word2vec', 'file', 'random'].map((kind) => kinds.filter((each) => each === kind).length)).toEqual([
      4, 4, 8,
    ]);
    const { rows, words, size } = await readVectorsFile('data/campus-vectors.txt.gz', ['library', 'wifi', 'xyzzy']);
    expect({ rows, words, size }).toEqual({ rows: 1963, words: ['library', 'wifi'], size: 32 });
  });
});

const shipped = readdirSync('grids')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

it('are all shipped with the package, and all are tried here', () => {
  expect(shipped).toEqual(expect.arrayContaining(['embeddings', 'imdb', 'instagram', 'paper', 'paper-topic', 'tour']));
});

it.each(shipped)('grids/%s.yaml can be read, is called as its file is, and names the schema for editors', (name) => {
  const [first] = readFileSync(`grids/${name}.yaml`, 'utf8').split('\n');

  expect(grid(name).name).toBe(name);
  expect(first).toBe('# yaml-language-server: $schema=../docs/grid.schema.json');
});
