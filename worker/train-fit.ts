import { fitStreams } from '../core/keys.ts';
import { scoreFold } from '../scoring/score-fold.ts';
import type { Corpus } from '../text/corpus.ts';
import { foldTexts } from '../text/fold-texts.ts';
import type { FoldTexts } from '../text/fold-texts.ts';
import { joined, joinedTexts } from '../text/joined.ts';
import { knownTexts } from '../text/known-texts.ts';
import { writeModelBytes } from '../training/export/model-bytes.ts';
import type { MakeDirection } from '../training/network/direction.ts';
import { createRun } from '../training/run.ts';
import type { Run, RunStep } from '../training/run.ts';
import { goOn } from './go-on.ts';
import { corpora, vectorsOf } from './remembered.ts';
import { stepThrough } from './step-through.ts';
import type { Result, Say, Wanted } from './step-through.ts';
import type { TrainerEngine } from './trainer-engine.ts';
import type { TrainerWork } from './trainer-protocol.ts';
import { startingVectors } from './vector-table.ts';

type FitWork = Extract<TrainerWork, { kind: 'fit' }>;
type Texts = FoldTexts['texts'];

const noTexts: Texts = { tokens: new Uint32Array(), offsets: new Uint32Array(1) };

/** The test rows' classes as the training rows number them. */
const truthOf = (test: Corpus, labels: readonly string[]): Uint32Array => {
  const classOf = test.labels.map((label) => labels.indexOf(label));
  const unknown = test.labels.find((_, at) => classOf[at] === -1);
  if (unknown !== undefined) throw new Error(`no training row has the label ${unknown} of a test row`);
  return test.classes.map((label) => classOf[label] as number);
};

const rowsFrom = (first: number, count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, at) => first + at);

/** All rows train; the test rows, of which the model must not depend, stand behind them and are held out. */
const openFit = async (work: FitWork, createDirection: MakeDirection | undefined) => {
  const corpus = await corpora(work.corpus);
  const test = work.test === null ? null : await corpora(work.test);
  const known = work.vectors === null ? null : await vectorsOf(work.vectors);
  const { cell } = work;
  const trainRows = rowsFrom(0, corpus.classes.length);
  const words = known?.words ?? null;
  const { texts, vocabulary, maxTokens } = foldTexts({
    corpus,
    split: { train: trainRows },
    text: cell.text,
    known: words,
  });
  const seen = { vocabulary, maxTokens, truncate: cell.text.truncate };
  const truth = test === null ? new Uint32Array() : truthOf(test, corpus.labels);
  const input = {
    model: cell.model,
    train: cell.train,
    epochs: [cell.train.epochs],
    texts: joinedTexts(texts, test === null ? noTexts : knownTexts(test, seen)),
    labels: joined(corpus.classes, truth),
    classes: corpus.labels.length,
    trainRows,
    heldOutRows: rowsFrom(trainRows.length, truth.length),
    heldOutScored: 'atTheEnd' as const,
    ...startingVectors(known, vocabulary, cell, fitStreams),
    ...fitStreams,
  };
  const run = goOn(work.checkpoint, (checkpoint) => createRun(input, checkpoint, createDirection));
  const { labels } = corpus;
  const model = (): Uint8Array =>
    writeModelBytes({ ...run.learnt(), vocabulary, size: input.size, maxTokens, labels, model: cell.model });
  return { run, truth, classes: labels.length, model };
};

const progressOf = (run: Run) => {
  const { epoch, loss } = run.latest();
  return { done: run.doneSteps, total: run.totalSteps, detail: `epoch ${epoch}`, loss, accuracy: null };
};

/** Weights that are no numbers: a loss that is looked at before each update does not see what the last one did. */
const isBroken = (run: Run): boolean => {
  const { weights, table } = run.learnt();
  const { layers, attention, head } = weights;
  const blocks = [...layers.flatMap(({ forward, backward }) => [forward, backward]), attention, head];
  const arrays: readonly Float32Array[] = [table, ...blocks.flatMap((block) => Object.values(block ?? {}))];
  return arrays.some((values) => !values.every(Number.isFinite));
};

type Opened = Awaited<ReturnType<typeof openFit>>;

/** Steps of a fit: trains, asks for leave to look at the test rows, scores them, and says the model. */
const createStep = ({ run, truth, classes, model }: Opened, epochs: number, wanted: Wanted, say: Say) => {
  const since = performance.now();
  let asked = truth.length === 0;
  const diverged = (epoch: number, message: string): 'diverged' => {
    void say({ say: 'diverged', epoch, message });
    return 'diverged';
  };
  const broken = (): 'diverged' => diverged(epochs, `A weight was no number after epoch ${epochs}.`);
  const sayFit = ({ probabilities, curves, cost }: Extract<RunStep, { state: 'epoch' }>): void => {
    const test = truth.length === 0 ? null : { ...scoreFold({ probabilities, truth, classes }), probabilities };
    const { loss, accuracy } = curves;
    const seconds = (performance.now() - since) / 1000;
    void say({ say: 'fit', model: model(), curves: { loss, accuracy }, cost, test, seconds });
  };
  return (): 'more' | 'waiting' | 'finished' | 'diverged' => {
    if (!asked && run.isTrained) {
      if (isBroken(run)) return broken();
      void say({ say: 'trained' });
      asked = true;
    }
    if (truth.length > 0 && run.isTrained && !wanted.score) return 'waiting';
    const taken = run.step();
    switch (taken.state) {
      case 'batch':
        return 'more';
      case 'done':
        return 'finished';
      case 'diverged':
        return diverged(taken.epoch, taken.message);
      case 'epoch':
        if (isBroken(run)) return broken();
        sayFit(taken);
        return 'more';
      default:
        return taken satisfies never;
    }
  };
};

/** Trains on all rows and says the model; the test rows are not looked at before the parent gives leave. */
export const trainFit = async (work: FitWork, engine: TrainerEngine, wanted: Wanted, say: Say): Promise<Result> => {
  const directions = await engine.open(say);
  void say({ say: 'phase', phase: 'kernels' });
  const opened = await openFit(work, directions?.create);
  const { run } = opened;
  try {
    const step = createStep(opened, work.cell.train.epochs, wanted, say);
    const checkpoint = () => ({ step: run.doneSteps, bytes: run.checkpoint() });
    return await stepThrough({ step, checkpoint, progress: () => progressOf(run) }, wanted, say);
  } finally {
    run.dispose();
    directions?.free();
  }
};
