import { describe, expect, it } from 'vitest';
import { parseGrid, readGrid } from '../../../cli/grid/parse-grid.ts';
import { cellCount, createSpace } from '../../../core/space.ts';
import { withLines } from './refused.ts';

const parse = (...lines: readonly string[]) => parseGrid(withLines(...lines), '/grids/x.yaml');

const axes = (...lines: readonly string[]) => parse(...lines).parts.map((part) => part.axes);

describe('a grid', () => {
  it('finds files beside itself, one or several', () => {
    const grid = parseGrid('name: x\ndata: { file: [../data/a.csv, /b.csv] }', '/home/me/grids/x.yaml');

    expect(grid.data.files).toEqual(['/home/me/data/a.csv', '/b.csv']);
  });

  it('makes an axis of every list under text, embedding, model and train', () => {
    expect(axes('train: { batch: [32, 64] }', 'model: { units: [8, 16] }', 'text: { truncate: [end, start] }')).toEqual(
      [
        [
          { path: 'text.truncate', values: ['end', 'start'] },
          { path: 'model.units', values: [8, 16] },
          { path: 'train.batch', values: [32, 64] },
        ],
      ],
    );
  });

  it('takes a list under clean for one value, and a list of lists for an axis', () => {
    expect(parse('text: { clean: [url, html] }').parts[0]?.base.text.clean).toEqual(['html', 'url']);
    expect(parse('text: { clean: none }').parts[0]?.base.text.clean).toEqual([]);
    expect(parse('text: { clean: emoji }').parts[0]?.base.text.clean).toEqual(['emoji']);
    expect(axes('text: { clean: [[url, html], none, [repeats]] }')).toEqual([
      [{ path: 'text.clean', values: [['html', 'url'], [], ['repeats']] }],
    ]);
  });

  it('steps through ranges, both ends included, whole numbers for whole numbers', () => {
    const [[units, dropout, rate] = []] = axes(
      'model: { units: { from: 8, to: 128, scale: log, steps: 5 }, dropout: { from: 0, to: 0.5, steps: 6 } }',
      'train: { learningRate: { from: 1e-4, to: 1e-2, scale: log, steps: 5 } }',
    );

    expect(units?.values).toEqual([8, 16, 32, 64, 128]);
    expect(dropout?.values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(rate?.values).toEqual([0.0001, 0.000316228, 0.001, 0.00316228, 0.01]);
  });

  it('reads labels and columns as texts, whatever YAML would make of them', () => {
    const label = (written: string) => parse(`rank: { by: f1, positive: ${written} }`).rank.positive;

    expect(['1', 'true', 'null', '2020-01-01', 'no', '1e3', '"none"', '007'].map(label)).toEqual([
      '1',
      'true',
      'null',
      '2020-01-01',
      'no',
      '1e3',
      'none',
      '007',
    ]);
    expect(parseGrid('name: x\ndata: { file: a, text: [1, title], label: null }', 'x').data).toMatchObject({
      text: ['1', 'title'],
      label: 'null',
    });
    expect(parse('split: { groups: "none" }').split.groups).toBe('none');
    expect(parse('split: { groups: none }').split.groups).toBeNull();
  });

  it("knows encodings under the browsers' and Python's names", () => {
    const encoding = (name: string) => parseGrid(`name: x\ndata: { file: a, encoding: ${name} }`, 'x').data.encoding;

    expect(['auto', 'UTF-8', 'utf_8_sig', 'latin-1', 'cp1252'].map(encoding)).toEqual([
      'auto',
      'utf-8',
      'utf-8',
      'windows-1252',
      'windows-1252',
    ]);
  });

  it('takes a tab by name and other delimiters in quotes', () => {
    const delimiter = (name: string) => parseGrid(`name: x\ndata: { file: a, delimiter: ${name} }`, 'x').data.delimiter;

    expect(['auto', 'tab', '"\\t"', "';'", "','", "'|'"].map(delimiter)).toEqual(['auto', '\t', '\t', ';', ',', '|']);
  });

  it('reads YAML 1.2: 1e-4 is a number, and a section may be left empty', () => {
    const { base } = parse('train: { learningRate: 1e-4 }', 'model:', '  # units: 3').parts[0] ?? {};

    expect(base).toMatchObject({ train: { learningRate: 0.0001 }, model: { units: 16 } });
  });

  it('follows anchors and aliases', () => {
    expect(axes('model: { units: &sizes [8, 16] }', 'train: { batch: *sizes }')).toEqual([
      [
        { path: 'model.units', values: [8, 16] },
        { path: 'train.batch', values: [8, 16] },
      ],
    ]);
  });

  it('lays every part of any: over the common settings', () => {
    const grid = parse(
      'model: { units: [8, 16] }',
      'any:',
      '  - embedding: { kind: word2vec, iterations: [5, 10] }',
      '  - embedding: { kind: random, size: 20 }',
      '    model: { units: 4 }',
    );

    expect(grid.parts.map((part) => part.axes.map(({ path }) => path))).toEqual([
      ['embedding.iterations', 'model.units'],
      [],
    ]);
    expect(grid.parts[1]?.base).toMatchObject({ embedding: { kind: 'random', size: 20 }, model: { units: 4 } });
    expect(cellCount(grid.parts)).toBe(5);
  });

  it('draws as many trials as a random search is told, and tries all cells for all', () => {
    const sizes = 'model: { units: [8, 16, 32] }';

    expect(createSpace(parse(sizes, 'search: { kind: random, trials: 2, seed: 7 }')).trials).toBe(2);
    expect(parse(sizes, 'search: { kind: random, trials: 2, seed: 7 }').search).toEqual({
      kind: 'random',
      trials: 2,
      seed: 7,
    });
    expect(parse(sizes, 'search: { kind: random }').search).toEqual({ kind: 'grid' });
  });

  it('remembers whether rank.by was written', () => {
    expect(parse('rank: { by: accuracy }').rank.written).toBe(true);
    expect(parse('rank: {}').rank.written).toBe(false);
  });

  it('learns random vectors whatever is said of trainable elsewhere', () => {
    expect(parse('embedding: { kind: random }').parts[0]?.base.embedding.trainable).toBe(true);
  });
});

describe('readGrid', () => {
  it('says that a file is missing and how to get one', async () => {
    await expect(readGrid('/nowhere/grid.yaml')).rejects.toMatchObject({
      code: 'INVALID_GRID',
      message: '/nowhere/grid.yaml: cannot be read: no such file',
      fix: expect.stringContaining('sweep init') as unknown,
    });
  });
});
