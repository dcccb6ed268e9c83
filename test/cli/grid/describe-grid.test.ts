import { expect, it } from 'vitest';
import type { DataSummary } from '../../../text/summarize.ts';
import { describeGrid } from '../../../cli/grid/describe-grid.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { textWidth } from '../../../cli/grid/text-width.ts';
import { withLines } from './refused.ts';

const aSummary = (more: Partial<DataSummary> = {}): DataSummary => ({
  rows: 1000,
  files: ['/data/campus.csv'],
  delimiter: ';',
  encoding: 'windows-1252',
  textColumns: ['title', 'body'],
  labelColumn: 'topic',
  groupColumn: null,
  classes: [
    { label: 'canteen', rows: 580 },
    { label: 'library', rows: 420 },
  ],
  lengths: { mean: 17.26, median: 16, p95: 31, max: 40 },
  emptied: { least: 2, most: 2, classes: [] },
  droppedMissing: 3,
  skippedBad: { count: 0, first: [] },
  droppedRare: { rows: 4, labels: ['gym', 'pool'] },
  droppedDuplicates: 0,
  droppedBySample: 0,
  heldOut: null,
  test: null,
  droppedLikeTest: 0,
  droppedLikeHeldOut: 0,
  duplicates: 12,
  conflicting: 1,
  examples: [
    { text: 'The soup!', label: 'canteen', tokens: ['the', 'soup'] },
    { text: '...', label: 'library', tokens: [] },
    { text: 'long', label: 'library', tokens: Array.from({ length: 60 }, () => 'reading') },
  ],
  ...more,
});

const describeText = (lines: readonly string[], more: Partial<DataSummary> = {}): string =>
  describeGrid(parseGrid(withLines(...lines), 'x.yaml'), aSummary(more));

it('tells what was understood of data and grid', () => {
  expect(describeText(['model: { units: [8, 16] }', 'train: { epochs: [5, 10] }'])).toMatchInlineSnapshot(`
    "data       1,000 texts of campus.csv, columns separated by ";", windows-1252
    columns    texts from "title" + "body", classes from "topic"
    lengths    17.3 tokens on average, half up to 16, 95 % up to 31, longest 40
    classes    canteen  580  58.0 %  ███████████████████████████████████████████████
               library  420  42.0 %  ██████████████████████████████████
    dropped    3 rows without text or label, 4 rows of rare classes (gym, pool)
    emptied    2 texts left without a word by cleaning or stop words, kept as one
               <oov>
    repeated   12 rows repeat an earlier text: equal texts are never on both sides
               of a split; 1 of these texts has more than one label
    as read    canteen:
                 the soup
               library:
                 <oov>
               library:
                 reading reading reading reading reading reading reading reading
                 reading reading reading reading reading reading reading reading re…
    plan       4 trials × 5 folds = 20 scores, from 10 network trainings and 5
               word2vec trainings; ranked by accuracy"
  `);
});

it('cuts texts where the grid cuts them', () => {
  expect(describeText(['text: { maxTokens: 1, truncate: start }'])).toContain('canteen:\n             soup\n');
});

it('fits 80 columns, whatever stands in the data', () => {
  const wild = '数据 \u001b[31m'.repeat(40);
  const page = describeText(
    ['any:', '- { embedding: { kind: random, size: [5, 6] } }', '- { embedding: { fit: train } }'],
    {
      files: [`/${wild}`, '/b'],
      textColumns: [wild],
      labelColumn: wild,
      groupColumn: wild,
      classes: Array.from({ length: 30 }, (_, n) => ({ label: `${n}${wild}`, rows: 1_000_000 - n })),
      rows: 30_000_000,
      droppedRare: { rows: 5, labels: Array.from({ length: 9 }, () => wild) },
      examples: [{ text: wild, label: wild, tokens: ['x'.repeat(300), wild] }],
    },
  );

  expect(page.split('\n').filter((line) => textWidth(line) > 80)).toEqual([]);
  expect(page).not.toContain('\u001b');
  expect(page).toContain('and 18 smaller classes');
});

it.each([
  ['one class holds over 60 %', [601, 399], true],
  ['the largest is three times the smallest', [450, 400, 150], true],
  ['classes are alike', [450, 399, 151], false],
])('advises macroF1 where %s: %s', (_, sizes, isAdvised) => {
  const classes = sizes.map((rows, n) => ({ label: `c${n}`, rows }));

  expect(describeText([], { classes }).includes('rank: { by: macroF1 }')).toBe(isAdvised);
  expect(describeText(['rank: { by: accuracy }'], { classes })).not.toContain('advice');
});

it('warns of word2vec that sees held-out texts, and of equal texts on both sides', () => {
  expect(describeText(['embedding: { fit: all }'])).toContain('caution    word2vec sees the held-out texts too');
  expect(describeText(['embedding: { fit: all, kind: random }'])).not.toContain('caution');
  const kept = describeGrid(parseGrid('name: x\ndata: { file: a, duplicates: keep }', 'x'), aSummary());
  expect(kept).toContain('caution    equal texts may be on both sides of a split');
});

it('says which rows are set aside, how they were chosen, and what was dropped for their sake', () => {
  const test = { file: null, rows: 250, classes: [130, 120] };
  const share = describeText(['split: { test: 0.2, testSeed: 3 }'], { test });
  const fromFile = describeText(['split: { test: t.csv }'], {
    test: { ...test, file: '/data/t.csv' },
    droppedLikeTest: 2,
    groupColumn: 'author',
  });

  expect(share.replaceAll(/\s+/g, ' ')).toContain(
    'test rows 250 chosen by a hash of the text (test: 0.2, testSeed: 3), for sweep fit alone: canteen 130, library 120; no other row has their texts',
  );
  expect(fromFile.replaceAll(/\s+/g, ' ')).toContain(
    'test rows 250 of t.csv, for sweep fit alone: canteen 130, library 120; 2 other rows with their texts or groups dropped',
  );
  expect(describeText([])).not.toContain('test rows');
});

it('says which rows a file holds out', () => {
  const page = describeText(['split: { holdout: v.csv, repeats: 3 }'], {
    heldOut: { file: '/data/v.csv', rows: 200 },
    droppedLikeHeldOut: 7,
  }).replaceAll(/\s+/g, ' ');

  expect(page).toContain('data 800 texts of campus.csv');
  expect(page).toContain('held out: 200 of v.csv');
  expect(page).toContain('7 rows like a row of the hold-out file');
  expect(page).toContain('1 trial × 3 trainings on one hold-out split = 3 scores');
  expect(page).toContain('and 1 word2vec training;');
});

it('says by which of several text options the texts are shown', () => {
  const text = describeText(['text: { stopwords: [none, builtin], normalize: [stem, none], vocabulary: [5, all] }']);

  expect(text).toContain(`as read    with stopwords=none, normalize=stem, the first of their values:
           canteen:
             the soup`);
});

it('says which classes have no text with a word, and how many texts by which options', () => {
  const emptied = { least: 2, most: 30, classes: ['library', 'gym'] };

  expect(describeText([], { emptied })).toContain(`
emptied    2 to 30 texts, by the text options, left without a word by cleaning
           or stop words, kept as one <oov>; "library", "gym" have no other text`);
});

it('lists where the first rows stand that could not be read', () => {
  const first = [
    { file: '/data/campus.csv', line: 6, message: '4 fields where the header has 2' },
    { file: '/data/campus.csv', line: 10, message: 'a zero byte (NUL) where text was expected' },
  ];

  expect(describeText([], { skippedBad: { count: 25, first } })).toContain(
    [
      'skipped    campus.csv:6: 4 fields where the header has 2',
      '           campus.csv:10: a zero byte (NUL) where text was expected',
      '           and 23 more',
      'emptied',
    ].join('\n'),
  );
});
