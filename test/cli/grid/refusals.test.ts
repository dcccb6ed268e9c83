import { describe, expect, it } from 'vitest';
import { refusal, refused, withLines } from './refused.ts';

describe('the file', () => {
  it.each([
    ['is empty', '', '1:1 : an empty file, expected a grid → write one with `sweep init`'],
    ['is a list', '- a', '1:1 : no mapping of keys to values, expected a grid → write one with `sweep init`'],
    [
      'is indented by tabs',
      'name: x\ndata:\n\tfile: a',
      '3:1 : a tab as indentation, expected spaces → indent with spaces',
    ],
    [
      'holds two documents',
      'name: x\n---\nname: y',
      '2:1 : a second YAML document begins here, expected one → one file holds one grid: delete the `---` and what follows, or move it to another file',
    ],
    ['asks for YAML 1.1', '%YAML 1.1\n---\nname: x', '1:1 : %YAML 1.1, expected YAML 1.2 → delete the %YAML line'],
    [
      'has a value that needs quotes',
      'name: x\ndata:\n  delimiter: ,',
      '3:14 : not YAML: Plain value cannot start with flow indicator character , → text that begins with one of , [ ] { } # & * ! | > % @ ` needs quotes',
    ],
    [
      'names an anchor that is not there',
      withLines('model: { units: *small }'),
      '3:17 : the alias *small names no anchor before it, expected &small at the value that it repeats → text that begins with * needs quotes',
    ],
  ])('is refused where it %s', (_, source, problem) => {
    expect(refused(source)).toEqual([problem]);
  });

  it('is refused for a key that is written twice, and for what else is wrong', () => {
    expect(refused(withLines('model: { units: 8, units: 16, layers: 0 }'))).toEqual([
      '3:20 units: the key "units" is written twice in one place, expected once → keep one of the two lines',
      '3:39 model.layers: found 0, expected a whole number from 1 to 3 → write for example `layers: 1`',
    ]);
  });

  it('is refused without a name and without data', () => {
    expect(refused('model: { units: 8 }')).toEqual([
      '1:1 name: no name, expected "name" at the top level → write `name: bad`',
      '1:1 data.file: no data, expected "file" under "data" → write `data: { file: texts.csv }`',
    ]);
  });
});

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

describe('a value', () => {
  it.each([
    [
      'model: { units: sixteen }',
      'found the text "sixteen", expected a whole number from 1 → write for example `units: 16`',
    ],
    ['model: { units: "16" }', 'found the text "16", expected a whole number from 1 → delete the quotes'],
    ['model: { units: 1.5 }', 'found 1.5, expected a whole number from 1 → write for example `units: 16`'],
    ['model: { units: }', 'found nothing, expected a whole number from 1 → delete the line to get the default, 16'],
    ['model: { layers: 5 }', 'found 5, expected a whole number from 1 to 3 → write for example `layers: 1`'],
    ['model: { dropout: 1 }', 'found 1, expected a number from 0, less than 1 → write for example `dropout: 0.5`'],
    ['model: { cell: LSTM }', 'found the text "LSTM", expected lstm or gru → did you mean "lstm"?'],
    ['embedding: { window: 0 }', 'found 0, expected a whole number from 1 → write for example `window: 4`'],
    [
      'train: { learningRate: .inf }',
      'found .inf, expected a number greater than 0 → write for example `learningRate: 0.001`',
    ],
    [
      'train: { batch: {} }',
      'a range without from, to, steps, expected from, to and steps → write for example { from: 0.1, to: 0.5, steps: 5 }, or list the values',
    ],
    ['text: { lowercase: yes }', 'found the text "yes", expected true or false → write true'],
    ['text: { lowercase: no }', 'found the text "no", expected true or false → write false'],
    [
      'text: { maxTokens: p101 }',
      'found the text "p101", expected a whole number from 1, or p1 to p100 → did you mean "p100"?',
    ],
    ['split: { folds: 1 }', 'found 1, expected a whole number from 2 → write for example `folds: 5`'],
    ['split: { seed: -1 }', 'found -1, expected a whole number from 0 → write for example `seed: 0`'],
    [
      'split: { holdout: 1.5 }',
      'found 1.5, expected none or a share between 0 and 1 → write for example `holdout: none`',
    ],
    [
      'search: { kind: random, trials: 100001 }',
      'found 100001, expected all or a whole number from 1 to 100000 → write for example `trials: all`',
    ],
    [
      'rank: { by: f1_macro }',
      'found the text "f1_macro", expected accuracy, balancedAccuracy, macroF1, weightedF1, f1, mcc, rocAuc or logLoss → did you mean "macroF1"?',
    ],
    ['model: 16', 'found 16, expected the keys of "model", indented → write a line below for every key of model'],
    [
      'text: { clean: [none, html] }',
      'found the text "none" in a list, expected none, or a list of html, url, mention, number, punctuation, emoji, hashtag, symbol, repeats, each once → write none alone, without a list',
    ],
    [
      'model: { units: [8, [16]] }',
      'found a list inside a list, expected a whole number from 1 → write for example `units: 16`',
    ],
  ])('%s is refused', (line, problem) => {
    expect(refused(withLines(line)).map((text) => text.replace(/^\S+ \S+ /, ''))).toEqual([problem]);
  });

  it.each(['Paper', '1st', 'my sweep', 'a_b', 'x'.repeat(61)])('%s is no name', (name) => {
    expect(refused(`name: ${name}\ndata: { file: a }`)[0]).toMatch(/^1:7 name: found .* beginning with a letter/);
  });
});

describe('an axis', () => {
  const luck = 'expected one seed: the best seed is luck → for several seeds write `split.repeats: 3`';

  it.each([
    [
      'model: { units: [] }',
      '3:17 model.units: found an empty list, expected at least one value → write a value, or delete the line',
    ],
    [
      'model: { units: [8, 16, 8.0] }',
      '3:25 model.units: found 8.0 a second time, expected every value once → delete it',
    ],
    [
      'text: { clean: [[html, url], [url, html]] }',
      '3:30 text.clean: found a list (["html","url"]) a second time, expected every value once → delete it',
    ],
    ['train: { seed: [1, 2] }', `3:16 train.seed: found a list, ${luck}`],
    ['embedding: { seed: [1, 2] }', `3:20 embedding.seed: found a list, ${luck}`],
    ['split: { seed: { from: 1, to: 3, steps: 3 } }', `3:16 split.seed: found a mapping of keys to values, ${luck}`],
    [
      'split: { folds: [5, 10] }',
      '3:17 split.folds: found a list, expected one value: this key is never an axis → write one value: all trials of a sweep are scored on the same rows and splits',
    ],
    [
      'text: { language: [en, id] }',
      '3:19 text.language: found a list, expected one value: this key is never an axis → write one value; for another, start another grid',
    ],
    [
      'embedding: { fit: [train, all] }',
      '3:19 embedding.fit: found a list, expected one value: this key is never an axis → write one value; for another, start another grid',
    ],
    [
      'model: { units: { from: 1, to: 3, steps: 9 } }',
      '3:17 model.units: 9 steps from 1 to 3 repeat values when rounded to whole numbers → write fewer steps',
    ],
    [
      'model: { dropout: { from: 0, to: 1, steps: 3 } }',
      '3:34 model.dropout: found 1 as "to", expected a number from 0, less than 1 → write for example { from: 0.1, to: 0.5, steps: 5 }, or list the values',
    ],
    [
      'model: { dropout: { from: 0, to: 0.5, scale: log, steps: 3 } }',
      '3:19 model.dropout: a range on a log scale from 0, expected "from" greater than 0 → write `scale: linear`',
    ],
    [
      'model: { dropout: { from: 0.5, to: 0.1, steps: 3 } }',
      '3:19 model.dropout: a range from 0.5 to 0.1, expected "from" less than "to" → exchange them',
    ],
    [
      'model: { units: { from: 1, to: 3, steps: 3, num: 4 } }',
      '3:45 model.units: unknown key "num" in a range, expected from, to, scale, steps → did you mean "steps"?',
    ],
    [
      'embedding: { kind: [word2vec, random], iterations: [5, 10] }',
      '3:40 embedding.iterations: an axis that some cells do not read: beside `kind: random` nothing depends on "iterations" → write the kinds as parts of `any:`, and "iterations" in those parts alone that read it',
    ],
    [
      'embedding: { kind: random, trainable: [true, false] }',
      '3:28 embedding.trainable: an axis that some cells do not read: beside `kind: random` nothing depends on "trainable" → write one value, or delete the line',
    ],
  ])('%s is refused', (line, problem) => {
    expect(refused(withLines(line))).toEqual([problem]);
  });

  it('may be unread where it is one value', () => {
    expect(() => refusal(withLines('embedding: { kind: [word2vec, random], iterations: 5 }'))).toThrow('not refused');
  });
});

describe('a combination', () => {
  it.each([
    [
      'rank: { by: f1 }',
      '3:9 rank.by: by: f1 without the label that it is about, expected "positive" beside it → write `positive:` with a label, or `by: macroF1` for the mean over all labels',
    ],
    [
      'split: { folds: 5, holdout: 0.2 }',
      '3:10 split.folds: "folds" beside "holdout", expected one of the two: a hold-out share is one split in place of k folds → delete one of the two lines',
    ],
    [
      'embedding: { kind: random, trainable: false }',
      '3:28 embedding.trainable: trainable: false beside kind: random, expected true: vectors from nothing can only be learnt → delete the line',
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
