import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Split } from '../core/split.ts';
import { readSplits } from '../core/split-bytes.ts';
import { scoreFold } from '../scoring/score-fold.ts';
import { foldTexts } from '../text/fold-texts.ts';
import { readCorpus } from '../text/corpus-bytes.ts';
import type { Corpus } from '../text/corpus.ts';
import { randomVectors } from '../training/network/initialisers.ts';
import { createRun } from '../training/run.ts';
import type { Run } from '../training/run.ts';
import { readVectors, writeVectors } from '../training/vectors.ts';
import type { Vectors } from '../training/vectors.ts';
import { createWord2vec } from '../training/word2vec/word2vec.ts';
import { goOn } from './go-on.ts';
import { remember } from './remember.ts';
import type { FromTrainer, Progress, TrainerWork } from './trainer-protocol.ts';

type RunWork = Extract<TrainerWork, { kind: 'run' }>;
type EmbeddingWork = Extract<TrainerWork, { kind: 'embedding' }>;
type Result = Extract<FromTrainer, { say: 'finished' | 'stopped' | 'diverged' }>['say'];

/** What the parent may ask for while a task runs; looked at between two steps. */
export type Wanted = { checkpoint: boolean; stop: boolean };

type Say = (
  message:
    | ({ readonly say: 'progress' } & Progress)
    | { readonly say: 'phase'; readonly phase: 'kernels' }
    | { readonly say: 'checkpoint'; readonly step: number; readonly bytes: Uint8Array }
    | {
        readonly say: 'fold';
        readonly epochs: number;
        readonly result: FoldMessage['result'];
        readonly seconds: number;
      }
    | { readonly say: 'vectors'; readonly bytes: Uint8Array; readonly words: number; readonly size: number }
    | { readonly say: 'diverged'; readonly epoch: number; readonly message: string },
) => void;
type FoldMessage = Extract<FromTrainer, { say: 'fold' }>;

/** Lets messages in at least so often; a step is far shorter. */
const turnEveryMs = 50;
const progressEveryMs = 300;

const corpora = remember<Corpus>(2, async (file) => readCorpus(await readFile(file)));
const splitsOf = remember<readonly Split[]>(2, async (file) => readSplits(await readFile(file)));
const vectorsOf = remember<Vectors>(2, async (file) => readVectors(await readFile(file)));

type Stepwise = {
  readonly step: () => 'more' | 'finished' | 'diverged';
  readonly checkpoint: () => { readonly step: number; readonly bytes: Uint8Array };
  readonly progress: () => Omit<Progress, 'bytes'>;
};

/** Steps until the end, letting the parent's wishes in between steps. */
const stepThrough = async (work: Stepwise, wanted: Wanted, say: Say): Promise<Result> => {
  let turnedAt = 0;
  let reportedAt = 0;
  for (;;) {
    const now = performance.now();
    if (now - reportedAt > progressEveryMs) {
      reportedAt = now;
      say({ say: 'progress', ...work.progress(), bytes: process.memoryUsage.rss() });
    }
    if (now - turnedAt > turnEveryMs) {
      turnedAt = now;
      await nextTurn();
    }
    if (wanted.checkpoint || wanted.stop) {
      wanted.checkpoint = false;
      say({ say: 'checkpoint', ...work.checkpoint() });
      if (wanted.stop) return 'stopped';
    }
    const state = work.step();
    if (state !== 'more') return state;
  }
};

const trainVectors = async (work: EmbeddingWork, wanted: Wanted, say: Say): Promise<Result> => {
  const corpus = await corpora(work.corpus);
  const rows = work.split === null ? null : ((await splitsOf(work.splits))[work.split] as Split).train;
  const texts = rows === null ? corpus : textsOfRows(corpus, rows);
  say({ say: 'phase', phase: 'kernels' });
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
      const named = Array.from(words, (id) => corpus.words[id] as string);
      say({ say: 'vectors', bytes: writeVectors({ words: named, size, vectors }), words: named.length, size });
    }
    return ended;
  } finally {
    training.dispose();
  }
};

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

const trainFold = async (work: RunWork, wanted: Wanted, say: Say): Promise<Result> => {
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

/** Does one piece of work, saying what it reaches; how it ended is the result. */
export const doWork = (work: TrainerWork, wanted: Wanted, say: Say): Promise<Result> =>
  work.kind === 'run' ? trainFold(work, wanted, say) : trainVectors(work, wanted, say);
