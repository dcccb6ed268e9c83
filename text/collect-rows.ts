import type { Corpus } from './corpus.ts';
import { createCorpusBuilder, createNames, sortClasses } from './corpus-builder.ts';
import { createEqualTexts } from './equal-texts.ts';
import { createGrowingNumbers } from './growing-numbers.ts';
import type { Row } from './read-rows.ts';
import { shortened } from './table.ts';
import type { Tokenizer } from './tokenize.ts';

/** A text as it was read (shortened), and its words after cleaning. */
export type Example = { readonly text: string; readonly label: string; readonly tokens: readonly string[] };

/** All usable rows as integers, before any is dropped. */
export type Collected = {
  readonly corpora: readonly Corpus[]; // one for each set of text options, rows and classes alike
  readonly equal: Uint32Array; // [rows] number of the text: equal numbers are equal texts
  readonly groups: Uint32Array | null; // [rows] number of the value in the groups column
  readonly examples: readonly (Example & { readonly row: number })[];
};

const exampleLength = 160; // characters
const exampleClasses = 20;

/** Which texts are kept to be shown: the first three, and the first of each of the first classes. */
const isExample = (row: number, isNewLabel: boolean, labels: number): boolean =>
  row < 3 || (isNewLabel && labels <= exampleClasses);

/** Reads every row once and tokenises it with each tokenizer. */
export const collectRows = async (rows: AsyncIterable<Row>, tokenizers: readonly Tokenizer[]): Promise<Collected> => {
  const texts = tokenizers.map((tokenize) => ({ tokenize, builder: createCorpusBuilder() }));
  const [labels, groupNames, equalTexts] = [createNames(), createNames(), createEqualTexts()];
  const [byName, equal, groups] = [createGrowingNumbers(), createGrowingNumbers(), createGrowingNumbers()];
  const examples: (Example & { readonly row: number })[] = [];
  let isGrouped = false;
  for await (const { text, label, group } of rows) {
    const row = equal.length();
    const known = labels.size();
    byName.push(labels.number(label));
    equal.push(equalTexts.number(text));
    if (group !== null) {
      groups.push(groupNames.number(group));
      isGrouped = true;
    }
    const [tokens] = texts.map(({ tokenize, builder }) => {
      const words = tokenize(text);
      builder.add(words);
      return words;
    });
    if (isExample(row, labels.size() > known, known + 1))
      examples.push({
        row,
        text: shortened(text.replace(/\s+/g, ' ').trim(), exampleLength),
        label,
        tokens: tokens ?? [],
      });
  }
  const classes = sortClasses(labels.list(), byName.finish());
  const corpora = texts.map(({ builder }) => builder.finish(classes));
  return { corpora, equal: equal.finish(), groups: isGrouped ? groups.finish() : null, examples };
};
