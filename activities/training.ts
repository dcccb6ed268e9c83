import { Context } from '@temporalio/activity';

import type { SweepUid } from '../core/messages.ts';
import type { FoldKey } from '../core/results.ts';
import { claim, release } from '../store/claims.ts';
import { deleteCheckpoint, loadCheckpoint, saveCheckpoint } from '../store/checkpoints.ts';
import { endAttempt, insertAttempt, readAttempts } from '../store/attempts.ts';
import type { AttemptRecord } from '../store/attempts.ts';
import type { Attempt, MachineFailure } from '../store/documents.ts';
import { asFailed, attemptEnd, judge } from './attempt-ends.ts';
import { beating } from './beating.ts';
import type { ActivityContext } from './context.ts';
import { patiently } from './patiently.ts';
import type { TrainedFit, TrainedFold, TrainedVectors, TrainerEnd, TrainerHooks, TrainerTask } from './trainer.ts';

type Work = {
  readonly task: TrainerTask;
  readonly folds: readonly FoldKey[];
  readonly what: string; // for people
};

type Job = {
  readonly sweep: SweepUid;
  readonly retry: number;
  readonly owner: string; // whose claims replace each other: an embedding of the sweep, or a fit
  readonly key: Attempt['key'];
  /** What there is to train, asked once nobody else can train it; null: nothing any more. */
  readonly prepare: () => Promise<Work | null>;
  /** Stores a fold; its key if it was stored already. */
  readonly onFold?: (fold: TrainedFold) => Promise<FoldKey | null>;
  readonly onVectors?: (vectors: TrainedVectors) => Promise<void>;
  readonly onTrained?: () => Promise<void>;
  readonly onFit?: (fit: TrainedFit) => Promise<void>;
  readonly onDiverged?: (end: { readonly epoch: number; readonly message: string }) => Promise<void>;
  readonly onFailed: (failure: MachineFailure) => Promise<void>;
};

type Start = {
  readonly history: readonly AttemptRecord[];
  readonly checkpoint: TrainerHooks['checkpoint'];
  readonly startedAt: number; // when it was asked what there is to train
};

/**
 * One training by a slot of this worker, from its claim to its end: goes on from the last checkpoint, writes down the
 * attempt, gives up after three deaths of the trainer's own. Throws where Temporal is to try again.
 */
export const createTraining = (context: ActivityContext) => {
  const { store, worker, slots } = context;

  const train = async (
    job: Job,
    work: Work,
    { history, checkpoint, startedAt }: Start,
  ): Promise<'trained' | 'diverged' | 'failed'> => {
    const { sweep, retry } = job;
    let step = checkpoint?.step ?? 0;
    const { failed, outOfMemory, cause, alone } = judge(history, retry, step);
    if (failed) {
      await job.onFailed({ code: outOfMemory ? 'OUT_OF_MEMORY' : 'CRASHED', message: cause });
      return 'failed';
    }
    const activity = Context.current(); // what the trainer says arrives outside the activity's own calls
    const kind = work.task.kind;
    const attempt = {
      key: job.key,
      kind,
      sweep,
      retry,
      worker: worker.id,
      device: worker.device,
      folds: work.folds,
      fromStep: step,
      startedAt,
    };
    const id = await beating(
      patiently(() => insertAttempt(store, attempt)),
      () => activity.heartbeat(),
    );
    const again: FoldKey[] = [];
    let saved = checkpoint !== null;
    const hooks: TrainerHooks = {
      signal: activity.cancellationSignal,
      checkpoint,
      alone,
      show: { sweep, what: work.what },
      onBeat: () => activity.heartbeat(),
      onFold: async (fold) => {
        const known = (await job.onFold?.(fold)) ?? null;
        if (known !== null) again.push(known);
      },
      onVectors: async (vectors) => job.onVectors?.(vectors),
      onTrained: async () => job.onTrained?.(),
      onFit: async (fit) => job.onFit?.(fit),
      onCheckpoint: async (at, bytes) => {
        await patiently(() => saveCheckpoint(store, job.key, { attempt: id, step: at, bytes }));
        step = at;
        saved = true;
      },
    };
    const trained = async (): Promise<TrainerEnd> => {
      const end = await slots.train(work.task, hooks);
      if (end.state === 'diverged') await beating(Promise.resolve(job.onDiverged?.(end)), () => activity.heartbeat());
      return end;
    };
    const end = await trained().catch(asFailed);
    const finished = end.state === 'finished' || end.state === 'diverged';
    const written = patiently(() =>
      Promise.all([
        endAttempt(store, id, attemptEnd(end, step, again, startedAt)),
        finished && saved ? deleteCheckpoint(store, job.key) : null,
      ]),
    );
    await beating(written, () => activity.heartbeat());
    switch (end.state) {
      case 'finished':
        return 'trained';
      case 'diverged':
        return 'diverged';
      case 'stopped':
        return activity.cancelled;
      case 'died':
        throw new Error(`${work.what}: the trainer died: ${end.cause}`);
      case 'failed':
        throw new Error(`${work.what}: ${end.message}`);
      default:
        return end satisfies never;
    }
  };

  /** Trains what is claimed, and gives the claim back; `onReleased` is told once that is done, which nobody else waits for. */
  const trainClaimed = async (job: Job, onReleased: (done: Promise<void>) => void) => {
    const activity = Context.current();
    const claimant = { worker: worker.id, owner: job.owner, isGone: context.isGone };
    const claimed = await beating(claim(store, job.key, claimant), () => activity.heartbeat());
    if (claimed === 'held') return 'waiting';
    try {
      const startedAt = Date.now();
      const look = Promise.all([
        job.prepare(),
        readAttempts(store, job.sweep, job.key),
        loadCheckpoint(store, job.key),
      ]);
      const [work, history, checkpoint] = await beating(look, () => activity.heartbeat());
      return work === null ? 'known' : await train(job, work, { history, checkpoint, startedAt });
    } finally {
      // A store that is away now must not hide how the training ended.
      onReleased(patiently(() => release(store, job.key, worker.id)).catch(context.onError));
    }
  };

  return async (job: Job): Promise<'known' | 'trained' | 'diverged' | 'failed' | 'waiting'> => {
    const activity = Context.current();
    // An attempt that was given up while this process was stopped may still be storing what it had trained.
    // Others' trainings of the same key are told by their claims, and hold no slot up.
    const leave = await beating(context.exclusion.enter(`${job.owner}:${job.key}`), () => activity.heartbeat());
    let released = Promise.resolve();
    try {
      return await trainClaimed(job, (done) => {
        released = done;
      });
    } finally {
      void released.then(leave);
    }
  };
};
