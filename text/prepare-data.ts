import type { Grid } from '../core/grid.ts';
import { chooseRows, unitsOfRows } from './choose-rows.ts';
import { collectRows } from './collect-rows.ts';
import { selectRows } from './corpus.ts';
import type { Corpus } from './corpus.ts';
import type { DataFile } from './open-bytes.ts';
import { createProblems } from './problems.ts';
import { createReader } from './read-rows.ts';
import { summarize } from './summarize.ts';
import type { DataSummary } from './summarize.ts';
import type { Tokenizer } from './tokenize.ts';
import { dense } from './units.ts';

/** The data of a sweep as integers. Rows are those that take part, numbered from 0 in the order of the files. */
export type PreparedData = {
  readonly corpora: readonly Corpus[]; // one for each set of text options
  readonly duplicatesOf: Uint32Array; // [rows] equal numbers: equal texts
  readonly groups: Uint32Array | null; // [rows] equal numbers: equal values in the groups column
  readonly units: Uint32Array | null; // [rows] equal numbers: never on both sides of a split; for drawSplits
  readonly files: readonly DataFile[]; // size and digest of the bytes that were read
  readonly summary: DataSummary;
  readonly overlap: boolean; // whether equal texts can be on both sides of a split
};

/**
 * Reads the data files once and tokenises them with the tokenizer of every set of text options.
 * Needs memory for the integers and the distinct words, not for the texts.
 * @throws {SweepError} INVALID_DATA with all problems of all files
 */
export const prepareData = async (
  { data, split }: Pick<Grid, 'data' | 'split'>,
  tokenizers: readonly Tokenizer[],
): Promise<PreparedData> => {
  const problems = createProblems();
  const reader = createReader(data, split.groups, problems);
  const collected = await collectRows(reader.rows, tokenizers);
  problems.throwIfAny();
  const chosen = chooseRows({ collected, data, split, problems });
  problems.throwIfAny();
  const pick = (numbers: Uint32Array): Uint32Array => dense(chosen.rows.map((row) => numbers[row] as number));
  const isAll = chosen.rows.length === collected.equal.length;
  const corpora = isAll ? collected.corpora : collected.corpora.map((corpus) => selectRows(corpus, chosen.rows));
  const duplicatesOf = pick(collected.equal);
  const isRepeated = duplicatesOf.some((number, row) => row > 0 && number <= (duplicatesOf[row - 1] as number));
  return {
    corpora,
    duplicatesOf,
    groups: collected.groups === null ? null : pick(collected.groups),
    units: unitsOfRows(collected, data, chosen.rows),
    files: reader.report().files,
    summary: summarize(collected, chosen, reader.report(), corpora[0] as Corpus),
    overlap: data.duplicates === 'keep' && isRepeated,
  };
};
