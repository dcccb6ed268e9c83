import type { Curves } from '../core/results.ts';
import type { Outcome } from './network/head.ts';
import type { MakeDirection } from './network/direction.ts';
import { lengthOf } from './network/packing.ts';
import { type NetworkWeights, readVectors, readWeights } from './network/weights.ts';
import { type Progress, runDigest, writeCheckpoint } from './run-checkpoint.ts';
import { checkRunInput, type RunInput } from './run-input.ts';
import { createScoring, createTraining, type Diverged } from './run-epoch.ts';
import { beginRun, createRunParts, type RunParts } from './run-parts.ts';
import { runCost } from './run-size.ts';

export type { RunInput };

export type RunStep =
  | { readonly state: 'batch' } // one batch trained, or a part of the held-out rows scored
  | {
      readonly state: 'epoch'; // one of the wanted epochs is done
      readonly epochs: number;
      readonly probabilities: Float32Array; // [heldOutRows, classes], in their order
      readonly curves: Curves;
      readonly cost: number; // multiply-adds of that many epochs, as if trained alone
    }
  | Diverged // final; earlier epochs count
  | { readonly state: 'done' };

/** What stands there to be shown: of the last whole epoch, null before it. */
type RunFigures = {
  readonly epoch: number;
  readonly loss: number | null;
  readonly heldOutAccuracy: number | null;
};

export type Run = {
  /** Trains one batch or scores some held-out rows. */
  step(): RunStep;
  readonly totalSteps: number;
  readonly doneSteps: number;
  /** All that a later run needs to go on from here to the same bits. */
  checkpoint(): Uint8Array;
  latest(): RunFigures;
  /** Whether all batches are trained, so that nothing but scoring is left. */
  readonly isTrained: boolean;
  /** What has been learnt so far: weights, and vectors [vocabulary, size]; copies. */
  learnt(): { readonly weights: NetworkWeights; readonly table: Float32Array };
  /** Gives the memory back; the run is over. */
  dispose(): void;
};

const batchDone: RunStep = { state: 'batch' };

const costOf = ({ input, network }: RunParts, epochs: number): number => {
  const size = (rows: Uint32Array) => ({
    rows: rows.length,
    tokens: rows.reduce((sum, row) => sum + lengthOf(input.texts, row), 0),
  });
  const scored = input.heldOutScored === 'atTheEnd' ? new Uint32Array() : input.heldOutRows; // once is next to nothing
  return runCost({ ...network.plan.shape, train: size(input.trainRows), heldOut: size(scored), epochs });
};

const withEpoch = (
  { input }: RunParts,
  { loss, correct, curves, epoch }: Progress,
  scored: Outcome | null, // null: of the held-out rows, for no curve
): Progress => {
  const trained = input.trainRows.length;
  const heldOut = input.heldOutRows.length;
  return {
    epoch: epoch + 1,
    batch: 0,
    loss: 0,
    correct: 0,
    curves: {
      loss: [...curves.loss, loss / trained],
      accuracy: [...curves.accuracy, correct / trained],
      heldOutLoss: scored === null ? curves.heldOutLoss : [...curves.heldOutLoss, scored.loss / heldOut],
      heldOutAccuracy: scored === null ? curves.heldOutAccuracy : [...curves.heldOutAccuracy, scored.correct / heldOut],
    },
  };
};

/** How many steps stand behind a run: of whole epochs, and what is scored at the very end alone. */
const createStepCount = ({ input, batches }: RunParts, scoringParts: number) => {
  const atTheEnd = input.heldOutScored === 'atTheEnd';
  const perEpoch = batches + (atTheEnd ? 0 : scoringParts);
  const last = input.epochs.at(-1) as number;
  const ofEpochs = (epochs: number): number => epochs * perEpoch + (atTheEnd && epochs === last ? scoringParts : 0);
  return { total: ofEpochs(last), ofEpochs };
};

/** The state of a run and how a step moves it. */
const createStepper = (parts: RunParts, first: Progress) => {
  const { input, batches } = parts;
  const train = createTraining(parts);
  const scoring = createScoring(parts);
  let progress = first;
  let final: RunStep | null = null;

  const last = input.epochs.at(-1) as number;
  const atTheEnd = input.heldOutScored === 'atTheEnd';
  const steps = createStepCount(parts, scoring.parts);

  const finishEpoch = (scored: Outcome | null): RunStep => {
    const epoch = progress.epoch + 1;
    if (scored !== null && !Number.isFinite(scored.loss)) {
      const message = `The loss of the held-out rows was ${scored.loss} after epoch ${epoch}.`;
      return { state: 'diverged', epoch, message };
    }
    progress = withEpoch(parts, progress, atTheEnd ? null : scored);
    if (!input.epochs.includes(epoch)) return batchDone;
    const probabilities = scoring.probabilities();
    return { state: 'epoch', epochs: epoch, probabilities, curves: progress.curves, cost: costOf(parts, epoch) };
  };

  const scoresNext = (): boolean => scoring.parts > 0 && (!atTheEnd || progress.epoch + 1 === last);

  const move = (): RunStep => {
    if (progress.epoch === last) return { state: 'done' };
    if (progress.batch === batches) {
      const scored = scoring.step();
      return scored === null ? batchDone : finishEpoch(scored);
    }
    const next = train(progress);
    if ('state' in next) return next;
    progress = next;
    return next.batch === batches && !scoresNext() ? finishEpoch(null) : batchDone;
  };

  return {
    step: (): RunStep => {
      if (final !== null) return final;
      const step = move();
      if (step.state === 'diverged' || step.state === 'done') final = step;
      return step;
    },
    progress: (): Progress => progress,
    isTrained: (): boolean => progress.epoch + (progress.batch === batches ? 1 : 0) === last,
    totalSteps: steps.total,
    doneSteps: (): number => steps.ofEpochs(progress.epoch) + progress.batch + scoring.done(),
  };
};

/**
 * A run that trains to the largest of `input.epochs` and delivers the held-out predictions at each: the same bits as training
 * to each alone, on every machine, in one go or from any checkpoint. A checkpoint from behind the first wanted epoch cannot
 * deliver it: then the run starts afresh.
 * @param createDirection what runs the recurrent layers; without: our own kernels
 * @throws {RangeError} on input that cannot be trained, or no memory for it
 * @throws {Error} if the checkpoint is damaged or of another run, or the run was disposed
 */
export const createRun = (input: RunInput, checkpoint?: Uint8Array, createDirection?: MakeDirection): Run => {
  checkRunInput(input);
  const parts = createRunParts(input, createDirection);
  const stepper = createStepper(parts, beginRun(parts, checkpoint));
  let live: { readonly parts: RunParts; readonly stepper: typeof stepper } | null = { parts, stepper };
  const alive = () => {
    if (live === null) throw new Error('This run was disposed; nothing of it is left.');
    return live;
  };
  return {
    step: () => alive().stepper.step(),
    totalSteps: stepper.totalSteps,
    get doneSteps() {
      return alive().stepper.doneSteps();
    },
    checkpoint: () => writeCheckpoint(runDigest(input), alive().stepper.progress(), alive().parts.network),
    latest: () => {
      const { epoch, curves } = alive().stepper.progress();
      return { epoch, loss: curves.loss.at(-1) ?? null, heldOutAccuracy: curves.heldOutAccuracy.at(-1) ?? null };
    },
    get isTrained() {
      return alive().stepper.isTrained();
    },
    learnt: () => {
      const { machine, plan } = alive().parts.network;
      return { weights: readWeights(machine, plan, plan.values), table: readVectors(machine, plan) };
    },
    dispose: () => {
      live = null; // the memory goes with the next collection
    },
  };
};
