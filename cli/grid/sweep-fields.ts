import * as z from 'zod';
import { engineWishes, metrics } from '../../core/grid.ts';
import { asEncoding } from '../../text/encodings.ts';
import { choice, column, flag, own, seed, share, whole, wordOr } from './field.ts';

export const nameField = own(
  z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .max(60),
  "a-z, 0-9 and '-', beginning with a letter, at most 60",
  {
    description: "The sweep's name unless --name says otherwise: a-z, 0-9, '-', beginning with a letter.",
    examples: ['paper', 'my-first-sweep'],
  },
  { asText: true },
);

const columns = z.union([column.transform((one) => [one]), z.array(column).min(1)]);

const delimiters = { auto: 'auto', ',': ',', ';': ';', '|': '|', tab: '\t', '\t': '\t' } as const;

export const dataFields = {
  file: own(
    z.union([
      z
        .string()
        .min(1)
        .transform((one) => [one]),
      z.array(z.string().min(1)).min(1),
    ]),
    'a file or a list of files',
    {
      description:
        'Relative to the grid file; .csv .tsv .txt .jsonl, also .gz. A list of files is read one after the other.',
      examples: ['../data/campus.csv', ['part-1.csv', 'part-2.csv']],
    },
    { isList: true, asText: true },
  ),
  text: own(
    columns,
    'a column or a list of columns',
    {
      description:
        'Column of the texts, or a list of columns joined by a space. Default: the only one of text, review, reviews, comment, sentence, … that exists.',
      examples: ['text', ['title', 'body']],
    },
    { isList: true, asText: true },
  ),
  label: own(
    column,
    'a column',
    {
      description: 'Column of the classes. Default: the only one of label, sentiment, topic, class, … that exists.',
      examples: ['label', 'sentiment'],
    },
    { asText: true },
  ),
  delimiter: own(
    z.enum(Object.keys(delimiters) as (keyof typeof delimiters)[]).transform((written) => delimiters[written]),
    "auto, ',' ';' '|' in quotes, or tab",
    {
      description: "What separates columns: auto, ',' ';' '|' in quotes, or tab.",
      examples: ['auto', ';', 'tab'],
      fallback: 'auto',
      fix: "write it in quotes: `delimiter: ';'`",
    },
    { choices: ['auto', 'tab'] },
  ),
  encoding: own(
    z
      .string()
      .refine((written) => written === 'auto' || asEncoding(written) !== null)
      .transform((written) => (written === 'auto' ? written : (asEncoding(written) as string))),
    'auto or the name of an encoding, such as utf-8, latin-1 or cp1252',
    {
      description: 'auto (a BOM, else strict UTF-8), or the name of an encoding as browsers or Python call it.',
      examples: ['auto', 'utf-8', 'cp1252'],
      fallback: 'auto',
    },
    { choices: ['auto', 'utf-8', 'utf-16le', 'windows-1252', 'latin-1'] },
  ),
  missing: choice(['drop', 'error'], {
    description: 'Rows with an empty text or label: drop (counted) or error.',
    examples: ['drop'],
    fallback: 'drop',
  }),
  badRows: choice(['error', 'skip'], {
    description: 'Ragged or undecodable rows: error or skip (counted, the first 20 listed).',
    examples: ['error'],
    fallback: 'error',
  }),
  rareClasses: choice(['error', 'drop'], {
    description: 'Classes with fewer rows than folds: error or drop (counted).',
    examples: ['error'],
    fallback: 'error',
  }),
  duplicates: choice(['together', 'keep', 'drop'], {
    description:
      'Equal texts: together (never on both sides of a split), keep, or drop. Those of a test row are dropped in any case.',
    examples: ['together'],
    fallback: 'together',
  }),
  rows: wordOr('all', z.int().min(1), 'a whole number from 1', {
    description: 'All rows, or a stratified sample of so many of what the test rows leave.',
    examples: ['all', 500],
    fallback: 'all',
  }),
  seed: seed({ description: 'Seed of the sample that `rows` draws.', examples: [0], fallback: 0 }),
} as const;

export const splitFields = {
  folds: whole(2, { description: 'k of k-fold cross-validation.', examples: [5, 10], fallback: 5 }),
  repeats: whole(1, {
    description: 'k-fold again, each time with another split and other training seeds.',
    examples: [1, 3],
    fallback: 1,
  }),
  holdout: own(
    z.union([share(), z.string().min(1)]),
    'none, a share between 0 and 1, or a file of rows',
    {
      description:
        'One train/held-out split in place of k folds: the share of the rows left after `test` that is held out, or a file of rows (read like the data), beside which all rows of the data are trained on.',
      examples: ['none', 0.2, 'valid.csv'],
      fallback: 'none',
    },
    { choices: ['none'] },
  ),
  stratify: flag({
    description: 'Whether every fold gets the same shares of the classes.',
    examples: [true],
    fallback: true,
  }),
  groups: own(
    column,
    'none or a column',
    {
      description: 'A column: rows with the same value are never on both sides of a split.',
      examples: ['none', 'author'],
      fallback: 'none',
    },
    { asText: true },
  ),
  test: own(
    z.union([share(), z.string().min(1)]),
    'none, a share between 0 and 1, or a file of rows',
    {
      description:
        'Rows that nothing sees before `sweep fit` scores them: a share, chosen by a hash of the text (with `groups`, of the group), so that neither split seeds nor other rows move one; or a file of rows (read like the data). Rows with the text of a test row are dropped.',
      examples: ['none', 0.2, 'test.csv'],
      fallback: 'none',
    },
    { choices: ['none'] },
  ),
  testSeed: seed({
    description: 'Seed of the choice of test rows, apart from all other seeds.',
    examples: [0],
    fallback: 0,
  }),
  seed: seed({ description: 'Seed of the splits. For several seeds write repeats.', examples: [0], fallback: 0 }),
} as const;

export const searchFields = {
  kind: choice(['grid', 'random'], {
    description: 'Every cell of the grid, or a random choice of them.',
    examples: ['grid', 'random'],
    fallback: 'grid',
  }),
  trials: wordOr('all', z.int().min(1).max(100_000), 'a whole number from 1 to 100000', {
    description: 'With kind: random, how many distinct cells are tried, at most 100,000.',
    examples: ['all', 50],
    fallback: 'all',
  }),
  seed: seed({ description: 'Seed of the random choice of cells.', examples: [0], fallback: 0 }),
} as const;

export const rankFields = {
  by: choice(metrics, {
    description:
      'The score that ranks trials. logLoss: lower is better; rocAuc: one-vs-rest, macro; f1 needs positive.',
    examples: ['accuracy', 'macroF1'],
    fallback: 'accuracy',
  }),
  positive: own(
    column.transform((label) => label.normalize('NFC')), // as labels are read
    'none or a label',
    { description: 'The label that f1 is about.', examples: ['none', 'positive'], fallback: 'none' },
    { asText: true },
  ),
} as const;

export const engineField = choice(engineWishes, {
  description:
    "What does the arithmetic: wasm is built in; tensorflow is TensorFlow's library (sweep engine install), on CPUs or NVIDIA GPUs. A sweep keeps the one that it starts with.",
  examples: ['wasm', 'tensorflow-cuda'],
  fallback: 'wasm',
});
