import { expect, it } from 'vitest';

import { countWords, wordClass } from '../../scoring/word-classes.ts';

/** Ten texts of two classes: word 0 in all, word 1 in class 1 alone, word 2 many times in one text, word 3 nowhere. */
const texts = Array.from({ length: 10 }, (_, row) => [
  0,
  ...(row >= 5 ? [1, 1] : []),
  ...(row === 0 ? [2, 2, 2, 2] : []),
]);
const rows = [...texts.keys()];
const counts = countWords(
  4,
  2,
  rows,
  (row) => texts[row] as number[],
  (row) => (row < 5 ? 0 : 1),
);

it('counts a word in all its tokens and in every text once', () => {
  expect([...counts.tokens]).toEqual([10, 10, 4, 0]);
  expect([...counts.classTexts]).toEqual([5, 5]);
  expect(wordClass(counts, 1)).toMatchObject({ count: 10, texts: 5 });
});

it('finds the class that has more texts with the word than chance gives it', () => {
  expect(wordClass(counts, 1)).toMatchObject({ class: 1, share: 1 });
});

it('takes no text that repeats a word, no word of all texts and no word of none for a class’s own', () => {
  for (const word of [0, 2, 3]) expect(wordClass(counts, word)).toMatchObject({ class: null, share: null });
});

it('counts the given texts alone', () => {
  const some = countWords(
    4,
    2,
    [0, 9],
    (row) => texts[row] as number[],
    (row) => (row < 5 ? 0 : 1),
  );

  expect([...some.tokens]).toEqual([2, 2, 4, 0]);
});
