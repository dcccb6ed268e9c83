import type { Digest } from '../core/canonical.ts';
import { beating } from '../activities/beating.ts';
import type { Slots, TrainerEnd, TrainerHooks, TrainerTask } from '../activities/trainer.ts';
import type { SlotState } from '../store/documents.ts';
import { createCheckpoints } from './checkpoint-pace.ts';
import { openGpus, type PoolDevices } from './gpus/open-gpus.ts';
import { createTrainerProcess } from './trainer-process.ts';
import type { Handed, TrainerProcess } from './trainer-process.ts';
import type { TrainerLibrary, TrainerWork } from './trainer-protocol.ts';

const idle: SlotState = { state: 'idle', sweep: null, what: '', done: 0, total: 0, loss: null, accuracy: null };

type Slot = { readonly trainer: TrainerProcess; busy: boolean; state: SlotState };

export type SlotPool = Slots & {
  /** Tasks that this worker takes on at once: one per slot, and one more to have ready where tasks are short. */
  readonly capacity: () => number;
  readonly grow: (slots: number) => void; // to so many; never to fewer
  readonly alone: () => readonly string[]; // what trains with nothing beside it
  readonly states: () => readonly SlotState[];
  readonly close: () => void;
};

/** A file with the content of that digest, for the trainer to read. */
type Fetch = (digest: Digest) => Promise<string>;

const workOf = async (task: TrainerTask, checkpoint: Uint8Array | null, fetch: Fetch): Promise<TrainerWork> => {
  const fileOf = async (digest: Digest | null): Promise<string | null> => (digest === null ? null : fetch(digest));
  const corpus = await fetch(task.corpus);
  switch (task.kind) {
    case 'run':
      return { ...task, corpus, splits: await fetch(task.splits), vectors: await fileOf(task.vectors), checkpoint };
    case 'embedding':
      return { ...task, corpus, outside: await fileOf(task.outside), splits: await fetch(task.splits), checkpoint };
    case 'fit':
      return { ...task, corpus, test: await fileOf(task.test), vectors: await fileOf(task.vectors), checkpoint };
    default:
      return task satisfies never;
  }
};

/** Trains one task in one slot; everything that the trainer hands over is stored before the end is told. */
const trainIn = async (slot: Slot, task: TrainerTask, hooks: TrainerHooks, fetch: Fetch): Promise<TrainerEnd> => {
  const work = await beating(workOf(task, hooks.checkpoint?.bytes ?? null, fetch), hooks.onBeat);
  if (hooks.signal.aborted) return { state: 'stopped' };
  const { trainer } = slot;
  const checkpoints = createCheckpoints(trainer);
  let storing: Promise<void> = Promise.resolve();
  const take = async (message: Handed): Promise<void> => {
    switch (message.say) {
      case 'fold':
        return hooks.onFold(message);
      case 'vectors':
        return hooks.onVectors(message);
      case 'trained':
        await hooks.onTrained();
        return trainer.score();
      case 'fit':
        return hooks.onFit(message);
      case 'checkpoint': {
        const from = performance.now();
        await hooks.onCheckpoint(message.step, message.bytes);
        return checkpoints.next(performance.now() - from);
      }
      default:
        return message satisfies never;
    }
  };
  const stop = (): void => trainer.stop();
  hooks.signal.addEventListener('abort', stop, { once: true });
  slot.state = { ...idle, ...hooks.show, state: task.kind };
  try {
    const end = await trainer.work(work, {
      onBeat: hooks.onBeat,
      onProgress: ({ done, total, loss, accuracy, detail }) => {
        slot.state = { ...slot.state, done, total, loss, accuracy, what: `${hooks.show.what}, ${detail}` };
      },
      onMessage: (message) => {
        storing = storing.then(() => take(message));
        storing.catch(stop); // what cannot be stored is not worth training on; the error is thrown below
      },
    });
    await beating(storing, hooks.onBeat);
    return end;
  } finally {
    checkpoints.end();
    hooks.signal.removeEventListener('abort', stop);
  }
};

type Options = {
  readonly slots: number;
  readonly fetch: Fetch;
  readonly library?: TrainerLibrary; // of a tensorflow engine
  readonly gpus?: PoolDevices; // a slot each, in place of `slots`
  readonly createTrainer?: typeof createTrainerProcess; // a test puts a trainer here that only answers
};

/**
 * Tasks shorter than this are taken on before a slot is free, so that no slot waits for the servers between two of them;
 * a longer one might as well be trained by another worker meanwhile.
 */
const shortMs = 2_000;

/** The slots of a worker: a task waits for a free one; one that is to be alone lets no other begin until all are free. */
export const createSlots = ({
  slots: first,
  fetch,
  library,
  gpus,
  createTrainer = createTrainerProcess,
}: Options): SlotPool => {
  const how = library === undefined ? {} : { library };
  const slots: Slot[] = [];
  const grow = (wanted: number): void => {
    while (slots.length < wanted) {
      const device = gpus?.devices[slots.length]?.uuid;
      const options = { ...how, ...(device === undefined ? {} : { device }), slots: () => slots.length };
      slots.push({ trainer: createTrainer(options), busy: false, state: idle });
    }
    wake();
  };
  let alone: string | null = null;
  let waitingAlone = 0;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  grow(gpus === undefined ? first : gpus.devices.length);
  const onGpus = gpus === undefined ? null : openGpus(gpus, slots, () => wake());

  const tryTake = ({ alone: wantsAlone, show }: TrainerHooks): Slot | null => {
    const free = slots.find((slot, at) => !slot.busy && onGpus?.mayBegin(at) !== false);
    const mayBegin = wantsAlone ? !slots.some(({ busy }) => busy) : waitingAlone === 0;
    if (free === undefined || alone !== null || !mayBegin) return null;
    free.busy = true;
    if (wantsAlone) alone = show.what;
    return free;
  };
  /** A slot; null where the task was called off before there was one. */
  const take = async (hooks: TrainerHooks): Promise<Slot | null> => {
    const { signal } = hooks;
    signal.addEventListener('abort', wake);
    if (hooks.alone) waitingAlone++;
    try {
      for (;;) {
        if (signal.aborted) return null;
        const slot = tryTake(hooks);
        if (slot !== null) return slot;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    } finally {
      signal.removeEventListener('abort', wake);
      if (hooks.alone) waitingAlone--;
      wake();
    }
  };
  let lastMs = Infinity; // that the last task held its slot
  const train = async (task: TrainerTask, hooks: TrainerHooks): Promise<TrainerEnd> => {
    const slot = await beating(take(hooks), hooks.onBeat);
    if (slot === null) return { state: 'stopped' };
    const from = performance.now();
    try {
      const run = (these: TrainerHooks): Promise<TrainerEnd> => trainIn(slot, task, these, fetch);
      return onGpus === null ? await run(hooks) : await onGpus.train(slots.indexOf(slot), hooks, run);
    } finally {
      lastMs = performance.now() - from;
      slot.busy = false;
      slot.state = idle;
      if (hooks.alone) alone = null;
      wake();
    }
  };
  return {
    train,
    capacity: () => (lastMs < shortMs ? 2 : 1) * slots.filter((_, at) => onGpus?.isLost(at) !== true).length,
    grow: gpus === undefined ? grow : () => undefined,
    alone: () => (alone === null ? [] : [alone]),
    states: () => slots.map(({ state }, at) => onGpus?.shown(at, state) ?? state),
    close: () => {
      onGpus?.close();
      for (const { trainer } of slots) trainer.close();
    },
  };
};
