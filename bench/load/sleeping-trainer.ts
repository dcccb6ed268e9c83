/** Speaks like a trainer and trains nothing: sleeps for each epoch and hands over results of the usual size. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { FromTrainer, ToTrainer } from '../../worker/trainer-protocol.ts';
import { aResult } from './a-result.ts';

const epochMs = Number(process.env['SWEEP_BENCH_EPOCH_MS'] ?? 1);

const say = (message: FromTrainer): void => void process.send?.(message);
let stopped = 0; // the last task that was to be handed back

const work = async ({ task, work: { kind, ...asked } }: Extract<ToTrainer, { say: 'train' }>): Promise<void> => {
  if (kind !== 'run' || !('epochs' in asked)) throw new Error(`this stand-in trains no ${kind}`);
  const from = performance.now();
  let epoch = 0;
  for (const epochs of asked.epochs) {
    await sleep((epochs - epoch) * epochMs);
    epoch = epochs;
    if (stopped === task) return say({ say: 'stopped', task });
    say({ say: 'fold', task, epochs, result: aResult(), seconds: (performance.now() - from) / 1000 });
  }
  say({ say: 'finished', task });
};

process.on('message', (message: ToTrainer) => {
  if (message.say === 'train') void work(message);
  if (message.say === 'stop') stopped = message.task;
});
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
say({ say: 'ready' });
