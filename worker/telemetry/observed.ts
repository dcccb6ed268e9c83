import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import type { Decider } from '../../activities/decide.ts';
import type { TrainerEnd, TrainerHooks, TrainerTask } from '../../activities/trainer.ts';
import { masked } from '../../core/secrets.ts';
import type { SlotGpu } from '../../store/documents.ts';
import type { SlotPool } from '../slots.ts';
import type { createTrainerProcess } from '../trainer-process.ts';
import type { Measure } from './metrics.ts';
import type { Tracer } from './tracer.ts';

/** Who is told what a worker does. */
export type Observer = { readonly measure: Measure; readonly tracer: Tracer };

const lookEveryMs = 1_000;

/** Each try of an activity as the root of a trace: a sweep lasts for days, and no program shows a trace of a million spans. */
export const tracingInterceptor =
  ({ tracer }: Observer): ActivityInterceptorsFactory =>
  ({ info }) => ({
    inbound: {
      execute: (input, next) => {
        const attributes = {
          'temporal.workflow.id': info.workflowExecution?.workflowId ?? '',
          'temporal.activity.id': info.activityId,
          'temporal.task_queue': info.taskQueue,
          'sweep.attempt': info.attempt,
          'sweep.queue_seconds': Math.max(0, Date.now() - info.currentAttemptScheduledTimestampMs) / 1000,
        };
        return tracer.inSpan(info.activityType, attributes, () => next(input));
      },
    },
  });

/** Corpora and vectors on their way to a trainer. */
export const observedFetch =
  <Digest extends string>({ tracer }: Observer, fetch: (digest: Digest) => Promise<string>) =>
  (digest: Digest): Promise<string> =>
    tracer.inSpan('fetch', { 'sweep.digest': digest }, () => fetch(digest));

/** What a trainer does from the moment when it has all that it needs. */
export const observedTrainer =
  ({ tracer }: Observer, create: typeof createTrainerProcess): typeof createTrainerProcess =>
  (options) => {
    const trainer = create(options);
    const work: typeof trainer.work = (task, events) =>
      tracer.inSpan('train', { 'sweep.kind': task.kind }, async (say) => {
        const end = await trainer.work(task, events);
        say({ 'sweep.end': end.state });
        return end;
      });
    return { ...trainer, work };
  };

const observedHooks = ({ measure, tracer }: Observer, hooks: TrainerHooks): TrainerHooks => {
  const within = tracer.here(); // a trainer's messages come from outside the activity
  return {
    ...hooks,
    onFold: (fold) => {
      measure('sweep_folds_trained', 1);
      measure('sweep_fold_seconds', fold.seconds);
      return within(() =>
        tracer.inSpan('store fold', { 'sweep.epochs': fold.epochs }, async () => {
          await hooks.onFold(fold);
          measure('sweep_folds_stored', 1);
        }),
      );
    },
    onVectors: (vectors) =>
      within(() => tracer.inSpan('store vectors', { 'sweep.words': vectors.words }, () => hooks.onVectors(vectors))),
    onFit: (fit) => within(() => tracer.inSpan('store fit', {}, () => hooks.onFit(fit))),
    onCheckpoint: (step, bytes) =>
      within(() =>
        tracer.inSpan('save checkpoint', { 'sweep.step': step, 'sweep.bytes': bytes.byteLength }, async () => {
          await hooks.onCheckpoint(step, bytes);
          measure('sweep_checkpoints_saved', 1);
          measure('sweep_checkpoint_bytes', bytes.byteLength);
        }),
      ),
  };
};

const causeOf = ({ own, outOfMemory }: Extract<TrainerEnd, { state: 'died' }>): string => {
  if (outOfMemory) return 'outOfMemory';
  return own ? 'crashed' : 'killed';
};

const countEnd = ({ measure }: Observer, task: TrainerTask, end: TrainerEnd): void => {
  measure('sweep_trainings', 1, { kind: task.kind, end: end.state });
  if (end.state === 'died') measure('sweep_trainer_deaths', 1, { cause: causeOf(end) });
  if (end.state !== 'diverged' || task.kind !== 'run') return;
  measure('sweep_folds_failed', task.epochs.filter((epochs) => epochs >= end.epoch).length, { code: 'DIVERGED' });
};

const measureGpu = ({ measure }: Observer, { name, utilisation, usedBytes, celsius }: SlotGpu): void => {
  const gpu = { gpu: name };
  if (utilisation !== null) measure('sweep_gpu_utilisation_percent', Math.round(utilisation), gpu);
  if (usedBytes !== null) measure('sweep_gpu_memory_used_bytes', usedBytes, gpu);
  if (celsius !== null) measure('sweep_gpu_temperature_celsius', Math.round(celsius), gpu);
};

/** The slots of a worker, watched: every training is counted and timed, and is a span of its activity's trace. */
export const observedSlots = (observer: Observer, pool: SlotPool): SlotPool => {
  const { measure, tracer } = observer;
  const look = setInterval(() => {
    const states = pool.states();
    const idle = states.filter(({ state }) => state === 'idle').length;
    measure('sweep_slots', idle, { state: 'idle' });
    const lost = states.filter(({ state }) => state === 'lost').length;
    measure('sweep_slots', states.length - idle - lost, { state: 'busy' });
    if (lost > 0) measure('sweep_slots', lost, { state: 'lost' });
    for (const { gpu } of states) if (gpu !== undefined) measureGpu(observer, gpu);
  }, lookEveryMs);
  look.unref();
  const train: SlotPool['train'] = (task, hooks) => {
    const { checkpoint, show } = hooks;
    const from = performance.now();
    if (checkpoint !== null) measure('sweep_checkpoints_resumed', 1);
    const about = {
      'sweep.kind': task.kind,
      'sweep.uid': show.sweep ?? '',
      'sweep.what': masked(show.what),
      'sweep.from_step': checkpoint?.step ?? 0,
    };
    return tracer.inSpan('slot', about, async (say) => {
      const end = await pool.train(task, observedHooks(observer, hooks));
      measure('sweep_training_seconds', (performance.now() - from) / 1000, { kind: task.kind });
      countEnd(observer, task, end);
      say({ 'sweep.end': end.state });
      return end;
    });
  };
  const close = (): void => {
    clearInterval(look);
    pool.close();
  };
  return { ...pool, train, close };
};

/** Failures that depend on the machine, as they are stored; one of word vectors or of a fit is one, whatever it fails. */
export const observedDecider = ({ measure }: Observer, decider: Decider): Decider => ({
  ...decider,
  fail: async (plan, round, id, failure) => {
    await decider.fail(plan, round, id, failure);
    measure('sweep_folds_failed', 1, { code: failure.code });
  },
});
