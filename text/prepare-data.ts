import type { Grid } from '../core/grid.ts';
import { chooseRows, unitsOfRows } from './choose-rows.ts';
import type { Chosen } from './choose-rows.ts';
import { collectRows } from './collect-rows.ts';
import type { Collected } from './collect-rows.ts';
import { selectRows } from './corpus.ts';
import type { Corpus } from './corpus.ts';
import { countDistinct, flagsOf, limitOf } from './number-flags.ts';
import type { DataFile } from './open-bytes.ts';
import { createProblems } from './problems.ts';
import { createRowSources } from './row-sources.ts';
import { checkGivenFiles, checkHeldOutRows, trainingLabels } from './given-rows.ts';
import { summarize } from './summarize.ts';
import type { DataSummary } from './summarize.ts';
import { createTestChoice } from './test-choice.ts';
import { finishTestRows } from './test-rows.ts';
import type { TestRows } from './test-rows.ts';
import type { Tokenizer } from './tokenize.ts';
import { dense } from './units.ts';

/** The data of a sweep as integers. Rows are those that take part, numbered from 0 in the order of the files; test rows are none of them. */
export type PreparedData = {
  readonly corpora: readonly Corpus[]; // one for each set of text options
  readonly duplicatesOf: Uint32Array; // [rows] equal numbers: equal texts
  readonly groups: Uint32Array | null; // [rows] equal numbers: equal values in the groups column
  readonly units: Uint32Array | null; // [rows] equal numbers: never on both sides of a split; for drawSplits
  readonly files: readonly DataFile[]; // of the data; size and digest of the bytes that were read
  readonly heldOutFrom: number; // from here on rows are those of a hold-out file
  readonly test: TestRows | null; // what only `fit` looks at
  readonly isOwn: (text: string) => boolean; // whether a text is equal to one of these rows' or of the test rows'
  readonly summary: DataSummary;
  readonly overlap: boolean; // whether equal texts can be on both sides of a split
};

/** Whether a text is equal to that of a row which takes part or is set aside. */
const createIsOwn = ({ equal, test, find }: Collected, { rows }: Chosen): ((text: string) => boolean) => {
  const own = rows.map((row) => equal[row] as number);
  const limit = limitOf(own, test?.equal);
  const flags = flagsOf(own, limit);
  for (const number of test?.equal ?? []) flags[number] = 1;
  return (text) => flags[find(text) ?? flags.length] === 1;
};

/** Whether some text is there twice: anywhere, or on both sides where a file gives the held-out rows. */
const isRepeated = (equal: Uint32Array, { heldOutFrom, rows }: Chosen): boolean => {
  if (heldOutFrom === rows.length) return countDistinct(equal) < equal.length;
  const trained = flagsOf(equal.subarray(0, heldOutFrom), limitOf(equal));
  return equal.subarray(heldOutFrom).some((number) => trained[number] === 1);
};

/**
 * Reads the files of rows once and tokenises them with the tokenizer of every set of text options; test rows are apart from
 * all else from the first on. Needs memory for the integers and the distinct words, not for the texts.
 * @throws {SweepError} INVALID_DATA with all problems of all files
 */
export const prepareData = async (
  grid: Pick<Grid, 'data' | 'split' | 'folder'>,
  tokenizers: readonly Tokenizer[],
): Promise<PreparedData> => {
  const { data, split } = grid;
  const problems = createProblems();
  const { sources, reports } = createRowSources(grid, problems);
  const choice = typeof split.test === 'number' ? createTestChoice(split.test, split.testSeed) : null;
  const collected = await collectRows(sources, tokenizers, choice);
  problems.throwIfAny();
  checkGivenFiles(grid, reports(), problems);
  problems.throwIfAny();
  const chosen = chooseRows({ collected, data, split, problems });
  problems.throwIfAny();
  const pick = (numbers: Uint32Array): Uint32Array => dense(chosen.rows.map((row) => numbers[row] as number));
  const isAll = chosen.rows.length === collected.equal.length;
  const corpora = isAll ? collected.corpora : collected.corpora.map((corpus) => selectRows(corpus, chosen.rows));
  const [first] = corpora as readonly [Corpus, ...Corpus[]];
  const labels = trainingLabels(first, chosen.heldOutFrom);
  checkHeldOutRows({ grid, collected, chosen, labels, problems });
  const test = finishTestRows({ collected, chosen, labels, grid, problems });
  problems.throwIfAny();
  const duplicatesOf = pick(collected.equal);
  return {
    corpora,
    duplicatesOf,
    groups: collected.groups === null ? null : pick(collected.groups),
    units: unitsOfRows(collected, data, chosen.rows),
    files: reports()[0]?.files ?? [],
    heldOutFrom: chosen.heldOutFrom,
    test,
    isOwn: createIsOwn(collected, chosen),
    summary: summarize({ grid, collected, chosen, reports: reports(), corpora, test }),
    overlap: data.duplicates === 'keep' && isRepeated(duplicatesOf, chosen),
  };
};
