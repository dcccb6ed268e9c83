import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { SweepError } from '../../core/errors.ts';
import type { DataOptions, SplitOptions, TextOptions } from '../../core/grid.ts';
import { rowTokens } from '../../text/corpus.ts';
import { prepareData } from '../../text/prepare-data.ts';
import type { PreparedData } from '../../text/prepare-data.ts';
import { createProblems } from '../../text/problems.ts';
import { createReader } from '../../text/read-rows.ts';
import type { ReadReport, Row } from '../../text/read-rows.ts';
import { createTokenizer } from '../../text/tokenize.ts';
import type { TokenOptions, Tokenizer } from '../../text/tokenize.ts';
import { aCell, aGrid } from '../core/grids.ts';

export type Folder = ReturnType<typeof createFolder>;

/** A folder of its own for the files of one test file. */
export const createFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-text-'));
  return {
    file: (name: string, content: string | Uint8Array): string => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    path: (name: string): string => join(folder, name),
    remove: (): void => rmSync(folder, { recursive: true }),
  };
};

/** Any character but halves of a pair, the odd ones more often than chance would have them. */
export const anyCharacter = fc
  .oneof(
    fc.constantFrom(...Array.from("a'’é👍🏽🇮❤\ufe0f\u20e3\u200d\u0301#@1٣<>&;:/. \t\u00a0Σİ", (character) => character)),
    fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
    fc.integer({ min: 1, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  )
  .filter((character) => !/\p{Surrogate}/u.test(character));

export const someData = (files: string | readonly string[], options: Partial<DataOptions> = {}): DataOptions => ({
  ...aGrid().data,
  files: typeof files === 'string' ? [files] : files,
  ...options,
});

/** Text options of a cell, with the cleaning that a grid file has by default. */
export const someText = (options: Partial<TextOptions> = {}): TextOptions => ({
  ...aCell().text,
  clean: ['html', 'url', 'mention', 'number', 'punctuation'],
  ...options,
});

export const someTokenizer = (options: Partial<TokenOptions> = {}): Tokenizer => {
  const { clean, lowercase } = someText();
  return createTokenizer({ clean, lowercase, replace: null, isStopword: null, normalize: null, ...options });
};

export const someSplit = (options: Partial<SplitOptions> = {}): SplitOptions => ({
  folds: 2,
  repeats: 1,
  holdout: 'none',
  stratify: true,
  groups: null,
  test: 'none',
  testSeed: 0,
  seed: 0,
  ...options,
});

/** Prepares the rows `text,label` of a file of its own. */
export const prepareRows = (
  folder: Folder,
  rows: readonly string[],
  data: Partial<DataOptions> = {},
  split: Partial<SplitOptions> = {},
): Promise<PreparedData> => {
  const file = folder.file('some.csv', ['text,label', ...rows].join('\n'));
  return prepareData({ folder: '/', data: someData(file, data), split: someSplit(split) }, [someTokenizer()]);
};

/** The words of each prepared text. */
export const textsOf = ({ corpora: [corpus] }: PreparedData): readonly string[] =>
  Array.from(corpus?.classes ?? [], (_, row) =>
    corpus === undefined ? '' : Array.from(rowTokens(corpus, row), (token) => corpus.words[token]).join(' '),
  );

export const readAll = async (
  data: DataOptions,
  groups: string | null = null,
): Promise<{ readonly rows: readonly Row[]; readonly report: ReadReport }> => {
  const problems = createProblems();
  const reader = createReader(data, groups, problems);
  const rows: Row[] = [];
  for await (const row of reader.rows) rows.push(row);
  problems.throwIfAny();
  return { rows, report: reader.report() };
};

/** Rows as `[text, label]`. */
export const pairs = async (data: DataOptions): Promise<readonly (readonly [string, string])[]> =>
  (await readAll(data)).rows.map(({ text, label }) => [text, label]);

/** The problems of a user's error, as lines `file:line [path] message → fix`; throws where there was no such error. */
export const problemsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SweepError) || error.code !== 'INVALID_DATA') throw error;
    return error.problems.map(
      ({ file, line, path, message, fix }) =>
        `${basename(file)}:${line ?? '-'} [${path}] ${message}${fix === null ? '' : ` → ${fix}`}`,
    );
  }
  throw new Error('no problem was found');
};
