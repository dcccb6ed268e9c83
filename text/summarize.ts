import type { Grid } from '../core/grid.ts';
import type { Chosen } from './choose-rows.ts';
import type { Collected, Example } from './collect-rows.ts';
import type { Corpus } from './corpus.ts';
import { rowCount } from './corpus.ts';
import { percentile } from './lengths.ts';
import { countDistinct, limitOf } from './number-flags.ts';
import { listedPerKind } from './problems.ts';
import { emptiedOf } from './emptied.ts';
import type { Emptied } from './emptied.ts';
import type { ReadReport, SkippedRow } from './read-rows.ts';
import { rowsFile } from './row-sources.ts';
import type { TestRows } from './test-rows.ts';

/** What was understood of the data, to be shown before anything starts. */
export type DataSummary = {
  readonly rows: number; // that take part
  readonly files: readonly string[];
  readonly delimiter: string | null; // of the first file; null: JSON lines
  readonly encoding: string; // of the first file
  readonly textColumns: readonly string[];
  readonly labelColumn: string;
  readonly groupColumn: string | null;
  readonly classes: readonly { readonly label: string; readonly rows: number }[];
  readonly lengths: Lengths; // in tokens, of the first set of text options
  readonly emptied: Emptied;
  readonly droppedMissing: number;
  readonly skippedBad: { readonly count: number; readonly first: readonly SkippedRow[] };
  readonly droppedRare: { readonly rows: number; readonly labels: readonly string[] };
  readonly droppedDuplicates: number;
  readonly droppedBySample: number;
  readonly heldOut: { readonly file: string; readonly rows: number } | null; // of a hold-out file, part of `rows`
  readonly test: { readonly file: string | null; readonly rows: number; readonly classes: readonly number[] } | null;
  readonly droppedLikeTest: number; // rows with a text or group of a test row
  readonly droppedLikeHeldOut: number; // rows with a text or group of a hold-out file's row
  readonly duplicates: number; // rows whose text was there before, among all that could be read but the test rows
  readonly conflicting: number; // repeated texts that have more than one label
  readonly examples: readonly Example[];
};

type Lengths = { readonly mean: number; readonly median: number; readonly p95: number; readonly max: number };

const lengthsOf = ({ offsets, tokens, classes }: Corpus): Lengths => {
  const sorted = classes.map((_, row) => (offsets[row + 1] as number) - (offsets[row] as number)).sort();
  return {
    mean: tokens.length / classes.length,
    median: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    max: sorted.at(-1) as number,
  };
};

/** Repeated texts whose rows are not all of one class. */
const conflictingTexts = (equal: Uint32Array, classes: Uint32Array): number => {
  const first = new Int32Array(limitOf(equal)).fill(-1);
  const conflicting = new Uint8Array(first.length);
  equal.forEach((number, row) => {
    if (first[number] === -1) first[number] = classes[row] as number;
    else if (first[number] !== classes[row]) conflicting[number] = 1;
  });
  return conflicting.reduce((sum, flag) => sum + flag, 0);
};

/** Three texts, of different classes and of rows that take part as far as there are such. */
const chooseExamples = ({ examples }: Collected, { rows }: Chosen): readonly Example[] => {
  const taking = new Set(rows);
  const inOrder = examples.toSorted((a, b) => Number(taking.has(b.row)) - Number(taking.has(a.row)));
  const isFirst = inOrder.map(({ label }, at) => inOrder.findIndex((other) => other.label === label) === at);
  const chosen = [...inOrder.filter((_, at) => isFirst[at]), ...inOrder.filter((_, at) => !isFirst[at])].slice(0, 3);
  return chosen.map(({ text, label, tokens }) => ({ text, label, tokens }));
};

const countLabels = ({ labels, classes }: Corpus): readonly number[] => {
  const counts = labels.map(() => 0);
  for (const place of classes) counts[place] = (counts[place] as number) + 1;
  return counts;
};

type Input = {
  readonly grid: Pick<Grid, 'split' | 'folder'>;
  readonly collected: Collected;
  readonly chosen: Chosen;
  readonly reports: readonly ReadReport[]; // the data's first
  readonly corpora: readonly Corpus[]; // one for each set of text options, with the rows that take part
  readonly test: TestRows | null;
};

const summarizeTest = ({ grid, test }: Input): DataSummary['test'] => {
  const corpus = test?.corpora[0];
  if (corpus === undefined) return null;
  return { file: rowsFile(grid, 'test'), rows: rowCount(corpus), classes: countLabels(corpus) };
};

export const summarize = (input: Input): DataSummary => {
  const { grid, collected, chosen, reports, corpora } = input;
  const [corpus] = corpora as readonly [Corpus, ...Corpus[]];
  const { equal } = collected;
  const [report] = reports as readonly [ReadReport, ...ReadReport[]];
  const holdout = rowsFile(grid, 'holdout');
  const counts = countLabels(corpus);
  return {
    rows: rowCount(corpus),
    files: report.files.map(({ path }) => path),
    delimiter: report.delimiters[0] ?? null,
    encoding: report.encodings[0] as string,
    textColumns: report.columns?.text ?? [],
    labelColumn: report.columns?.label ?? '',
    groupColumn: report.columns?.group ?? null,
    classes: corpus.labels.map((label, place) => ({ label, rows: counts[place] as number })),
    lengths: lengthsOf(corpus),
    emptied: emptiedOf(corpora),
    droppedMissing: reports.reduce((sum, each) => sum + each.droppedMissing, 0),
    skippedBad: {
      count: reports.reduce((sum, { skippedBad }) => sum + skippedBad.count, 0),
      first: reports.flatMap(({ skippedBad }) => skippedBad.first).slice(0, listedPerKind),
    },
    droppedRare: chosen.droppedRare,
    droppedDuplicates: chosen.droppedDuplicates,
    droppedBySample: chosen.droppedBySample,
    heldOut: holdout === null ? null : { file: holdout, rows: rowCount(corpus) - chosen.heldOutFrom },
    test: summarizeTest(input),
    droppedLikeTest: chosen.droppedLikeTest,
    droppedLikeHeldOut: chosen.droppedLikeHeldOut,
    duplicates: equal.length - countDistinct(equal),
    conflicting: conflictingTexts(equal, (collected.corpora[0] as Corpus).classes),
    examples: chooseExamples(collected, chosen),
  };
};
