import type { Split } from '../core/split.ts';
import type { Corpus } from '../text/corpus.ts';
import { writeVectors } from '../training/vectors.ts';
import { createWord2vec } from '../training/word2vec/word2vec.ts';
import { goOn } from './go-on.ts';
import { corpora, outsideTexts, splitsOf } from './remembered.ts';
import { withOutside } from './with-outside.ts';
import { stepThrough } from './step-through.ts';
import type { Result, Say, Wanted } from './step-through.ts';
import type { TrainerWork } from './trainer-protocol.ts';

type EmbeddingWork = Extract<TrainerWork, { kind: 'embedding' }>;

/** The texts of some rows, in their order. */
const textsOfRows = ({ tokens, offsets }: Corpus, rows: Uint32Array) => {
  const ends = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    ends[at + 1] = (ends[at] as number) + (offsets[row + 1] as number) - (offsets[row] as number);
  });
  const chosen = new Uint32Array(ends[rows.length] as number);
  rows.forEach((row, at) => chosen.set(tokens.subarray(offsets[row], offsets[row + 1]), ends[at]));
  return { tokens: chosen, offsets: ends };
};

/** Trains word vectors and says them as the bytes of a blob. */
export const trainVectors = async (work: EmbeddingWork, wanted: Wanted, say: Say): Promise<Result> => {
  const corpus = await corpora(work.corpus);
  const rows = work.split === null ? null : ((await splitsOf(work.splits))[work.split] as Split).train;
  const own = rows === null ? corpus : textsOfRows(corpus, rows);
  const { texts, wordOf } = withOutside(corpus, own, work.outside === null ? null : await outsideTexts(work.outside));
  void say({ say: 'phase', phase: 'kernels' });
  const training = goOn(work.checkpoint, (checkpoint) => createWord2vec(texts, work.cell.embedding, checkpoint));
  try {
    const ended = await stepThrough(
      {
        step: () => (training.step() ? 'more' : 'finished'),
        checkpoint: () => ({ step: training.doneWords, bytes: training.checkpoint() }),
        progress: () => ({
          done: training.doneWords,
          total: training.totalWords,
          detail: 'words',
          loss: null,
          accuracy: null,
        }),
      },
      wanted,
      say,
    );
    if (ended === 'finished') {
      const { words, size, vectors } = training.result();
      const named = Array.from(words, wordOf);
      void say({ say: 'vectors', bytes: writeVectors({ words: named, size, vectors }), words: named.length, size });
    }
    return ended;
  } finally {
    training.dispose();
  }
};
