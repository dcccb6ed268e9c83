import * as z from 'zod';
import type { EmbeddingOptions } from '../../core/grid.ts';
import type { Fields } from './field.ts';
import { asAxis, choice, fileOrNone, flag, own, rate, whole } from './field.ts';

const files = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

export const embeddingFields = {
  kind: asAxis(
    choice(['word2vec', 'file', 'random'], {
      description:
        "Where word vectors come from: word2vec (skip-gram with negative sampling, as gensim's sg=1), file, or random (learnt with the model).",
      examples: ['word2vec', 'random', ['word2vec', 'file', 'random']],
      fallback: 'word2vec',
    }),
  ),
  file: asAxis(
    fileOrNone({
      description:
        'A file of vectors for kind: file: word2vec text or binary or GloVe text, also packed as gzip; which, its content tells. Words are looked up as the texts hold them, upper and lower case apart.',
      examples: ['none', '../glove.6B.100d.txt', ['../glove.6B.100d.txt', '../wiki.vec.gz']],
      fallback: 'none',
    }),
  ),
  corpus: own(
    files.transform((given) => (given === 'none' ? [] : [given].flat())),
    'none, a file, or a list of files',
    {
      description:
        'Files whose texts word2vec sees besides those of the rows: .txt with one text a line, or .csv, .tsv or .jsonl with a column of texts, also .gz. Texts that rows have too are left out. Never an axis.',
      examples: ['none', '../tweets.txt', ['../wiki.txt.gz', '../reviews.csv']],
      fallback: 'none',
    },
    { isList: true, choices: ['none'] },
  ),
  fit: choice(['train', 'all'], {
    description:
      "Which texts word2vec sees: train, the fold's training texts alone; all, every text but the test rows (said wherever scores are shown). Never an axis.",
    examples: ['train', 'all'],
    fallback: 'train',
  }),
  iterations: asAxis(
    whole(1, {
      description: "Passes of word2vec over the texts (gensim's epochs).",
      examples: [100, [50, 100, 150]],
      fallback: 100,
    }),
  ),
  window: asAxis(
    whole(1, { description: 'Words on either side that word2vec looks at.', examples: [4, [2, 4, 6]], fallback: 4 }),
  ),
  size: asAxis(
    whole(1, {
      description: "Length of a word vector (gensim's vector_size); with kind: file, the file's.",
      examples: [100, [50, 100, 200]],
      fallback: 100,
    }),
  ),
  minCount: asAxis(
    whole(1, {
      description: 'Words that are rarer get no vector and become <oov>.',
      examples: [1, [1, 2, 5]],
      fallback: 1,
    }),
  ),
  negative: asAxis(
    whole(1, { description: 'Random words drawn against each true neighbour.', examples: [5, [5, 10]], fallback: 5 }),
  ),
  sample: asAxis(
    rate({
      description: 'Threshold above which frequent words are skipped at random; 0 keeps all.',
      examples: [0.001, [0, 0.001]],
      fallback: 0.001,
    }),
  ),
  trainable: asAxis(
    flag({
      description:
        'Whether the word vectors are trained on with the model (kind: random always is). Where they are, <oov> learns too.',
      examples: [false, [false, true]],
      fallback: false,
    }),
  ),
  seed: own(
    z
      .int()
      .min(0)
      .lt(2 ** 32),
    'a whole number from 0 to 4294967295',
    {
      description: 'Seed of word2vec, the same for all folds. Never an axis.',
      examples: [1],
      fallback: 1,
    },
  ),
} as const satisfies Fields<EmbeddingOptions>;
