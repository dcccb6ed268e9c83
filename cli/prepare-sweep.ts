import { createHash } from 'node:crypto';

import type { Digest } from '../core/canonical.ts';
import { numericsVersion } from '../core/engine.ts';
import type { Grid, TextOptions } from '../core/grid.ts';
import { gridDigest, tokenVariants } from '../core/keys.ts';
import { createSpace } from '../core/space.ts';
import type { Space } from '../core/space.ts';
import { splitDigest, writeSplits } from '../core/split-bytes.ts';
import { drawSplits } from '../core/split.ts';
import { baseline } from '../scoring/baseline.ts';
import { writeCorpus } from '../text/corpus-bytes.ts';
import { textsDigest } from '../text/corpus.ts';
import type { Corpus } from '../text/corpus.ts';
import { createTokenizers } from '../text/create-tokenizers.ts';
import { checkEmptied } from '../text/emptied.ts';
import { prepareData } from '../text/prepare-data.ts';
import type { PreparedData } from '../text/prepare-data.ts';
import { createProblems } from '../text/problems.ts';
import type { DataSummary } from '../text/summarize.ts';
import type { TokenLists } from '../text/token-lists.ts';
import { hasBlob, putBlob } from '../store/blobs.ts';
import type { Prepared, Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { drawSweepUid } from '../store/sweeps.ts';
import { checkRank } from './check-rank.ts';
import { readNamedFiles } from './named-files.ts';
import { prepareOutside } from './prepare-outside.ts';
import type { FoundOutside } from './prepare-outside.ts';
import { prepareVectors } from './prepare-vectors.ts';
import type { FoundVectors } from './prepare-vectors.ts';
import { textSizes } from './plan/text-sizes.ts';
import type { TextSizes } from './plan/text-sizes.ts';

/** A grid whose data were read, tokenised once per set of text options, and split: all that a sweep starts from. */
export type PreparedSweep = {
  readonly grid: Grid;
  readonly space: Space;
  readonly summary: DataSummary;
  readonly sizes: readonly TextSizes[]; // of each corpus
  readonly vectors: readonly FoundVectors[]; // from files
  readonly outside: FoundOutside | null; // texts that word2vec sees besides
  readonly prepared: Prepared;
  readonly blobs: ReadonlyMap<Digest, Uint8Array>;
  readonly files: Sweep['files'];
};

const digestOfBlob = (bytes: Uint8Array): Digest => createHash('sha256').update(bytes).digest('hex') as Digest;

/** What a person may be misled by, and must read beside the scores. */
const caveatsOf = (grid: Grid, { overlap, test }: PreparedData): readonly string[] => {
  const sawHeldOut = grid.parts.some(({ base }) => base.embedding.kind === 'word2vec' && base.embedding.fit === 'all');
  return [
    ...(sawHeldOut ? ['EMBEDDING_SAW_HELD_OUT'] : []),
    ...(overlap ? ['REPEATED_TEXTS_ON_BOTH_SIDES'] : []),
    ...(test === null ? ['NO_TEST_ROWS'] : []),
  ];
};

const preparedTest = ({ test, summary }: PreparedData, keep: (bytes: Uint8Array) => Digest): Prepared['test'] => {
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

/** Refuses text options that leave no word of any text: all trials would see the same nothing. */
const refuseEmptied = async (
  texts: readonly TextOptions[],
  lists: readonly TokenLists[],
  { corpora, summary: { files, examples } }: PreparedData,
): Promise<void> => {
  const problems = createProblems();
  const sets = corpora.map((corpus, at) => ({
    text: texts[at] as TextOptions,
    lists: lists[at] as TokenLists,
    corpus,
  }));
  await checkEmptied(
    sets,
    files[0] as string,
    examples.map(({ text }) => text),
    problems,
  );
  problems.throwIfAny();
};

/**
 * Reads the data and draws the splits; nobody does so again.
 * @throws {SweepError} INVALID_DATA with every problem found
 */
export const prepareSweep = async (parsed: Grid): Promise<PreparedSweep> => {
  const { grid, files } = await readNamedFiles(parsed);
  const space = createSpace(grid);
  const variants = tokenVariants(space);
  const texts = variants.cells.map(({ text }) => text);
  const { tokenizers, lists } = await createTokenizers(texts, grid.folder);
  const data = await prepareData(grid, tokenizers);
  await refuseEmptied(texts, lists, data);
  const [first] = data.corpora as readonly [Corpus, ...Corpus[]];
  const { labels, classes } = first;
  const { units, heldOutFrom } = data;
  const splits = drawSplits({ classes, classNames: labels, units, heldOutFrom, split: grid.split });
  const blobs = new Map<Digest, Uint8Array>();
  const keep = (bytes: Uint8Array): Digest => {
    const digest = digestOfBlob(bytes);
    blobs.set(digest, bytes);
    return digest;
  };
  const corpora = data.corpora.map((corpus) => ({
    digest: keep(writeCorpus(corpus)),
    texts: textsDigest(corpus),
    trainingTexts: splits.map(({ train }) => textsDigest(corpus, train)),
    tokens: corpus.tokens.length,
  }));
  const vectors = await prepareVectors({ grid, space, variants, corpora: data.corpora, keep });
  const outside = await prepareOutside({ grid, data, tokenizers, keep });
  const guess = baseline({
    labels,
    positive: grid.rank.positive,
    classOfRow: classes,
    splits: splits.map(({ train, heldOut }) => ({ training: train, heldOut })),
  });
  checkRank(grid, { labels, baseline: guess });
  const prepared: Prepared = {
    rows: classes.length,
    labels,
    classes: data.summary.classes.map(({ rows }) => rows),
    corpora,
    lists: lists.map((each) => keep(Buffer.from(JSON.stringify(each)))),
    reading: readingOf(data.summary),
    vectors: vectors.map((found) => found.prepared),
    outside: outside?.prepared ?? [],
    splits: keep(writeSplits(splits)),
    splitDigests: splits.map(splitDigest),
    test: preparedTest(data, keep),
    heldOut: data.summary.heldOut && { rows: data.summary.heldOut.rows, dropped: data.summary.droppedLikeHeldOut },
    baseline: guess,
    caveats: caveatsOf(grid, data),
  };
  const sizes = data.corpora.map(textSizes);
  return {
    grid,
    space,
    summary: data.summary,
    sizes,
    vectors,
    outside,
    prepared,
    blobs,
    files: [...data.files, ...files],
  };
};

/** Stores the blobs that are not there yet. */
export const storeBlobs = async (store: Store, { blobs }: PreparedSweep): Promise<void> => {
  for (const [digest, bytes] of blobs) if (!(await hasBlob(store, digest))) await putBlob(store, bytes);
};

export const sweepDocument = (name: string, gridFile: string, made: PreparedSweep): Sweep => ({
  uid: drawSweepUid(),
  name,
  grid: made.grid,
  gridFile,
  gridDigest: gridDigest(
    made.grid,
    made.files.map(({ digest }) => digest),
  ),
  files: made.files,
  prepared: made.prepared,
  numerics: numericsVersion,
  startedAt: Date.now(),
});
