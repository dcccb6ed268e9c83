import type { Split } from '../core/split.ts';
import { scoreFold } from '../scoring/score-fold.ts';
import { foldTexts } from '../text/fold-texts.ts';
import { createRun } from '../training/run.ts';
import type { Run } from '../training/run.ts';
import type { MakeDirection } from '../training/network/direction.ts';
import { goOn } from './go-on.ts';
import { corpora, splitsOf, vectorsOf } from './remembered.ts';
import { stepThrough } from './step-through.ts';
import type { Result, Say, Wanted } from './step-through.ts';
import type { TrainerEngine } from './trainer-engine.ts';
import type { TrainerWork } from './trainer-protocol.ts';
import { startingVectors } from './vector-table.ts';

type RunWork = Extract<TrainerWork, { kind: 'run' }>;

const openRun = async (
  work: RunWork,
  createDirection: MakeDirection | undefined,
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
  const { repeat, fold } = work;
  const input = {
    model,
    train,
    epochs: work.epochs,
    texts,
    labels: corpus.classes,
    classes: corpus.labels.length,
    trainRows: split.train,
    heldOutRows: split.heldOut,
    ...startingVectors(known, vocabulary, work.cell, { repeat, fold }),
    repeat,
    fold,
  };
  const truth = Uint32Array.from(split.heldOut, (row) => corpus.classes[row] as number);
  return {
    run: goOn(work.checkpoint, (checkpoint) => createRun(input, checkpoint, createDirection)),
    truth,
    rows: split.heldOut,
    classes: corpus.labels.length,
  };
};

/** Trains one fold to its largest epochs and says its scores at each. */
export const trainFold = async (work: RunWork, engine: TrainerEngine, wanted: Wanted, say: Say): Promise<Result> => {
  const directions = await engine.open(say);
  void say({ say: 'phase', phase: 'kernels' });
  const { run, truth, rows, classes } = await openRun(work, directions?.create);
  const since = performance.now();
  const step = (): 'more' | 'finished' | 'diverged' => {
    const taken = run.step();
    switch (taken.state) {
      case 'batch':
        return 'more';
      case 'done':
        return 'finished';
      case 'diverged':
        void say({ say: 'diverged', epoch: taken.epoch, message: taken.message });
        return 'diverged';
      case 'epoch': {
        const { epochs, probabilities, curves, cost } = taken;
        const scored = scoreFold({ probabilities, truth, classes });
        const seconds = (performance.now() - since) / 1000;
        const predictions = { rows, probabilities };
        void say({ say: 'fold', epochs, seconds, result: { state: 'scored', ...scored, cost, curves, predictions } });
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
    directions?.free();
  }
};
