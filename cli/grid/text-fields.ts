import * as z from 'zod';
import type { CleanKind, MaxTokens, TextOptions } from '../../core/grid.ts';
import type { Fields } from './field.ts';
import { asAxis, choice, fileOrNone, flag, own, wordOr } from './field.ts';
import { otherValues } from './other-values.ts';

/** In the order in which the cleaning is listed in names and keys, however the grid lists it. */
export const cleanKinds = [
  'html',
  'url',
  'mention',
  'number',
  'punctuation',
  'emoji',
  'hashtag',
  'symbol',
  'repeats',
] as const satisfies readonly CleanKind[];

const clean = z.union([
  z.enum(['none', ...cleanKinds]).transform((kind) => (kind === 'none' ? [] : [kind])),
  z
    .array(z.enum(cleanKinds))
    .refine((kinds) => new Set(kinds).size === kinds.length)
    .transform((kinds) => cleanKinds.filter((kind) => kinds.includes(kind))),
]);

const maxTokens = z.union([
  z.int().min(1),
  z
    .string()
    .regex(/^p([1-9][0-9]?|100)$/)
    .transform((text) => text as MaxTokens),
]);

/** What other programs call the list of a language; a file of such a name is written with its folder: `./english`. */
const stopwords = z
  .string()
  .min(1)
  .refine((value) => otherValues['text.stopwords']?.[value.toLowerCase()] === undefined);

export const textFields = {
  clean: asAxis(
    own(
      clean,
      `none, or a list of ${cleanKinds.join(', ')}, each once`,
      {
        description:
          'What is removed from the texts, which are brought to Unicode form NFC first. Apostrophes inside words stay; html also decodes entities; url also takes e-mail addresses; number leaves digits inside words; repeats makes soooo to soo.',
        examples: [['html', 'url', 'mention', 'number', 'punctuation'], 'none', [['html', 'url'], 'none']],
        fallback: ['html', 'url', 'mention', 'number', 'punctuation'],
      },
      { choices: ['none', ...cleanKinds], isList: true },
    ),
  ),
  lowercase: asAxis(
    flag({ description: 'Whether letters become small ones.', examples: [true, [true, false]], fallback: true }),
  ),
  replace: asAxis(
    fileOrNone({
      description:
        'A file of `word -> word` lines (slang; a tab will do for the arrow), or none. To the right there may be several words; what was replaced is not looked up again; # begins a comment.',
      examples: ['slang.txt', ['none', 'slang.txt'], 'none'],
      fallback: 'none',
    }),
  ),
  stopwords: asAxis(
    own(
      stopwords,
      'none, builtin or a file',
      {
        description:
          'Words that are left out, after replace: none, builtin (of the language; keeps negations such as not, never, tidak, kurang), or a file with one word a line.',
        examples: ['builtin', ['none', 'builtin'], 'stopwords.txt'],
        fallback: 'none',
      },
      { choices: ['none', 'builtin'] },
    ),
  ),
  normalize: asAxis(
    choice(['none', 'stem', 'lemma'], {
      description:
        'How words are brought to one form, last of all: stem (Snowball; en and id) or lemma (dictionary form by WordNet; en alone).',
      examples: ['none', 'stem', ['none', 'stem', 'lemma']],
      fallback: 'none',
    }),
  ),
  language: choice(['en', 'id'], {
    description: 'The language of builtin stop words and of normalize. Never an axis.',
    examples: ['en', 'id'],
    fallback: 'en',
  }),
  maxTokens: asAxis(
    own(
      maxTokens,
      'a whole number from 1, or p1 to p100',
      {
        description:
          "Longest text in tokens: a number, or pNN, that percentile of the fold's training texts' lengths. Padding costs nothing and changes no score.",
        examples: ['p95', 40, [20, 40, 'p100']],
        fallback: 'p95',
      },
      { range: 'integer', choices: ['p95', 'p100'] },
    ),
  ),
  truncate: asAxis(
    choice(['end', 'start'], {
      description: 'Which end of a long text is cut.',
      examples: ['end', 'start'],
      fallback: 'end',
    }),
  ),
  vocabulary: asAxis(
    wordOr(
      'all',
      z.int().min(1),
      'a whole number from 1',
      {
        description:
          "How many of the most frequent words of the fold's training texts are known; the rest become <oov>.",
        examples: ['all', 5000, [1000, 5000, 'all']],
        fallback: 'all',
      },
      'integer',
    ),
  ),
} as const satisfies Fields<TextOptions>;
