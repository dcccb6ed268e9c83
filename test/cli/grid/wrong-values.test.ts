import { describe, expect, it } from 'vitest';
import { refused, withLines } from './refused.ts';

describe('a value', () => {
  it.each([
    [
      'model: { units: sixteen }',
      'found the text "sixteen", expected a whole number from 1 → write for example `units: 16`',
    ],
    ['model: { units: "16" }', 'found the text "16", expected a whole number from 1 → delete the quotes'],
    ['model: { units: 1.5 }', 'found 1.5, expected a whole number from 1 → write for example `units: 16`'],
    ['model: { units: }', 'found nothing, expected a whole number from 1 → delete the line to get the default, 16'],
    ['model: { layers: 5 }', 'found 5, expected a whole number from 1 to 4 → write for example `layers: 1`'],
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
    [
      'text: { stopwords: English }',
      'found the text "English", expected none, builtin or a file → did you mean "builtin"?',
    ],
    ['text: { normalize: porter }', 'found the text "porter", expected none, stem or lemma → did you mean "stem"?'],
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
      'found 1.5, expected none, a share between 0 and 1, or a file of rows → write for example `holdout: none`',
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
