import { describe, expect, it } from 'vitest';
import { refusal, refused, withLines } from './refused.ts';

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
