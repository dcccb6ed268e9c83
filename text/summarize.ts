import type { Chosen } from './choose-rows.ts';
import type { Collected, Example } from './collect-rows.ts';
import type { Corpus } from './corpus.ts';
import { rowCount } from './corpus.ts';
import { percentile } from './lengths.ts';
import type { ReadReport, SkippedRow } from './read-rows.ts';

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
  readonly emptied: number; // texts of which cleaning left nothing
  readonly droppedMissing: number;
  readonly skippedBad: { readonly count: number; readonly first: readonly SkippedRow[] };
  readonly droppedRare: { readonly rows: number; readonly labels: readonly string[] };
  readonly droppedDuplicates: number;
  readonly droppedBySample: number;
  readonly duplicates: number; // rows whose text was there before, among all that could be read
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

const conflictingTexts = (equal: Uint32Array, classes: Uint32Array): number => {
  const first = new Map<number, number>();
  const conflicting = new Set<number>();
  equal.forEach((number, row) => {
    const known = first.get(number);
    if (known === undefined) first.set(number, classes[row] as number);
    else if (known !== classes[row]) conflicting.add(number);
  });
  return conflicting.size;
};

/** Three texts, of different classes and of rows that take part as far as there are such. */
const chooseExamples = ({ examples }: Collected, { rows }: Chosen): readonly Example[] => {
  const taking = new Set(rows);
  const inOrder = examples.toSorted((a, b) => Number(taking.has(b.row)) - Number(taking.has(a.row)));
  const isFirst = inOrder.map(({ label }, at) => inOrder.findIndex((other) => other.label === label) === at);
  const chosen = [...inOrder.filter((_, at) => isFirst[at]), ...inOrder.filter((_, at) => !isFirst[at])].slice(0, 3);
  return chosen.map(({ text, label, tokens }) => ({ text, label, tokens }));
};

/** @param corpus of the first set of text options, with the rows that take part */
export const summarize = (collected: Collected, chosen: Chosen, report: ReadReport, corpus: Corpus): DataSummary => {
  const { equal } = collected;
  const counts = corpus.labels.map(() => 0);
  for (const place of corpus.classes) counts[place] = (counts[place] as number) + 1;
  const { offsets } = corpus;
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
    emptied: corpus.classes.filter((_, row) => offsets[row] === offsets[row + 1]).length,
    droppedMissing: report.droppedMissing,
    skippedBad: report.skippedBad,
    droppedRare: chosen.droppedRare,
    droppedDuplicates: chosen.droppedDuplicates,
    droppedBySample: chosen.droppedBySample,
    duplicates: equal.length - equal.reduce((most, number) => Math.max(most, number + 1), 0),
    conflicting: conflictingTexts(equal, (collected.corpora[0] as Corpus).classes),
    examples: chooseExamples(collected, chosen),
  };
};
