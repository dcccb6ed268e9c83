import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';

import type { Split } from '../core/split.ts';
import { readSplits } from '../core/split-bytes.ts';
import { readCorpus } from '../text/corpus-bytes.ts';
import type { Corpus } from '../text/corpus.ts';
import { readVectors } from '../training/vectors.ts';
import type { Vectors } from '../training/vectors.ts';
import { remember } from './remember.ts';

/**
 * The bytes of a cached file, which is named by their digest: scores of other bytes would stand under a key that does
 * not say so. A damaged file is removed, so that the next who asks for it fetches it again.
 * @throws {Error} if the bytes are not those
 */
export const readCached = async (file: string): Promise<Buffer> => {
  const bytes = await readFile(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest === basename(file)) return bytes;
  await rm(file, { force: true });
  throw new Error(`the cached file ${file} was damaged: its ${bytes.length} bytes have the digest ${digest}`);
};

/** The last files that this trainer has read, by path: runs that follow each other share them. */
export const corpora = remember<Corpus>(2, async (file) => readCorpus(await readCached(file)));
/** Outside texts apart, so that they do not push the rows out. */
export const outsideTexts = remember<Corpus>(1, async (file) => readCorpus(await readCached(file)));
export const splitsOf = remember<readonly Split[]>(2, async (file) => readSplits(await readCached(file)));
export const vectorsOf = remember<Vectors>(2, async (file) => readVectors(await readCached(file)));
