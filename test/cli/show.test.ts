import { expect, test } from 'vitest';

import { textWidth } from '../../cli/grid/text-width.ts';
import { trialJson } from '../../activities/trial-json.ts';
import { showText } from '../../cli/show-text.ts';
import type { Digest } from '../../core/canonical.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import { failedFold, failedRow, openFold, scoredFold, trialView } from './trial-views.ts';

const options = { width: 80, colour: false, plain: false };

test('a scored trial in 80 columns', () => {
  expect(showText(trialView(), options)).toMatchSnapshot();
});

test('for a screen reader: numbers instead of pictures, every metric, no line broken', () => {
  const text = showText(trialView(), { ...options, plain: true });

  expect(text).toMatchSnapshot();
  expect(text).not.toMatch(/[█▓▒░○●◉─│]/u);
});

test('texts that were most surely wrong are told once each, with how many rows have them', () => {
  const hard = { fold: 2, truth: 0, predicted: 1, probability: 0.99, probabilityOfTruth: 0.01, text: 'so so' };
  const hardest = [
    { ...hard, row: 6, rows: [2, 6, 8] },
    { ...hard, row: 9, rows: [9] },
  ];

  const text = showText(trialView({ hardest }), options);

  expect(text).toContain(
    'row 7 and 2 equal ones, fold 2: positive 99 %, truly negative 1 %\n    so so\nrow 10, fold 2:',
  );
});

test('no line is wider than the terminal', () => {
  const labels = ['a very long label that nobody reads to its end', 'another'];

  for (const width of [54, 80, 100, 140]) {
    const text = showText(trialView({ labels, name: `units=${'8'.repeat(200)}` }), { ...options, width });
    expect(Math.max(...text.split('\n').map(textWidth))).toBeLessThanOrEqual(width);
  }
});

test('a long name is broken behind its commas, never cut', () => {
  const name = Array.from({ length: 9 }, (_, at) => `parameter${at}=value${at}`).join(',');

  const text = showText(trialView({ name }), options);

  expect(text.replaceAll('\n', '')).toContain(name);
});

test('a diverged trial shows the folds that are scored, the failure, and why it is not tried again', () => {
  const folds = [scoredFold(1), failedFold(2), openFold(3)];

  const text = showText(trialView({ row: failedRow('DIVERGED'), folds }), options);

  expect(text).toContain('t3f9a of tour: failed in fold 2 (DIVERGED)');
  expect(text).toMatch(/\n2 +DIVERGED/);
  expect(text).toMatch(/\n3 +not needed/);
  expect(text).toContain('✗ Fold 2 DIVERGED: The loss was NaN in epoch 2, batch 13 of 19.');
  expect(text).toContain('it is never tried again');
});

test('a trial that a machine failed names the command that tries it again', () => {
  const text = showText(trialView({ row: failedRow('CRASHED'), folds: [scoredFold(1), failedFold(2)] }), options);

  expect(text).toContain('Try it again: sweep resume tour --failed');
});

test.each([
  ['paused', 'Go on: sweep resume tour'],
  ['running', null],
] as const)('an undecided trial of a %s sweep says what is to run', (sweepState, next) => {
  const text = showText(trialView({ row: null, sweepState, folds: [scoredFold(1), openFold(2)] }), options);

  expect(text).toContain('t3f9a of tour: not decided yet, 1 of 2 folds scored');
  expect(text).toMatch(/\n2 +to run/);
  expect(text.includes('Go on:')).toBe(next !== null);
});

test('a trial without any scored fold has no matrix and no curves', () => {
  const text = showText(trialView({ row: null, folds: [openFold(1), openFold(2)] }), options);

  expect(text).not.toContain('Confusion');
  expect(text).not.toContain('NaN');
  expect(text).not.toContain('Infinity');
});

const attempt = (n: number, end: Partial<AttemptRecord['end']> | null): AttemptRecord =>
  ({ attempt: { fromStep: n * 100 }, end: end === null ? null : { cause: '', seconds: 2, ...end } }) as AttemptRecord;

test('a fold that was begun more than once tells its way', () => {
  const attempts = [
    attempt(0, null),
    attempt(1, { outcome: 'died', cause: 'killed from outside (SIGKILL)' }),
    attempt(2, { outcome: 'trained' }),
  ];

  const text = showText(trialView({ folds: [scoredFold(1, { attempts }), scoredFold(2)] }), { ...options, width: 200 });

  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'Fold 1 was begun 3 times: lost with its worker; from step 100 on, died (killed from outside (SIGKILL)); ' +
      'from step 200 on, trained.',
  );
});

test('a class without rows in some fold has no ROC AUC', () => {
  const roc = [
    { area: null, points: [] },
    { area: null, points: [] },
  ];

  const text = showText(trialView({ folds: [scoredFold(1), scoredFold(2, { roc })] }), { ...options, width: 120 });

  expect(text).toContain('negative –, positive –.');
});

test('f1 of the positive label stands in the fold table', () => {
  expect(showText(trialView({ by: 'f1', positive: 'positive' }), options)).toMatch(/\n1 +0\.8500 +0\.8100/);
});

test('the JSON keeps what scripts read', () => {
  expect(trialJson(trialView({ folds: [scoredFold(1), failedFold(2), openFold(3)] }))).toMatchSnapshot();
});

test('vectors of a file and outside texts are told with how much they know', () => {
  const digest = 'd'.repeat(64) as Digest;
  const vectors = {
    corpus: 0,
    file: digest,
    blob: digest,
    size: 300,
    words: 900,
    ofWords: 1200,
    tokens: 19_000,
    ofTokens: 20_000,
  };
  const outside = { digest, texts: digest, rows: 2000, tokens: 30_000, words: 1800, shared: 1100 };
  const text = showText(trialView({ vectors, outside }), { width: 200, colour: false, plain: true });

  expect(text).toContain('vectors: 300 numbers each; the file has 900 of 1,200 words (75.0 %), 95.0 % of all tokens\n');
  expect(text).toContain('outside: word2vec saw 2,000 texts of 30,000 tokens besides the rows\n');
  expect(trialJson(trialView({ vectors, outside }))).toMatchObject({
    vectors: { fileDigest: digest, words: 900, ofWords: 1200 },
    outside: { texts: 2000, sharedWords: 1100 },
  });
});
