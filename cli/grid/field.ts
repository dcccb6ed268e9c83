import * as z from 'zod';

/** One key of the grid file: what may stand there, and what the editor says about it. */
export type Field<S extends z.ZodType = z.ZodType> = {
  readonly schema: S; // one value as written, to the value that the grid holds
  readonly expected: string; // second half of a message: "expected …"
  readonly description: string;
  readonly examples: readonly unknown[];
  readonly fix: string | null; // what to do where nothing better is known; null: write the first example
  readonly fallback: unknown; // as it would be written; undefined where none is
  readonly axis: boolean; // whether it may be a list or a range of values
  readonly range: 'integer' | 'number' | null; // how the steps of a range are rounded; null: no ranges
  readonly asText: boolean; // names, labels and columns: 1, true and null are texts too
  readonly choices: readonly string[]; // for "did you mean"
  readonly isList: boolean; // one value may itself be a list
};

type Words = {
  readonly description: string;
  readonly examples?: readonly unknown[];
  readonly fallback?: unknown;
  readonly expected?: string;
  readonly fix?: string;
};

const field = <S extends z.ZodType>(
  schema: S,
  expected: string,
  words: Words,
  more: Partial<Pick<Field, 'range' | 'asText' | 'choices' | 'isList'>> = {},
): Field<S> => ({
  schema,
  expected: words.expected ?? expected,
  description: words.description,
  examples: words.examples ?? [],
  fix: words.fix ?? null,
  fallback: words.fallback,
  axis: false,
  range: null,
  asText: false,
  choices: [],
  isList: false,
  ...more,
});

/** The same field, as one that may be an axis. */
export const asAxis = <S extends z.ZodType>(one: Field<S>): Field<S> => ({ ...one, axis: true });

const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) as string}`;

export const choice = <const T extends readonly [string, ...string[]]>(choices: T, words: Words) =>
  field(z.enum(choices), orList(choices), words, { choices });

export const flag = (words: Words) => field(z.boolean(), 'true or false', words);

/** A whole number from `least`, small enough to be exact. */
export const whole = (least: number, words: Words) =>
  field(z.int().min(least), `a whole number from ${least}`, words, { range: 'integer' });

/** A whole number between two ends, both included; `expected` may promise less than the schema takes. */
export const wholeBetween = (least: number, most: number, words: Words) =>
  field(z.int().min(least).max(most), `a whole number from ${least} to ${most}`, words, { range: 'integer' });

/** A seed: a whole number from 0. */
export const seed = (words: Words) => field(z.int().min(0), 'a whole number from 0', words);

/** A share that may be 0 and may not be 1. */
export const rate = (words: Words) =>
  field(z.number().min(0).lt(1), 'a number from 0, less than 1', words, { range: 'number' });

export const positive = (words: Words) =>
  field(z.number().gt(0), 'a number greater than 0', words, { range: 'number' });

/** A share strictly between 0 and 1. */
export const share = () => z.number().gt(0).lt(1);

/** `word`, or what `schema` takes. */
export const wordOr = <const W extends string, S extends z.ZodType>(
  word: W,
  schema: S,
  expected: string,
  words: Words,
  range: Field['range'] = null,
) => field(z.union([z.literal(word), schema]), `${word} or ${expected}`, words, { choices: [word], range });

const path = z.string().min(1);

/** `none` or one file; the grid holds what is written. */
export const fileOrNone = (words: Words, ...choices: readonly string[]) =>
  field(path, orList(['none', ...choices, 'a file']), words, { choices: ['none', ...choices] });

export const own = field;

export const column = z.union([z.string().min(1), z.number(), z.boolean(), z.null()]).transform(String);

/** One field for every key of `Options`, each giving what the grid holds there. */
export type Fields<Options> = { readonly [Key in keyof Options]: Field<z.ZodType<Options[Key]>> };
