import type { Digest } from '../core/canonical.ts';
import type { Grid } from '../core/grid.ts';
import { readNamedFile } from '../core/named-file.ts';
import { valuesAt } from '../core/parameters.ts';
import type { OutsideTexts } from '../store/documents.ts';
import type { Corpus } from '../text/corpus.ts';
import { textsDigest } from '../text/corpus.ts';
import { writeCorpus } from '../text/corpus-bytes.ts';
import { collectOutside } from '../text/outside-corpora.ts';
import type { PreparedData } from '../text/prepare-data.ts';
import { createProblems, fileProblem } from '../text/problems.ts';
import type { Problems } from '../text/problems.ts';
import { createTextReader } from '../text/read-texts.ts';
import type { Tokenizer } from '../text/tokenize.ts';
import { jobWords } from '../training/word2vec/jobs.ts';
import { pathOfNamed } from './named-files.ts';
import { outsideSizes } from './plan/outside-sizes.ts';
import type { OutsideSizes } from './plan/outside-sizes.ts';

/** The outside texts that word2vec sees: what is stored, and what is said of them. */
export type FoundOutside = {
  readonly files: readonly string[]; // as the grid names them
  readonly prepared: readonly OutsideTexts[]; // one per set of text options
  readonly sizes: readonly OutsideSizes[]; // of each
  readonly ofWords: number; // distinct words of the rows, by the first set of text options
  readonly empty: number; // texts
  readonly own: number; // texts equal to one of the rows', left out
  readonly skippedBad: number; // texts
};

/** The files of the trials with word2vec; `embedding.corpus` is never an axis. */
const filesOf = ({ parts }: Grid): readonly string[] =>
  parts.find((part) => valuesAt(part, 'embedding.kind').includes('word2vec'))?.base.embedding.corpus ?? [];

const checkUnchanged = (
  problems: Problems,
  files: readonly string[],
  read: readonly { path: string; digest: Digest }[],
) => {
  read.forEach(({ path, digest }, at) => {
    if (readNamedFile(files[at] as string).digest === digest) return;
    problems.add(
      'files that changed',
      fileProblem(path, 'embedding.corpus', 'the file changed while it was read', 'start again'),
    );
  });
};

const describe = (corpus: Corpus, own: Corpus): Omit<OutsideTexts, 'digest'> => {
  const known = new Set(own.words);
  return {
    texts: textsDigest(corpus),
    rows: corpus.classes.length,
    tokens: corpus.tokens.length,
    words: corpus.words.length,
    shared: corpus.words.filter((word) => known.has(word)).length,
  };
};

type Input = {
  readonly grid: Grid;
  readonly data: Pick<PreparedData, 'corpora' | 'isOwn' | 'summary'>;
  readonly tokenizers: readonly Tokenizer[];
  readonly keep: (bytes: Uint8Array) => Digest; // stores a blob
};

/**
 * Reads the files of `embedding.corpus` once and tokenises them as the rows are, without the texts that rows have.
 * @returns null where no trial reads any
 * @throws {SweepError} INVALID_DATA with all problems of all files
 */
export const prepareOutside = async ({ grid, data, tokenizers, keep }: Input): Promise<FoundOutside | null> => {
  const files = filesOf(grid);
  if (files.length === 0) return null;
  const problems = createProblems();
  const paths = files.map((file) => pathOfNamed(grid, file));
  const like = data.summary.textColumns;
  const reader = createTextReader({ files: paths, key: 'embedding.corpus', data: grid.data, like, problems });
  const { texts } = reader;
  const { corpora, empty, own } = await collectOutside({ texts, tokenizers, isOwn: data.isOwn, mostWords: jobWords });
  problems.throwIfAny();
  const report = reader.report();
  checkUnchanged(problems, files, report.files);
  if (corpora.some(({ tokens }) => tokens.length === 0)) {
    const message = own > 0 ? 'every text is one of the rows' : 'no text has a word';
    problems.add(
      'files without texts',
      fileProblem(paths[0] as string, 'embedding.corpus', message, 'write none, or name other files'),
    );
  }
  problems.throwIfAny();
  return {
    files: files.map((file) => readNamedFile(file).written),
    prepared: corpora.map((corpus, at) => ({
      digest: keep(writeCorpus(corpus)),
      ...describe(corpus, data.corpora[at] as Corpus),
    })),
    sizes: corpora.map((corpus, at) => outsideSizes(data.corpora[at] as Corpus, corpus)),
    ofWords: (data.corpora[0] as Corpus).words.length,
    empty,
    own,
    skippedBad: report.skippedBad,
  };
};
