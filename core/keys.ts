import { digestOf } from './canonical.ts';
import type { Digest, Json } from './canonical.ts';
import type { EngineId } from './engine.ts';
import type { Cell, EmbeddingOptions, Grid } from './grid.ts';
import { readNamedFile } from './named-file.ts';
import { readParameters, tokenPaths } from './parameters.ts';
import type { FoldKey } from './results.ts';
import type { Space } from './space.ts';
import { embeddingCell } from './space.ts';

declare const brand: unique symbol;
/** Names one run (one fold of the trials that differ in epochs only) by all that it depends on. */
export type RunKey = Digest & { readonly [brand]: 'RunKey' };
/** Names the word vectors of one training by all that they depend on. */
export type EmbeddingKey = Digest & { readonly [brand]: 'EmbeddingKey' };

/** Names what a fit on all rows makes by all that it depends on. */
export type FitKey = Digest & { readonly [brand]: 'FitKey' };

/** Raised when the list of fields below changes; that is a breaking change (docs/formats.md). */
const keyFormat = 1;

type Numerics = { readonly engine: EngineId; readonly numerics: number };

/** The values that a cell reads without `left`, and the outside texts as word2vec sees them in place of their files. */
const keyCell = (cell: Cell, left: readonly string[], outside: Digest | null): Json => {
  const read = Object.entries(readParameters(cell)).filter(([path]) => !left.includes(path));
  return { ...Object.fromEntries(read), ...(outside === null ? {} : { 'embedding.corpus': outside }) };
};

/** The fields of a run's key; `trainingTexts` and file paths never enter, only digests of what was read. */
export const runKey = (
  work: Numerics & {
    readonly tokens: Digest; // of the tokenised (text, label) blob
    readonly split: Digest; // of the row numbers of both sides
    readonly repeat: number;
    readonly fold: number; // these two name the random streams
    readonly outside: Digest | null; // of the outside texts that word2vec sees; null: none
    readonly cell: Cell;
  },
): RunKey => {
  const cell = keyCell(work.cell, [...tokenPaths, 'train.epochs'], work.outside);
  const { engine, numerics, tokens, split, repeat, fold } = work;
  return digestOf({ v: keyFormat, run: { engine, numerics, tokens, split, repeat, fold, cell } }) as RunKey;
};

/** A fold's result: the run's key and the epochs at which it was scored. */
export const foldKey = (run: RunKey, epochs: number): FoldKey => digestOf({ v: keyFormat, run, epochs }) as FoldKey;

/** In place of a split's repeat and fold: a fit on all rows draws from streams that no fold of a sweep draws from. */
export const fitStreams = { repeat: 0, fold: -1 } as const;

/**
 * The fields of a fit's key. All rows are training rows, so that neither split, repeat nor fold is among them, nor whose
 * texts word2vec sees.
 */
export const fitKey = (
  work: Numerics & {
    readonly tokens: Digest; // of the tokenised (text, label) blob: every row trains
    readonly test: { readonly rows: Digest; readonly tokens: Digest } | null; // as read, and tokenised
    readonly outside: Digest | null; // of the outside texts that word2vec sees; null: none
    readonly cell: Cell;
  },
): FitKey => {
  const cell = keyCell(work.cell, [...tokenPaths, 'embedding.fit'], work.outside);
  const { engine, numerics, tokens, test } = work;
  return digestOf({ v: keyFormat, fit: { engine, numerics, tokens, test, cell } }) as FitKey;
};

/**
 * The fields of an embedding's key: the texts that it sees, not their labels; with `fit: all` neither split nor fold. Word
 * vectors are trained by our own kernels whatever the sweep's engine, so that sweeps of all engines share them.
 */
export const embeddingKey = (
  work: Pick<Numerics, 'numerics'> & {
    readonly texts: Digest;
    readonly outside: Digest | null; // of the texts that it sees behind those; null: none
    readonly embedding: EmbeddingOptions;
  },
): EmbeddingKey => {
  const { kind, iterations, window, size, minCount, negative, sample, seed } = work.embedding;
  const options: Json = { kind, iterations, window, size, minCount, negative, sample, seed };
  const { numerics, texts } = work;
  const outside: Json = work.outside === null ? {} : { outside: work.outside };
  return digestOf({
    v: keyFormat,
    embedding: { engine: 'wasm', numerics, texts, ...outside, options },
  }) as EmbeddingKey;
};

/** Sets of text options that give other tokens; a cell's tokens are those of its set. */
export type TokenVariants = { readonly cells: readonly Cell[]; readonly of: (cell: Cell) => number };

const variantOf = (cell: Cell): string => {
  const read = readParameters(cell);
  return digestOf(Object.fromEntries(tokenPaths.map((path) => [path, read[path] ?? null])));
};

/** The distinct sets of token options, in the order in which the embeddings of the grid name them first. */
export const tokenVariants = (space: Space): TokenVariants => {
  const cells: Cell[] = [];
  const found = new Map<string, number>();
  for (const part of space.parts) {
    const axes = part.embeddingAxes.filter(({ path }) => tokenPaths.includes(path));
    const sets = axes.reduce((size, axis) => size * axis.values.length, 1);
    const perSet = (part.lastEmbedding - part.firstEmbedding) / sets; // text axes are the most significant
    for (let set = 0; set < sets; set++) {
      const cell = embeddingCell(space, part.firstEmbedding + set * perSet);
      const variant = variantOf(cell);
      if (!found.has(variant)) found.set(variant, cells.push(cell) - 1);
    }
  }
  return { cells, of: (cell) => found.get(variantOf(cell)) as number };
};

/** The same JSON with the digest in place of every named file. */
const byDigest = (json: Json): Json => {
  if (typeof json === 'string') return readNamedFile(json).digest ?? json;
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(byDigest);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, byDigest(value as Json)]));
};

/** What decides whether two starts under one name mean the same: the parsed grid without its name and file paths. */
export const gridDigest = (grid: Grid, files: readonly Digest[]): Digest => {
  const { name: _name, folder: _folder, data, ...rest } = grid;
  const { files: _files, ...dataOptions } = data;
  return digestOf(byDigest({ ...rest, data: dataOptions, files } as unknown as Json));
};
