import type { Split } from '../core/split.ts';
import { scoreFold } from '../scoring/score-fold.ts';
import { foldTexts } from '../text/fold-texts.ts';
import { randomVectors } from '../training/network/initialisers.ts';
import { createRun } from '../training/run.ts';
import type { Run } from '../training/run.ts';
import type { Vectors } from '../training/vectors.ts';
import { goOn } from './go-on.ts';
import { corpora, splitsOf, vectorsOf } from './remembered.ts';
import { stepThrough } from './step-through.ts';
import type { Result, Say, Wanted } from './step-through.ts';
import type { TrainerWork } from './trainer-protocol.ts';

type RunWork = Extract<TrainerWork, { kind: 'run' }>;

/** One row per word of the fold's vocabulary behind the zero row of <oov>: float32 [words + 1, size]. */
const tableOf = ({ words, size, vectors }: Vectors, vocabulary: readonly string[]): Float32Array => {
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const table = new Float32Array((vocabulary.length + 1) * size);
  vocabulary.forEach((word, at) => {
    const row = rowOf.get(word);
    if (row !== undefined) table.set(vectors.subarray(row * size, (row + 1) * size), (at + 1) * size);
  });
  return table;
};

const openRun = async (
  work: RunWork,
): Promise<{
  readonly run: Run;
  readonly truth: Uint32Array;
  readonly rows: Uint32Array;
  readonly classes: number;
}> => {
  const corpus = await corpora(work.corpus);
  const split = (await splitsOf(work.splits))[work.split] as Split;
  const known = work.vectors === null ? null : await vectorsOf(work.vectors);
  const { embedding, model, train } = work.cell;
  const fit = embedding.kind === 'word2vec' ? embedding.fit : 'train'; // whose texts the vocabulary counts
  const { texts, vocabulary } = foldTexts({ corpus, split, text: work.cell.text, known: known?.words ?? null, fit });
  const size = known?.size ?? embedding.size;
  const input = {
    model,
    train,
    trainable: embedding.kind === 'random' || embedding.trainable,
    epochs: work.epochs,
    texts,
    labels: corpus.classes,
    classes: corpus.labels.length,
    trainRows: split.train,
    heldOutRows: split.heldOut,
    vectors:
      known === null
        ? randomVectors(vocabulary.length + 1, size, { seed: train.seed, repeat: work.repeat, fold: work.fold })
        : tableOf(known, vocabulary),
    size,
    repeat: work.repeat,
    fold: work.fold,
  };
  const truth = Uint32Array.from(split.heldOut, (row) => corpus.classes[row] as number);
  return {
    run: goOn(work.checkpoint, (checkpoint) => createRun(input, checkpoint)),
    truth,
    rows: split.heldOut,
    classes: corpus.labels.length,
  };
};

/** Trains one fold to its largest epochs and says its scores at each. */
export const trainFold = async (work: RunWork, wanted: Wanted, say: Say): Promise<Result> => {
  say({ say: 'phase', phase: 'kernels' });
  const { run, truth, rows, classes } = await openRun(work);
  const since = performance.now();
  const step = (): 'more' | 'finished' | 'diverged' => {
    const taken = run.step();
    switch (taken.state) {
      case 'batch':
        return 'more';
      case 'done':
        return 'finished';
      case 'diverged':
        say({ say: 'diverged', epoch: taken.epoch, message: taken.message });
        return 'diverged';
      case 'epoch': {
        const { epochs, probabilities, curves, cost } = taken;
        const scored = scoreFold({ probabilities, truth, classes });
        const seconds = (performance.now() - since) / 1000;
        const predictions = { rows, probabilities };
        say({ say: 'fold', epochs, seconds, result: { state: 'scored', ...scored, cost, curves, predictions } });
        return 'more';
      }
      default:
        return taken satisfies never;
    }
  };
  try {
    return await stepThrough(
      {
        step,
        checkpoint: () => ({ step: run.doneSteps, bytes: run.checkpoint() }),
        progress: () => {
          const { epoch, loss, heldOutAccuracy } = run.latest();
          return {
            done: run.doneSteps,
            total: run.totalSteps,
            detail: `epoch ${epoch}`,
            loss,
            accuracy: heldOutAccuracy,
          };
        },
      },
      wanted,
      say,
    );
  } finally {
    run.dispose();
  }
};
