import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadNormalizer } from '../../text/normalize.ts';
import type { Normalizer } from '../../text/normalize.ts';

const stems = JSON.parse(readFileSync(new URL('../fixtures/text/stems.json', import.meta.url), 'utf8')) as {
  readonly [language: string]: { readonly [word: string]: string };
};

const load = async (...options: Parameters<typeof loadNormalizer>): Promise<Normalizer> =>
  (await loadNormalizer(...options)) as Normalizer;

const each = (words: string, normalize: Normalizer): string => words.split(' ').map(normalize).join(' ');

describe('stems', () => {
  it.each([
    ['en', 'english'],
    ['id', 'indonesian'],
  ] as const)("in %s are those of Snowball's own stemmer", async (language, name) => {
    const stem = await load('stem', language);
    const expected = stems[name] ?? {};

    const found = Object.fromEntries(Object.keys(expected).map((word) => [word, stem(word)]));

    expect(Object.keys(found).length).toBeGreaterThan(70);
    expect(found).toEqual(expected);
  });

  it('are those of the small letters, with the case that the word has', async () => {
    const stem = await load('stem', 'en');

    expect(each('Running RUNNING Happily', stem)).toBe('Run RUN Happili');
  });

  it('leave what is no word of letters, and names of properties that objects have, alone', async () => {
    const words = '👍 été 123 __proto__ constructor 日本';

    expect(each(words, await load('stem', 'en'))).toBe('👍 été 123 __proto__ constructor 日本');
    expect(each(words, await load('lemma', 'en'))).toBe(words);
    expect(each('👍 été 123 日本', await load('stem', 'id'))).toBe('👍 été 123 日本');
  });
});

describe('lemmas', () => {
  it.each([
    ['irregular forms', 'was are has mice ran better geese women', 'be be have mouse run good goose woman'],
    ['plurals', 'movies stories boxes buses watches films heroes', 'movie story box bus watch film hero'],
    [
      'verbs',
      'loved thinks amazes stopped agreed noticed hoping hopping',
      'love think amaze stop agree notice hope hop',
    ],
    ['comparatives', 'smarter happiest nicest', 'smart happy nice'],
    [
      'no entry of the dictionary',
      'boring glasses pass boss news evening less',
      'boring glasses pass boss news evening less',
    ],
    ['no pronoun and no unknown word', "his its us as don't qwertys", "his its us as don't qwertys"],
    ['words with capitals', 'Movies LOVED Mice', 'Movie LOVE Mouse'],
  ])('are made of %s', async (_, words, expected) => {
    expect(each(words, await load('lemma', 'en'))).toBe(expected);
  });

  it('in Indonesian are not to be had', async () => {
    await expect(loadNormalizer('lemma', 'id')).rejects.toThrow('no lemmas in id');
  });
});
