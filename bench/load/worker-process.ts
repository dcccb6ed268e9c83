/**
 * A real worker whose trainers only sleep, in a process of its own: tells its parent every 200 ms how many folds of which
 * sweep it has stored. `node --import tsx bench/load/worker-process.ts <slots>`
 */
import { fileURLToPath } from 'node:url';

import { openSession } from '../../cli/session.ts';
import { installQuietRuntime } from '../../worker/quiet-runtime.ts';
import { createSlots } from '../../worker/slots.ts';
import { createTrainerProcess } from '../../worker/trainer-process.ts';
import { startWorker } from '../../worker/worker.ts';

export type Told = { readonly folds: Readonly<Record<string, number>> };

const slots = Number(process.argv[2] ?? 2);
const file = fileURLToPath(new URL('./sleeping-trainer.ts', import.meta.url));
const folds: Record<string, number> = {};

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
    const pool = createSlots({ ...options, createTrainer: (each) => createTrainerProcess({ ...each, file }) });
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
const telling = setInterval(() => process.send?.({ folds } satisfies Told), 200);
process.send?.({ folds } satisfies Told);

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
