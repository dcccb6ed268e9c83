import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';

import type { Digest } from '../../core/canonical.ts';
import type { RunTask, TrainerHooks } from '../../activities/trainer.ts';
import { createSlots } from '../../worker/slots.ts';
import type { WorkEnd } from '../../worker/trainer-process.ts';
import { idleHooks, idleTrainer } from './idle-parts.ts';

const task = { kind: 'run', corpus: 'c', splits: 's', vectors: null } as unknown as RunTask;

/** A pool whose trainers train until they are told to end. */
const createPool = (slots: number, fetch: (digest: Digest) => Promise<string> = async () => 'file') => {
  const ends: ((end: WorkEnd) => void)[] = [];
  const createTrainer = () => idleTrainer((end) => ends.push(end));
  const pool = createSlots({ slots, fetch, createTrainer });
  const train = (what: string, more: Partial<TrainerHooks> = {}) => pool.train(task, idleHooks(what, more));
  const trained = (): readonly string[] => pool.states().map(({ what }) => what);
  const finish = async (at: number): Promise<void> => {
    ends[at]?.({ state: 'finished' });
    await turn();
  };
  return { train, trained, finish };
};

test('a run that is to be alone begins when those in flight have ended, though others wait in the same line', async () => {
  const { train, trained, finish } = createPool(2);
  void train('a');
  void train('b');
  await turn();
  void train('alone', { alone: true });
  void train('c');

  await finish(0);
  expect(trained()).toEqual(['', 'b']);
  await finish(1);
  expect(trained()).toEqual(['alone', '']);
  await finish(2);
  expect(trained()).toEqual(['c', '']);
});

test('a run that waits to be alone and is called off ends at once and lets the others begin', async () => {
  const { train, trained, finish } = createPool(2);
  void train('a');
  await turn();
  const controller = new AbortController();
  const alone = train('alone', { alone: true, signal: controller.signal });
  void train('b');
  await turn();
  expect(trained()).toEqual(['a', '']);

  controller.abort();

  expect(await alone).toEqual({ state: 'stopped' });
  await turn();
  expect(trained()).toEqual(['a', 'b']);
  await finish(0);
});

test('a run beats while its corpus is fetched, however long that takes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const { train } = createPool(1, () => new Promise(() => undefined));
    const onBeat = vi.fn();
    void train('a', { onBeat });
    await turn();

    vi.advanceTimersByTime(30_000);

    expect(onBeat).toHaveBeenCalledTimes(30);
  } finally {
    vi.useRealTimers();
  }
});
