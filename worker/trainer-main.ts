import { isNoMemory } from './no-memory.ts';
import { doWork } from './trainer-work.ts';
import { createTrainerEngine } from './trainer-engine.ts';
import type { Wanted } from './step-through.ts';
import type { FromTrainer, ToTrainer, TrainerLibrary } from './trainer-protocol.ts';

/** The trainer's process: one per slot, forked by the worker, ends when its parent is gone. */
const send = (message: FromTrainer): Promise<void> =>
  new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve())); // gone parents end it elsewhere

/** The library that the parent names, as JSON. */
const [, , named] = process.argv;
const engine = createTrainerEngine(named === undefined ? null : (JSON.parse(named) as TrainerLibrary));

let current: { readonly task: number; readonly wanted: Wanted } | null = null;

const train = async ({ task, work }: Extract<ToTrainer, { say: 'train' }>): Promise<void> => {
  const wanted: Wanted = { checkpoint: false, stop: false, score: false };
  current = { task, wanted };
  try {
    const ended = await doWork(work, engine, wanted, (message) => send({ ...message, task }));
    if (ended !== 'diverged') void send({ say: ended, task });
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error; // a trap is a death of our own
    const outOfMemory = isNoMemory(error);
    const message = error instanceof Error ? ((outOfMemory ? null : error.stack) ?? error.message) : String(error);
    void send({ say: 'failed', task, message, outOfMemory });
  } finally {
    current = null;
  }
};

process.on('message', (message: ToTrainer) => {
  if (message.say === 'train') return void train(message);
  if (current === null || current.task !== message.task) return;
  current.wanted[message.say] = true;
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole foreground group; the parent decides when a trainer hands back its work.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

void send({ say: 'ready' });
