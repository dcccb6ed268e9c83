import type { DataOptions, SplitOptions } from '../core/grid.ts';
import { rowsApart } from './apart.ts';
import type { Apart } from './apart.ts';
import type { Corpus } from './corpus.ts';
import type { Collected } from './collect-rows.ts';
import { joined } from './joined.ts';
import { countDistinct, limitOf } from './number-flags.ts';
import { fileProblem } from './problems.ts';
import type { Problems } from './problems.ts';
import { rowsByClass, sampleRows } from './sample-rows.ts';
import { joinUnits } from './units.ts';

/** Which rows take part, and what was left out. */
export type Chosen = Omit<Apart, 'rows'> & {
  readonly rows: Uint32Array;
  readonly heldOutFrom: number; // from here on rows are those of a hold-out file
  readonly droppedRare: { readonly rows: number; readonly labels: readonly string[] };
  readonly droppedDuplicates: number;
  readonly droppedBySample: number;
};

type Input = {
  readonly collected: Collected;
  readonly data: DataOptions;
  readonly split: SplitOptions;
  readonly problems: Problems;
};

/** Those of the rows whose text no row before has. */
export const firstOfEqual = (equal: Uint32Array, rows: Uint32Array): Uint32Array => {
  const seen = new Uint8Array(limitOf(equal));
  return rows.filter((row) => {
    const number = equal[row] as number;
    const isFirst = seen[number] === 0;
    seen[number] = 1;
    return isFirst;
  });
};

/** Rows that are never on both sides of a split; null where each row stands for itself. */
export const unitsOfRows = (collected: Collected, data: DataOptions, rows: Uint32Array): Uint32Array | null => {
  const { equal, groups } = collected;
  const pick = (numbers: Uint32Array): Uint32Array => rows.map((row) => numbers[row] as number);
  const together = data.duplicates === 'together' ? pick(equal) : null;
  const isRepeated = together !== null && countDistinct(together) < together.length;
  return joinUnits(isRepeated ? together : null, groups === null ? null : pick(groups));
};

/** Rows and units of each class. */
const countClasses = ({ collected, data }: Input, corpus: Corpus, rows: Uint32Array) => {
  const units = unitsOfRows(collected, data, rows);
  const places = Uint32Array.from(rows.keys());
  const classes = rows.map((row) => corpus.classes[row] as number);
  return rowsByClass(places, classes, corpus.labels.length).map((own, place) => ({
    label: corpus.labels[place] as string,
    place,
    rows: own.length,
    units: units === null ? own.length : new Set(own.map((at) => units[at] as number)).size,
  }));
};

type ClassCount = ReturnType<typeof countClasses>[number];

const needed = (split: SplitOptions): number => (split.holdout === 'none' ? split.folds : 1);

/** Drops the classes with fewer rows than folds, or makes them problems. */
const withoutRare = (input: Input, corpus: Corpus, rows: Uint32Array, dropped: Set<string>): Uint32Array => {
  const counts = countClasses(input, corpus, rows);
  const rare = counts.filter((count) => count.rows > 0 && count.units < needed(input.split));
  if (rare.length === 0) return rows;
  if (input.data.rareClasses === 'error') {
    if (counts.length > mostClasses && rare.length > counts.length / 2) addNoClasses(input, counts.length, rows.length);
    else for (const count of rare) addRare(input, count);
    return rows;
  }
  for (const { label } of rare) dropped.add(label);
  const places = new Set(rare.map(({ place }) => place));
  return rows.filter((row) => !places.has(corpus.classes[row] as number));
};

/** More labels than this, most of them rare, are numbers, names or texts rather than classes. */
const mostClasses = 50;

const addNoClasses = ({ data, split, problems }: Input, labels: number, rows: number): void => {
  const message = `${labels} different labels in ${rows} rows, most in fewer rows than split.folds, which is ${split.folds}: these look like numbers, names or texts, not like classes`;
  const fix = 'name the column of the classes in data.label, or write data.rareClasses: drop';
  problems.add('no classes', fileProblem(data.files[0] as string, 'data.label', message, fix));
};

/** Rows of a label that are test rows and so do not count. */
const testRowsOf = ({ test }: Collected, label: string): number => {
  const corpus = test?.corpora[0];
  const place = corpus?.labels.indexOf(label);
  return corpus?.classes.reduce((count, each) => count + (each === place ? 1 : 0), 0) ?? 0;
};

const addRare = ({ collected, data, split, problems }: Input, { label, rows, units }: ClassCount): void => {
  const apart = units === rows ? '' : `, ${units} that may be apart,`;
  const aside = testRowsOf(collected, label);
  const beside = aside === 0 ? '' : ` beside ${aside} ${aside === 1 ? 'test row' : 'test rows'}`;
  const message = `class ${JSON.stringify(label)} has ${rows} ${rows === 1 ? 'row' : 'rows'}${apart}${beside} and split.folds is ${split.folds}`;
  const fix = 'write data.rareClasses: drop, or fewer split.folds';
  problems.add(
    'classes with fewer rows than folds',
    fileProblem(data.files[0] as string, 'data.rareClasses', message, fix),
  );
};

const addTooFew = ({ data, problems }: Input, corpus: Corpus, rows: Uint32Array): void => {
  const file = data.files[0] as string;
  const left = new Set(rows.map((row) => corpus.classes[row] as number));
  if (rows.length === 0) {
    const message = 'no row is left: every row is empty, bad, of a rare class or like a row that is set aside';
    problems.add('no rows', fileProblem(file, 'data', message, 'check data.text, data.label and what is dropped'));
  } else if (left.size === 1) {
    const label = corpus.labels[[...left][0] as number] as string;
    const message = `all ${rows.length} rows have the label ${JSON.stringify(label)}; at least two classes were expected`;
    problems.add('one class', fileProblem(file, 'data.label', message, 'name another column in data.label'));
  }
};

const sampled = ({ data, problems }: Input, corpus: Corpus, rows: Uint32Array): Uint32Array => {
  if (data.rows === 'all') return rows;
  const classes = new Set(rows.map((row) => corpus.classes[row] as number)).size;
  if (data.rows >= classes) return sampleRows(rows, corpus.classes, corpus.labels.length, data.rows, data.seed);
  const message = `a sample of ${data.rows} rows cannot hold all ${classes} classes`;
  problems.add('sample', fileProblem(data.files[0] as string, 'data.rows', message, 'write a larger data.rows'));
  return rows;
};

/**
 * Drops rows like those that are set aside, repeated texts, rare classes and what a sample leaves out, in this order; what
 * is wrong becomes problems. Rows of a hold-out file are neither repeated nor sampled: they stay as they stand there.
 */
export const chooseRows = (input: Input): Chosen => {
  const { collected, data } = input;
  const corpus = collected.corpora[0] as Corpus;
  const { rows: apart, ...dropped } = rowsApart(collected, data);
  const own = apart.filter((row) => row < collected.heldOutFrom);
  const given = apart.filter((row) => row >= collected.heldOutFrom);
  const rare = new Set<string>();
  const distinct = data.duplicates === 'drop' ? firstOfEqual(collected.equal, own) : own;
  const common = withoutRare(input, corpus, distinct, rare);
  const drawn = sampled(input, corpus, common);
  const rows = drawn === common ? drawn : withoutRare(input, corpus, drawn, rare);
  addTooFew(input, corpus, rows);
  const heldOut = given.filter((row) => !rare.has(corpus.labels[corpus.classes[row] as number] as string));
  const droppedRows = distinct.length - common.length + drawn.length - rows.length + given.length - heldOut.length;
  return {
    ...dropped,
    rows: joined(rows, heldOut),
    heldOutFrom: rows.length,
    droppedRare: { rows: droppedRows, labels: [...rare].toSorted() },
    droppedDuplicates: own.length - distinct.length,
    droppedBySample: common.length - drawn.length,
  };
};
