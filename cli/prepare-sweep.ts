import { createHash } from 'node:crypto';

import type { Digest } from '../core/canonical.ts';
import { type EngineId, numericsVersion } from '../core/engine.ts';
import type { Grid, TextOptions } from '../core/grid.ts';
import { gridDigest, tokenVariants } from '../core/keys.ts';
import { createSpace } from '../core/space.ts';
import type { Space } from '../core/space.ts';
import { drawSplits } from '../core/split.ts';
import { baseline } from '../scoring/baseline.ts';
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
import { holding } from '../store/holds.ts';
import { drawSweepUid, insertSweep } from '../store/sweeps.ts';
import { checkRank } from './check-rank.ts';
import { readNamedFiles } from './named-files.ts';
import { prepareOutside } from './prepare-outside.ts';
import type { FoundOutside } from './prepare-outside.ts';
import { prepareVectors } from './prepare-vectors.ts';
import type { FoundVectors } from './prepare-vectors.ts';
import { preparedOf } from './prepared-of.ts';
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

/** Bytes to be stored, by their digest. */
const createBlobs = () => {
  const blobs = new Map<Digest, Uint8Array>();
  const keep = (bytes: Uint8Array): Digest => {
    const digest = createHash('sha256').update(bytes).digest('hex') as Digest;
    blobs.set(digest, bytes);
    return digest;
  };
  return { blobs, keep };
};

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

/** What the rows fall into, by the first set of text options: labels and classes are the same for all. */
const splitsOf = (grid: Grid, { corpora, units, heldOutFrom }: PreparedData) => {
  const [{ labels, classes }] = corpora as readonly [Corpus, ...Corpus[]];
  const splits = drawSplits({ classes, classNames: labels, units, heldOutFrom, split: grid.split });
  const { positive } = grid.rank;
  const sides = splits.map(({ train, heldOut }) => ({ training: train, heldOut }));
  const guess = baseline({ labels, positive, classOfRow: classes, splits: sides });
  checkRank(grid, { labels, baseline: guess });
  return { splits, guess };
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
  const { splits, guess } = splitsOf(grid, data);
  const { blobs, keep } = createBlobs();
  const vectors = await prepareVectors({ grid, space, variants, corpora: data.corpora, keep });
  const outside = await prepareOutside({ grid, data, tokenizers, keep });
  const prepared = preparedOf({ grid, data, lists, splits, guess, vectors, outside }, keep);
  const sizes = data.corpora.map(textSizes);
  const { summary } = data;
  return { grid, space, summary, sizes, vectors, outside, prepared, blobs, files: [...data.files, ...files] };
};

/** Stores the blobs that are not there yet; only while the sweep is held (see `store/holds.ts`), or they may be freed. */
export const storeBlobs = async (store: Store, { blobs }: Pick<PreparedSweep, 'blobs'>): Promise<void> => {
  for (const [digest, bytes] of blobs) if (!(await hasBlob(store, digest))) await putBlob(store, bytes);
};

/** Stores a sweep under its name, after its blobs: held, so that `gc` frees neither those nor the folds that it reuses. */
export const storeSweep = async (
  store: Store,
  sweep: Sweep,
  made: Pick<PreparedSweep, 'blobs'>,
): Promise<Awaited<ReturnType<typeof insertSweep>>> =>
  await holding(store, { kind: 'sweep', sweep }, async () => {
    await storeBlobs(store, made);
    return await insertSweep(store, sweep);
  });

export const sweepDocument = (
  name: string,
  gridFile: string,
  made: PreparedSweep,
  engine: EngineId = 'wasm',
): Sweep => ({
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
  engine,
  numerics: numericsVersion,
  startedAt: Date.now(),
  edition: 0,
});
