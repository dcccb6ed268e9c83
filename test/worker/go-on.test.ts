import { expect, test } from 'vitest';

import { createWord2vec } from '../../training/word2vec/word2vec.ts';
import { goOn } from '../../worker/go-on.ts';

const options = { iterations: 2, window: 2, size: 4, minCount: 1, negative: 2, sample: 0, seed: 1 };
/** The same two texts; only the words' numbers differ. */
const texts = { tokens: Uint32Array.of(0, 1, 2, 1, 0), offsets: Uint32Array.of(0, 3, 5) };
const renumbered = { tokens: Uint32Array.of(7, 3, 9, 3, 7), offsets: texts.offsets };

const open = (of: typeof texts, checkpoint: Uint8Array | null) =>
  goOn(checkpoint, (bytes) => createWord2vec(of, options, bytes, 'plain'));

test('a checkpoint that belongs to the training is taken up, any other is passed over', () => {
  const first = open(texts, null);
  first.step();
  const checkpoint = first.checkpoint();

  expect(open(texts, checkpoint).doneWords).toBe(first.doneWords);
  expect(open(renumbered, checkpoint).doneWords).toBe(0);
  expect(open(texts, Uint8Array.of(1, 2, 3)).doneWords).toBe(0);
});

test('input that cannot be trained is refused with a checkpoint as without', () => {
  const refuse = () => goOn(Uint8Array.of(1), () => createWord2vec(texts, { ...options, size: 0 }, undefined, 'plain'));

  expect(refuse).toThrow(RangeError);
});
