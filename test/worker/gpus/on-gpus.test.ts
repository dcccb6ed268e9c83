import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';

import type { RunTask, TrainerEnd, TrainerHooks } from '../../../activities/trainer.ts';
import { gpuSlots } from '../../../services/gpus/gpu-wish.ts';
import { parseGpus } from '../../../services/gpus/parse-gpus.ts';
import type { Gpus } from '../../../services/gpus/read-gpus.ts';
import { createGpuWatch } from '../../../worker/gpus/gpu-watch.ts';
import { createSlots } from '../../../worker/slots.ts';
import type { WorkEnd } from '../../../worker/trainer-process.ts';
import type { TrainerWork } from '../../../worker/trainer-protocol.ts';
import { idleHooks, idleTrainer } from '../idle-parts.ts';
import { gpuXml, type StandInGpu } from '../../services/gpus/stand-in.ts';

const task = { kind: 'run', corpus: 'c', splits: 's', vectors: null } as unknown as RunTask;
const two: readonly StandInGpu[] = [{ uuid: 'GPU-aa' }, { uuid: 'GPU-bb' }];
const outOfMemory: WorkEnd = { state: 'died', own: true, outOfMemory: true, cause: 'OOM when allocating tensor' };

type Begun = { readonly device: string; readonly work: TrainerWork; readonly end: (end: WorkEnd) => void };

/** A pool on stand-in GPUs; trainers train until they are told to end, `look` is the driver's next answer. */
const createPool = (wish: string, gpus = two) => {
  let answer: Gpus = { state: 'read', ...parseGpus(gpuXml(gpus)) };
  let broken: string | null = null;
  let pids = 1000;
  const begun: Begun[] = [];
  const createTrainer = ({ device = '' }: { readonly device?: string }) =>
    idleTrainer((end, work, events) => {
      events.onMessage({ say: 'checkpoint', task: 1, step: 7, bytes: Uint8Array.of(7) });
      begun.push({ device, work, end });
    }, pids++);
  const pool = createSlots({
    slots: 0,
    fetch: async () => 'file',
    createTrainer,
    gpus: {
      devices: gpuSlots(wish, answer),
      watch: (events) =>
        createGpuWatch({
          ...events,
          devices: gpuSlots(wish, { state: 'read', ...parseGpus(gpuXml(gpus)) }),
          read: async () => answer,
          tryOut: async () => broken,
          everyMs: 5,
        }),
    },
  });
  const train = (more: Partial<TrainerHooks> = {}): Promise<TrainerEnd> => pool.train(task, idleHooks('a run', more));
  const look = async (gpus: readonly StandInGpu[] | Gpus): Promise<void> => {
    answer = 'state' in gpus ? gpus : { state: 'read', ...parseGpus(gpuXml(gpus)) };
    await new Promise((resolve) => setTimeout(resolve, 30));
  };
  return { pool, train, begun, look, breakDown: (why: string) => (broken = why) };
};

const settle = async (): Promise<void> => {
  for (let at = 0; at < 5; at++) await turn();
};

test('each slot trains on its own GPU, and shows what the driver says of it', async () => {
  const { pool, train, begun, look } = createPool('all');
  void train();
  void train();
  await settle();

  await look([{ uuid: 'GPU-aa', usedMiB: 512, utilisation: '93 %' }, { uuid: 'GPU-bb' }]);

  expect(begun.map(({ device }) => device)).toEqual(['GPU-aa', 'GPU-bb']);
  expect(pool.states().map(({ gpu }) => [gpu?.name, gpu?.utilisation, gpu?.celsius, gpu?.usedBytes])).toEqual([
    ['GPU 0', 93, 33, 512 * 2 ** 20],
    ['GPU 1', 0, 33, 0],
  ]);
  pool.close();
});

test('a run without memory is tried once more from its checkpoint, once the GPU is its own; then that is its result', async () => {
  const { pool, train, begun } = createPool('0:2');
  const first = train();
  const beside = train();
  await settle();
  begun[0]?.end(outOfMemory);
  await settle();
  expect(begun.length).toBe(2); // it waits for the one beside it, and nothing new begins on that GPU

  const later = train();
  begun[1]?.end({ state: 'finished' });
  await beside;
  await settle();
  expect(begun.length).toBe(3);
  expect(begun[2]?.work).toMatchObject({ checkpoint: Uint8Array.of(7) });
  begun[2]?.end(outOfMemory);

  expect(await first).toEqual({ ...outOfMemory, last: true });
  await settle();
  expect(begun.length).toBe(4);
  begun[3]?.end({ state: 'finished' });
  expect(await later).toEqual({ state: 'finished' });
  pool.close();
});

test('two runs without memory on one GPU are tried one after the other', async () => {
  const { pool, train, begun } = createPool('0:2');
  const ends = [train(), train()];
  await settle();
  begun[0]?.end(outOfMemory);
  begun[1]?.end(outOfMemory);
  await settle();
  expect(begun.length).toBe(3);
  begun[2]?.end({ state: 'finished' });
  await settle();
  expect(begun.length).toBe(4);
  begun[3]?.end({ state: 'finished' });

  expect(await Promise.all(ends)).toEqual([{ state: 'finished' }, { state: 'finished' }]);
  pool.close();
});

test('a GPU that the driver does not list any more is out of service, its run goes elsewhere, the others train on', async () => {
  const { pool, train, begun, look } = createPool('0:2,1');
  const runs = [train(), train(), train()];
  await settle();

  await look([{ uuid: 'GPU-bb' }]);

  const why = 'GPU 0 is out of service: the driver does not list it any more';
  expect(await Promise.all(runs.slice(0, 2))).toEqual([
    { state: 'failed', message: why },
    { state: 'failed', message: why },
  ]);
  expect(pool.states().map(({ state }) => state)).toEqual(['lost', 'lost', 'run']);
  expect(pool.states()[0]?.what).toBe('GPU 0: the driver does not list it any more');
  expect(pool.capacity()).toBe(2); // of one slot, where tasks are short
  begun[2]?.end({ state: 'finished' });
  expect(await runs[2]).toEqual({ state: 'finished' });
  pool.close();
});

test('a card that nvidia-smi names as lost is told by its place on the bus', async () => {
  const { pool, look } = createPool('all');
  await look(two);

  await look({ state: 'none', why: 'nvidia-smi says: GPU is lost', lost: '0000:01:00.0' });

  expect(pool.states().map(({ state }) => state)).toEqual(['idle', 'lost']);
  pool.close();
});

test('a fault of CUDA counts as the death of the run where the GPU still works, and as the loss of the GPU where not', async () => {
  const { pool, train, begun, breakDown } = createPool('0');
  const fault = 'failed to synchronize: CUDA_ERROR_LAUNCH_FAILED: unspecified launch failure';
  const works = train();
  await settle();
  begun[0]?.end({ state: 'failed', message: fault });
  expect(await works).toEqual({ state: 'died', own: true, outOfMemory: false, cause: fault });

  breakDown('CUDA_ERROR_ECC_UNCORRECTABLE');
  const fails = train();
  await settle();
  begun[1]?.end({ state: 'died', own: true, outOfMemory: false, cause: 'ended by SIGABRT' });

  const why = 'GPU 0 is out of service: CUDA_ERROR_ECC_UNCORRECTABLE';
  expect(await fails).toEqual({ state: 'failed', message: why });
  expect(pool.capacity()).toBe(0);
  pool.close();
});

test('a trainer that takes more of a shared GPU than its part is ended for memory, and has all of it the second time', async () => {
  const { pool, train, begun, look } = createPool('0:2');
  const run = train();
  await settle();
  const greedy = [{ uuid: 'GPU-aa', processes: [{ pid: 1000, usedMiB: 60_000 }] }, { uuid: 'GPU-bb' }];

  await look(greedy);
  await settle();

  expect(begun.length).toBe(2);
  await look(greedy);
  begun[1]?.end({ state: 'finished' });
  expect(await run).toEqual({ state: 'finished' });
  pool.close();
});
