import { stat } from 'node:fs/promises';

import type { Digest } from '../core/canonical.ts';
import type { Cell, Grid } from '../core/grid.ts';
import type { TokenVariants } from '../core/keys.ts';
import { readNamedFile } from '../core/named-file.ts';
import { tokenPaths, withParameter } from '../core/parameters.ts';
import type { Space } from '../core/space.ts';
import type { PreparedVectors } from '../store/documents.ts';
import type { Corpus } from '../text/corpus.ts';
import { failOf } from '../training/vectors-file/fault.ts';
import { readVectorsFile } from '../training/vectors-file/read-vectors-file.ts';
import type { FileVectors } from '../training/vectors-file/read-vectors-file.ts';
import { writeVectors } from '../training/vectors.ts';
import type { Vectors } from '../training/vectors.ts';
import { pathOfNamed } from './named-files.ts';
import { bytesText } from './plan/bytes-text.ts';
import { say } from './say.ts';

/** The rows of a file that one corpus has words for: what is stored, and what is said of it. */
export type FoundVectors = {
  readonly prepared: PreparedVectors;
  readonly file: string; // as the grid names it
  readonly format: FileVectors['format'];
  readonly fileRows: number;
  readonly advice: string | null; // where few words are found
};

/** A file and the corpora that some trial reads it for. */
type Needed = { readonly file: string; readonly digest: Digest; readonly corpora: Set<number> };

const deciding: readonly string[] = [...tokenPaths, 'embedding.kind', 'embedding.file'];

/** One cell for every file and set of text options of the trials with `kind: file`. */
const cellsWithFile = (space: Space): readonly Cell[] =>
  space.parts
    .flatMap(({ base, embeddingAxes }) =>
      embeddingAxes
        .filter(({ path }) => deciding.includes(path))
        .reduce(
          (cells: readonly Cell[], { path, values }) =>
            cells.flatMap((cell) => values.map((value) => withParameter(cell, path, value))),
          [base],
        ),
    )
    .filter(({ embedding }) => embedding.kind === 'file');

const neededFiles = (space: Space, variants: TokenVariants): readonly Needed[] => {
  const needed = new Map<Digest, Needed>();
  for (const cell of cellsWithFile(space)) {
    const { written, digest } = readNamedFile(cell.embedding.file);
    if (digest === null) throw new Error(`the digest of ${written} was not read`);
    const known = needed.get(digest) ?? { file: cell.embedding.file, digest, corpora: new Set() };
    known.corpora.add(variants.of(cell));
    needed.set(digest, known);
  }
  return [...needed.values()];
};

const countTokens = ({ tokens, words }: Corpus, isFound: (word: string) => boolean): number => {
  const found = words.map(isFound);
  return tokens.reduce((count, token) => count + (found[token] === true ? 1 : 0), 0);
};

/** Below this share of the tokens, something may be wrong with the words. */
const fewTokens = 0.8;

const adviceOf = ({ text }: Cell, corpus: Corpus, share: number, otherCase: number): string | null => {
  if (share >= fewTokens) return null;
  if (otherCase > 0.05 * corpus.words.length) {
    const fix = text.lowercase
      ? 'write text.lowercase: false, or take a file of lower-cased words'
      : 'write text.lowercase: true, if the words of the file are lower-cased';
    return `${otherCase} more words are there in another case: ${fix}`;
  }
  if (text.normalize !== 'none')
    return `the texts are reduced to ${text.normalize}s, which vectors of whole words lack: write text.normalize: none`;
  if (!text.clean.includes('punctuation')) return 'punctuation sticks to the words: write it into text.clean';
  return "words without a vector become <oov>: are these vectors of the texts' language, and of texts like these?";
};

const refuseNone = (path: string, { words }: Corpus, fileRows: number, advice: string | null): never => {
  const examples = words.slice(0, 5).map((word) => JSON.stringify(word));
  const message = `none of the ${words.length} words of the texts (${examples.join(', ')}, …) is among the ${fileRows} of the file`;
  return failOf(path)(null, message, advice ?? 'name a file of vectors for the language of the texts');
};

/** The rows of one corpus among those that were read; all of them, uncopied, where no other corpus was read for. */
const rowsOf = (corpus: Corpus, read: FileVectors, isAlone: boolean): Vectors => {
  if (isAlone) return read;
  const { size } = read;
  const rowOf = new Map(read.words.map((word, row) => [word, row]));
  const words = corpus.words.filter((word) => rowOf.has(word));
  const vectors = new Float32Array(words.length * size);
  words.forEach((word, row) => {
    const from = (rowOf.get(word) as number) * size;
    vectors.set(read.vectors.subarray(from, from + size), row * size);
  });
  return { words, size, vectors };
};

const describe = (cell: Cell, corpus: Corpus, { words }: Vectors, read: FileVectors) => {
  const found = new Set(words);
  const tokens = countTokens(corpus, (word) => found.has(word));
  const [ofWords, ofTokens] = [corpus.words.length, corpus.tokens.length];
  const otherCase = corpus.words.filter((word) => !found.has(word) && read.isThereInOtherCase(word)).length;
  const advice = adviceOf(cell, corpus, tokens / ofTokens, otherCase);
  return { counts: { words: words.length, ofWords, tokens, ofTokens }, advice };
};

/** Files of this size take seconds. */
const longBytes = 2e8;

const sayWhatTakesLong = async (path: string): Promise<void> => {
  const { size } = await stat(path);
  if (size >= longBytes) say(`Reading ${path}, ${bytesText(size)}…`);
};

type Prepare = {
  readonly grid: Grid;
  readonly space: Space;
  readonly variants: TokenVariants;
  readonly corpora: readonly Corpus[];
  readonly keep: (bytes: Uint8Array) => Digest; // stores a blob
};

/**
 * Reads every file of vectors that some trial starts from, once, and keeps the rows of the words of its corpora, in the
 * order of those words: workers never see the file.
 * @throws {SweepError} INVALID_DATA on a damaged file, or one with no word of the texts
 */
export const prepareVectors = async ({
  grid,
  space,
  variants,
  corpora,
  keep,
}: Prepare): Promise<readonly FoundVectors[]> => {
  const all: FoundVectors[] = [];
  for (const needed of neededFiles(space, variants)) {
    const path = pathOfNamed(grid, needed.file);
    await sayWhatTakesLong(path);
    const words = new Set([...needed.corpora].flatMap((at) => (corpora[at] as Corpus).words));
    const read = await readVectorsFile(path, [...words]);
    if (read.digest !== needed.digest) failOf(path)(null, 'the file changed while it was read', 'start again');
    const file = readNamedFile(needed.file).written;
    for (const at of [...needed.corpora].toSorted((a, b) => a - b)) {
      const corpus = corpora[at] as Corpus;
      const rows = rowsOf(corpus, read, needed.corpora.size === 1);
      const { counts, advice } = describe(variants.cells[at] as Cell, corpus, rows, read);
      if (rows.words.length === 0) refuseNone(path, corpus, read.rows, advice);
      const prepared = { corpus: at, file: needed.digest, blob: keep(writeVectors(rows)), size: read.size, ...counts };
      all.push({ prepared, file, format: read.format, fileRows: read.rows, advice });
    }
  }
  return all;
};
