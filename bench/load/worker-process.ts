/**
 * A real worker whose trainers only sleep, in a process of its own: tells its parent every 50 ms how many folds of which
 * sweep it has stored, and how long its slots worked on them. `node --import tsx bench/load/worker-process.ts <slots>`
 */
import { fileURLToPath } from 'node:url';

import { openSession } from '../../cli/session.ts';
import { installQuietRuntime } from '../../worker/quiet-runtime.ts';
import { createSlots } from '../../worker/slots.ts';
import { createTrainerProcess } from '../../worker/trainer-process.ts';
import { startWorker } from '../../worker/worker.ts';

type PerSweep = Readonly<Record<string, number>>;
/** By sweep; of the slots' milliseconds, by `train.seed`, which is another one in each sweep of a bench. */
export type Told = { readonly folds: PerSweep; readonly slotMs: PerSweep; readonly heapMb: number };

const slots = Number(process.argv[2] ?? 2);
const file = fileURLToPath(new URL('./sleeping-trainer.ts', import.meta.url));
const folds: Record<string, number> = {};
const slotMs: Record<string, number> = {};

/** A trainer that writes down how long it was held. */
const createTimedTrainer: typeof createTrainerProcess = (options) => {
  const trainer = createTrainerProcess({ ...options, file });
  return {
    ...trainer,
    work: async (work, events) => {
      const from = performance.now();
      const end = await trainer.work(work, events);
      const seed = String(work.cell.train.seed);
      slotMs[seed] = (slotMs[seed] ?? 0) + performance.now() - from;
      return end;
    },
  };
};

installQuietRuntime((line) => process.stderr.write(line));
const session = await openSession({ create: true });
const { services, store, cacheFolder } = session;
const worker = await startWorker({
  store,
  temporal: { address: services.temporalAddress, namespace: services.temporalNamespace },
  engine: 'wasm',
  slots,
  cacheFolder,
  version: 'bench',
  createPool: (options) => {
    const pool = createSlots({ ...options, createTrainer: createTimedTrainer });
    const train: typeof pool.train = (task, hooks) =>
      pool.train(task, {
        ...hooks,
        onFold: async (fold) => {
          await hooks.onFold(fold);
          const sweep = hooks.show.sweep ?? '';
          folds[sweep] = (folds[sweep] ?? 0) + 1;
        },
      });
    return { ...pool, train };
  },
});
const tell = (): void =>
  void process.send?.({ folds, slotMs, heapMb: process.memoryUsage().heapUsed / 2 ** 20 } satisfies Told);
const telling = setInterval(tell, 50);
tell();

let ending = false;
const end = async (): Promise<void> => {
  if (ending) return;
  ending = true;
  clearInterval(telling);
  await worker.shutdown();
  await session[Symbol.asyncDispose]();
  process.exit();
};
process.on('SIGTERM', () => void end());
process.on('disconnect', () => void end());
