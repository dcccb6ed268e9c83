import { createHash } from 'node:crypto';
import type { Corpus } from './corpus.ts';
import { createCorpusBuilder, createNames, sortClasses } from './corpus-builder.ts';
import type { Names } from './corpus-builder.ts';
import { createEqualTexts, nameHash, textHash } from './equal-texts.ts';
import { createGrowingNumbers } from './growing-numbers.ts';
import type { Row } from './read-rows.ts';
import { shortened } from './table.ts';
import type { TestChoice } from './test-choice.ts';
import type { Tokenizer } from './tokenize.ts';

/** A text as it was read (shortened), and its words after cleaning. */
export type Example = { readonly text: string; readonly label: string; readonly tokens: readonly string[] };

type Place = { readonly file: string; readonly line: number };

/** Usable rows as integers, before any is dropped. Numbers of texts and groups are shared by all gathered rows. */
export type Gathered = {
  readonly corpora: readonly Corpus[]; // one for each set of text options, rows and classes alike
  readonly equal: Uint32Array; // [rows] number of the text: equal numbers are equal texts
  readonly groups: Uint32Array | null; // [rows] number of the value in the groups column
  readonly places: ReadonlyMap<string, Place>; // where a label stands first, of labels that only given rows have
};

/** All usable rows: those of the data, then from `heldOutFrom` on those of a hold-out file; test rows apart from them. */
export type Collected = Gathered & {
  readonly heldOutFrom: number;
  readonly examples: readonly (Example & { readonly row: number })[];
  readonly test: (Gathered & { readonly digests: readonly string[] }) | null; // [rows] of text and label as read
  readonly find: (text: string) => number | null; // number of an equal text
};

/** Where rows come from: the files of the data, a hold-out file, a file of test rows. */
export type RowSource = 'data' | 'holdout' | 'test';

const exampleLength = 160; // characters
const exampleClasses = 20;

/** Which texts are kept to be shown: the first three, and the first of each of the first classes. */
const isExample = (row: number, isNewLabel: boolean, labels: number): boolean =>
  row < 3 || (isNewLabel && labels <= exampleClasses);

const createGathering = (tokenizers: readonly Tokenizer[], groupNames: Names) => {
  const texts = tokenizers.map((tokenize) => ({ tokenize, builder: createCorpusBuilder() }));
  const labels = createNames();
  const [byName, equal, groups] = [createGrowingNumbers(), createGrowingNumbers(), createGrowingNumbers()];
  const places = new Map<string, Place>();
  return {
    rows: equal.length,
    labels: labels.size,
    /** Takes a row and returns its words, as the first tokenizer makes them. */
    add: (row: Row, number: number, isGiven: boolean): readonly string[] => {
      const known = labels.size();
      byName.push(labels.number(row.label));
      if (isGiven && labels.size() > known) places.set(row.label, { file: row.file, line: row.line });
      equal.push(number);
      if (row.group !== null) groups.push(groupNames.number(row.group));
      const words = texts.map(({ tokenize, builder }) => {
        const made = tokenize(row.text);
        builder.add(made);
        return made;
      });
      return words[0] ?? [];
    },
    finish: (): Gathered => {
      const classes = sortClasses(labels.list(), byName.finish());
      return {
        corpora: texts.map(({ builder }) => builder.finish(classes)),
        equal: equal.finish(),
        groups: groups.length() === 0 ? null : groups.finish(),
        places,
      };
    },
  };
};

const rowDigest = ({ text, label }: Row): string =>
  createHash('sha256')
    .update(JSON.stringify([text, label]))
    .digest('hex');

/**
 * Reads every row once and tokenises it with each tokenizer.
 * @param sources in this order: data, holdout, test
 * @param choice of test rows among the data, by the hash of the text or, where there are groups, of the group; null: none
 */
export const collectRows = async (
  sources: readonly { readonly source: RowSource; readonly rows: AsyncIterable<Row> }[],
  tokenizers: readonly Tokenizer[],
  choice: TestChoice | null,
): Promise<Collected> => {
  const [groupNames, equalTexts] = [createNames(), createEqualTexts()];
  const [own, test] = [createGathering(tokenizers, groupNames), createGathering(tokenizers, groupNames)];
  const examples: (Example & { readonly row: number })[] = [];
  const digests: string[] = [];
  let heldOutFrom: number | null = null;
  for (const { source, rows } of sources) {
    if (source === 'holdout') heldOutFrom = own.rows();
    for await (const row of rows) {
      const hash = textHash(row.text);
      const number = equalTexts.number(hash);
      const isChosen = (): boolean => choice?.(row.group === null ? hash : nameHash(row.group)) === true;
      if (source === 'test' || (source === 'data' && isChosen())) {
        digests.push(rowDigest(row));
        test.add(row, number, source === 'test');
        continue;
      }
      const [at, known] = [own.rows(), own.labels()];
      const tokens = own.add(row, number, source === 'holdout');
      if (!isExample(at, own.labels() > known, known + 1)) continue;
      const text = shortened(row.text.replace(/\s+/g, ' ').trim(), exampleLength);
      examples.push({ row: at, text, label: row.label, tokens });
    }
  }
  heldOutFrom ??= own.rows(); // before the rows are finished
  return {
    ...own.finish(),
    heldOutFrom,
    examples,
    test: choice === null && sources.every(({ source }) => source !== 'test') ? null : { ...test.finish(), digests },
    find: (text) => equalTexts.find(textHash(text)),
  };
};
