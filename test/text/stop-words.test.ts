import { describe, expect, it } from 'vitest';
import { builtinStopwords } from '../../text/stop-words.ts';

describe('builtin stop words', () => {
  it.each([
    ['en', 'the and is of she it’s they’re himself to'],
    ['id', 'yang dan di ini itu adalah dengan'],
  ] as const)('in %s hold the common words of the language', async (language, words) => {
    const list = [...(await builtinStopwords(language))];

    const missing = words.split(' ').filter((word) => !list.includes(word.replace('’', "'")));

    expect(missing).toEqual([]);
  });

  it.each([
    ['en', "not no nor never none neither cannot without don't isn't won't can't hardly like well"],
    ['id', 'tidak tak bukan belum jangan enggak tanpa kurang tidaklah bukanlah janganlah tiada'],
  ] as const)('in %s hold no negation', async (language, words) => {
    const list = [...(await builtinStopwords(language))];

    expect(words.split(' ').filter((word) => list.includes(word))).toEqual([]);
  });
});
