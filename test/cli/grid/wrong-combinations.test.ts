import { describe, expect, it } from 'vitest';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { refused, withLines } from './refused.ts';

describe('a combination', () => {
  it.each([
    [
      'rank: { by: f1 }',
      '3:9 rank.by: by: f1 without the label that it is about, expected "positive" beside it → write `positive:` with a label, or `by: macroF1` for the mean over all labels',
    ],
    [
      'split: { folds: 5, holdout: 0.2 }',
      '3:10 split.folds: "folds" beside "holdout", expected one of the two: what is held out is one split in place of k folds → delete one of the two lines',
    ],
    [
      'embedding: { kind: random, trainable: false }',
      '3:28 embedding.trainable: trainable: false beside kind: random, expected true: vectors from nothing can only be learnt → delete the line',
    ],
    [
      'text: { normalize: [stem, lemma], language: id }',
      '3:9 text.normalize: lemma beside language: id, expected stem or none: no Indonesian dictionary has a licence that lets it be shipped → write stem, or bring words to one form by a file in text.replace',
    ],
    [
      'embedding: { kind: [word2vec, file] }',
      '3:14 embedding.kind: kind: file without a file of vectors, expected "file" beside it → write for example `file: ../glove.6B.100d.txt`',
    ],
    [
      'embedding: { kind: file, file: [none, v.txt] }',
      '3:14 embedding.kind: kind: file without a file of vectors, expected "file" beside it → write for example `file: ../glove.6B.100d.txt`',
    ],
    [
      'embedding: { file: v.txt }',
      '3:14 embedding.file: "file" without kind: file, which alone reads it → write `kind: file`, or delete the line',
    ],
    [
      'search: { trials: 5 }',
      '3:11 search.trials: trials: 5 in a grid search, which tries every cell, expected all → write `kind: random` beside it, or delete the line',
    ],
    [
      'search: { kind: random, trials: 5 }',
      '3:25 search.trials: trials: 5, expected at most 1, the number of cells of this grid → write all, or fewer',
    ],
  ])('%s is refused', (line, problem) => {
    expect(refused(withLines(line))).toEqual([problem]);
  });

  it('of one column as text and as label is refused', () => {
    expect(refused('name: x\ndata: { file: a, text: t, label: t }')).toEqual([
      '2:27 data.label: the column "t" both as label and as text, expected another → name the column of the classes',
    ]);
  });

  it('of more than 2^53 cells is refused, at the longest axis', () => {
    const many = '{ from: 1, to: 10000, steps: 10000 }';
    const [problem] = refused(
      withLines(
        `model: { units: ${many} }`,
        `train: { batch: ${many}, epochs: ${many} }`,
        `embedding: { window: ${many} }`,
      ),
    );

    expect(problem).toMatch(/^5:14 embedding.window: a grid of 1.00e\+16 cells, expected at most 2\^53/);
  });

  it('of two parts that share a cell is refused with the cell', () => {
    const source = withLines(
      'model: { units: [8, 16] }',
      'any:',
      '- train: { batch: [32, 64] }',
      '- train: { batch: [64, 128] }',
      '- train: { batch: 64 }',
      '  embedding: { kind: random, iterations: 5 }',
      '- train: { batch: [1, 64] }',
      '  embedding: { kind: random, iterations: 6 }',
    );

    expect(refused(source)).toEqual([
      '6:3 any: parts 1 and 2 of "any" share the cell batch=64,units=8 → take the values that both have out of one of them',
      '9:3 any: parts 3 and 4 of "any" share the cell batch=64,kind=random,units=8 → take the values that both have out of one of them'.replace(
        'kind=random',
        'embedding.kind=random',
      ),
    ]);
  });

  it('of a file that only one part reads is taken', () => {
    const source = withLines(
      'embedding: { file: v.txt }',
      'any:',
      '- embedding: { kind: random }',
      '- embedding: { kind: file }',
    );

    expect(() => parseGrid(source, 'x.yaml')).not.toThrow();
  });

  it('of two seeds in parts, or of any other key that is never an axis, is refused', () => {
    const source = withLines(
      'any:',
      '- train: { seed: 1, batch: 32 }',
      '- train: { batch: 64 }',
      '  embedding: { fit: all }',
    );

    expect(refused(source)).toEqual([
      '4:12 train.seed: 2 values in the parts of "any", expected one seed: the best seed is luck → for several seeds write `split.repeats: 3`',
      '6:16 embedding.fit: 2 values in the parts of "any", expected one: this key is never an axis → write it once, outside of "any"',
    ]);
  });

  it.each([
    ['any: []', 'found an empty list, expected a list of partial grids'],
    ['any: { model: { units: 3 } }', 'found a mapping of keys to values, expected a list of partial grids'],
    ['any: [~]', 'found nothing (~) as a part, expected keys of text, embedding, model, train'],
    ['any: [{ data: { rows: 5 } }]', '"data" in a part of "any", expected text, embedding, model, train'],
  ])('%s is refused', (line, problem) => {
    expect(refused(withLines(line))[0]).toContain(problem);
  });
});
