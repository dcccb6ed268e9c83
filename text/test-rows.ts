import { createHash } from 'node:crypto';
import type { Digest } from '../core/canonical.ts';
import type { Grid } from '../core/grid.ts';
import { firstOfEqual } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import type { Collected } from './collect-rows.ts';
import { rowCount, selectRows } from './corpus.ts';
import type { Corpus } from './corpus.ts';
import { checkLabels, listed } from './given-rows.ts';
import { fileProblem } from './problems.ts';
import type { Problems } from './problems.ts';
import { rowsFile } from './row-sources.ts';

/** The rows that only `fit` looks at. */
export type TestRows = {
  readonly corpora: readonly Corpus[]; // one for each set of text options, with the labels of the training rows
  readonly digest: Digest; // of texts and labels as read, whatever their order
};

type Input = {
  readonly collected: Collected;
  readonly chosen: Chosen;
  readonly labels: readonly string[]; // of the rows that are trained on
  readonly grid: Pick<Grid, 'data' | 'split' | 'folder'>;
  readonly problems: Problems;
};

const checkShare = ({ labels, grid: { data, split }, problems }: Input, corpus: Corpus): void => {
  const add = (message: string, fix: string): void =>
    problems.add('shares of test rows', fileProblem(data.files[0] as string, 'split.test', message, fix));
  const another = 'or another split.testSeed';
  if (rowCount(corpus) === 0) {
    add(`no row fell to the share of ${split.test} that is set aside`, `write a larger split.test, ${another}`);
    return;
  }
  const gone = corpus.labels.filter((label) => !labels.includes(label));
  if (gone.length > 0)
    add(`every row of ${listed(gone)} fell to the test rows; none is left`, `write a smaller split.test, ${another}`);
  const missing = labels.filter((label) => !corpus.labels.includes(label));
  if (missing.length > 0)
    add(`no row of ${listed(missing)} fell to the test rows`, `write a larger split.test, ${another}`);
};

const checkFile = ({ labels, chosen, grid, problems }: Input, test: Pick<Collected, 'places'>, rows: number): void => {
  checkLabels('split.test', test, chosen.droppedRare.labels, { labels, problems });
  if (rows > 0 || problems.count() > 0) return;
  const message = 'no row is left to test on: each is empty, bad or of a rare class';
  const file = rowsFile(grid, 'test') as string;
  problems.add('no test rows', fileProblem(file, 'split.test', message, 'name a file with other rows'));
};

/**
 * Test rows with the labels of the training rows; those of rare classes that were dropped are dropped too. Null where none
 * are set aside. A share drops repeated texts where the data do; a file of test rows stays as it stands.
 */
export const finishTestRows = (input: Input): TestRows | null => {
  const { collected, chosen, labels, grid, problems } = input;
  const { data, split } = grid;
  const { test } = collected;
  if (test === null) return null;
  const isShare = typeof split.test === 'number';
  const [first] = test.corpora as readonly [Corpus, ...Corpus[]];
  const isDropped = first.labels.map(
    (label) =>
      !labels.includes(label) &&
      (chosen.droppedRare.labels.includes(label) || (isShare && data.rareClasses === 'drop')),
  );
  const all = Uint32Array.from(test.equal.keys());
  const distinct = isShare && data.duplicates === 'drop' ? firstOfEqual(test.equal, all) : all;
  const rows = distinct.filter((row) => isDropped[first.classes[row] as number] !== true);
  if (isShare) checkShare(input, selectRows(first, rows));
  else checkFile(input, test, rows.length);
  problems.throwIfAny();
  const hash = createHash('sha256');
  for (const digest of Array.from(rows, (row) => test.digests[row] as string).toSorted()) hash.update(digest);
  return {
    corpora: test.corpora.map((corpus) => selectRows(corpus, rows, labels)),
    digest: hash.digest('hex') as Digest,
  };
};
