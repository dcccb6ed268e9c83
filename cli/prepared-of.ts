import type { Digest } from '../core/canonical.ts';
import type { Grid } from '../core/grid.ts';
import { seesHeldOut } from '../core/parameters.ts';
import { splitDigest, writeSplits } from '../core/split-bytes.ts';
import type { Split } from '../core/split.ts';
import type { Baseline } from '../scoring/baseline.ts';
import type { Prepared } from '../store/documents.ts';
import { writeCorpus } from '../text/corpus-bytes.ts';
import { textsDigest } from '../text/corpus.ts';
import type { Corpus } from '../text/corpus.ts';
import type { PreparedData } from '../text/prepare-data.ts';
import type { DataSummary } from '../text/summarize.ts';
import type { TokenLists } from '../text/token-lists.ts';
import type { FoundOutside } from './prepare-outside.ts';
import type { FoundVectors } from './prepare-vectors.ts';

/** What was read for a sweep and drawn from it. */
export type Found = {
  readonly grid: Grid;
  readonly data: PreparedData;
  readonly lists: readonly TokenLists[]; // one per set of text options
  readonly splits: readonly Split[];
  readonly guess: Baseline;
  readonly vectors: readonly FoundVectors[];
  readonly outside: FoundOutside | null;
};

/** Holds bytes to be stored and gives their digest. */
type Keep = (bytes: Uint8Array) => Digest;

/** What a person may be misled by, and must read beside the scores. */
const caveatsOf = (grid: Grid, { overlap, test }: PreparedData): readonly string[] => {
  return [
    ...(seesHeldOut(grid) ? ['EMBEDDING_SAW_HELD_OUT'] : []),
    ...(overlap ? ['REPEATED_TEXTS_ON_BOTH_SIDES'] : []),
    ...(test === null ? ['NO_TEST_ROWS'] : []),
  ];
};

const preparedTest = ({ test, summary }: PreparedData, keep: Keep): Prepared['test'] => {
  if (test === null || summary.test === null) return null;
  const { rows, classes } = summary.test;
  const corpora = test.corpora.map((corpus) => keep(writeCorpus(corpus)));
  return { rows, classes, rowsDigest: test.digest, corpora, dropped: summary.droppedLikeTest };
};

const readingOf = ({ textColumns, labelColumn, delimiter, encoding }: DataSummary): Prepared['reading'] => ({
  text: textColumns,
  label: labelColumn,
  delimiter,
  encoding,
});

const preparedCorpora = ({ data, splits }: Found, keep: Keep): Prepared['corpora'] =>
  data.corpora.map((corpus) => ({
    digest: keep(writeCorpus(corpus)),
    texts: textsDigest(corpus),
    trainingTexts: splits.map(({ train }) => textsDigest(corpus, train)),
    tokens: corpus.tokens.length,
  }));

/** What a sweep's document says of its data; the bulk is kept as blobs. */
export const preparedOf = (found: Found, keep: Keep): Prepared => {
  const { grid, data, lists, splits, guess, vectors, outside } = found;
  const { summary } = data;
  const [{ labels, classes }] = data.corpora as readonly [Corpus, ...Corpus[]];
  return {
    rows: classes.length,
    labels,
    classes: summary.classes.map(({ rows }) => rows),
    corpora: preparedCorpora(found, keep),
    lists: lists.map((each) => keep(Buffer.from(JSON.stringify(each)))),
    reading: readingOf(summary),
    vectors: vectors.map(({ prepared }) => prepared),
    outside: outside?.prepared ?? [],
    splits: keep(writeSplits(splits)),
    splitDigests: splits.map(splitDigest),
    test: preparedTest(data, keep),
    heldOut: summary.heldOut && { rows: summary.heldOut.rows, dropped: summary.droppedLikeHeldOut },
    baseline: guess,
    caveats: caveatsOf(grid, data),
  };
};
