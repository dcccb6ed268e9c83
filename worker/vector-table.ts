import type { Cell } from '../core/grid.ts';
import { randomVectors } from '../training/network/initialisers.ts';
import type { Vectors } from '../training/vectors.ts';

/** Vectors by word as a network's table: behind the zero row of <oov> one row per word of the vocabulary. */
const tableOf = ({ words, size, vectors }: Vectors, vocabulary: readonly string[]): Float32Array => {
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const table = new Float32Array((vocabulary.length + 1) * size);
  vocabulary.forEach((word, at) => {
    const row = rowOf.get(word);
    if (row !== undefined) table.set(vectors.subarray(row * size, (row + 1) * size), (at + 1) * size);
  });
  return table;
};

/** The vectors that a network starts from: float32 [vocabulary + 1, size]; null: no known ones, drawn from its streams. */
export const startingVectors = (
  known: Vectors | null,
  vocabulary: readonly string[],
  { embedding, train }: Cell,
  streams: { readonly repeat: number; readonly fold: number },
): { readonly vectors: Float32Array; readonly size: number; readonly trainable: boolean } => {
  if (known === null && embedding.kind !== 'random') throw new Error(`vectors of kind ${embedding.kind} are missing`);
  const size = known?.size ?? embedding.size;
  const vectors =
    known === null
      ? randomVectors(vocabulary.length + 1, size, { seed: train.seed, ...streams })
      : tableOf(known, vocabulary);
  return { vectors, size, trainable: embedding.kind === 'random' || embedding.trainable };
};
