import { describe, expect, it } from 'vitest';
import { refusal, refused, withLines } from './refused.ts';

describe('an unknown key', () => {
  const fixOf = (section: string, key: string): string | null | undefined =>
    refusal(section === '' ? `${key}: 1` : `${section}: { ${key}: 1 }`).problems.findLast(({ path }) =>
      path.endsWith(key),
    )?.fix;

  it.each([
    ['model', 'unit', 'units'],
    ['model', 'dropuot', 'dropout'],
    ['model', 'dropout_rate', 'dropout'],
    ['model', 'recurrent_dropout', 'recurrentDropout'],
    ['model', 'hidden_size', 'units'],
    ['model', 'num_layers', 'layers'],
    ['embedding', 'vector_size', 'size'],
    ['embedding', 'min_count', 'minCount'],
    ['embedding', 'epochs', 'iterations'],
    ['embedding', 'iter', 'iterations'],
    ['train', 'lr', 'learningRate'],
    ['train', 'learning_rate', 'learningRate'],
    ['train', 'batch_size', 'batch'],
    ['text', 'maxlen', 'maxTokens'],
    ['text', 'num_words', 'vocabulary'],
    ['split', 'n_splits', 'folds'],
    ['split', 'random_state', 'seed'],
    ['split', 'test_size', 'holdout'],
    ['split', 'validation_split', 'holdout'],
    ['search', 'n_trials', 'trials'],
    ['rank', 'scoring', 'by'],
    ['data', 'sep', 'delimiter'],
  ])('under %s, %s, is answered with %s', (section, key, meant) => {
    expect(fixOf(section, key)).toBe(`did you mean "${meant}"?`);
  });

  it.each([
    ['', 'folds', 'did you mean "folds" under "split"?'],
    ['', 'modle', 'did you mean "model"?'],
    ['train', 'units', 'did you mean "units" under "model"?'],
    ['train', 'n_splits', 'did you mean "folds" under "split"?'],
    ['', 'model.units', 'write "units:" in a line of its own under "model:"'],
    ['embedding', 'sg', "word2vec is always skip-gram (gensim's sg=1): delete the line"],
    ['embedding', 'workers', 'it is no matter of the grid: use `sweep start --slots`'],
    ['split', 'shuffle', 'splits and batches are always shuffled, by their seeds: delete the line'],
    [
      'train',
      'patience',
      'write "epochs" under "train" as a list, such as [5, 10, 25, 50]: each is scored on the way, at the cost of the last',
    ],
    ['rank', 'zzz', 'known here: by, positive'],
    [
      'model',
      '__proto__',
      'known here: cell, layers, units, bidirectional, dropout, inputDropout, recurrentDropout, spatialDropout, pooling, head',
    ],
  ])('under "%s", %s, is answered with: %s', (section, key, fix) => {
    expect(fixOf(section, key)).toBe(fix);
  });

  it('is told twenty times, then counted', () => {
    const keys = Array.from({ length: 33 }, (_, n) => `zz${n}: 1`);
    const problems = refused(withLines(...keys, 'model: { units: 0 }'));

    expect(problems).toHaveLength(22);
    expect(problems.slice(-2)).toEqual([
      '36:17 model.units: found 0, expected a whole number from 1 → write for example `units: 16`',
      'null:null : and 13 more of this kind (unknown key)',
    ]);
  });
});
