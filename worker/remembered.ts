import { readFile } from 'node:fs/promises';

import type { Split } from '../core/split.ts';
import { readSplits } from '../core/split-bytes.ts';
import { readCorpus } from '../text/corpus-bytes.ts';
import type { Corpus } from '../text/corpus.ts';
import { readVectors } from '../training/vectors.ts';
import type { Vectors } from '../training/vectors.ts';
import { remember } from './remember.ts';

/** The last files that this trainer has read, by path: runs that follow each other share them. */
export const corpora = remember<Corpus>(2, async (file) => readCorpus(await readFile(file)));
/** Outside texts apart, so that they do not push the rows out. */
export const outsideTexts = remember<Corpus>(1, async (file) => readCorpus(await readFile(file)));
export const splitsOf = remember<readonly Split[]>(2, async (file) => readSplits(await readFile(file)));
export const vectorsOf = remember<Vectors>(2, async (file) => readVectors(await readFile(file)));
