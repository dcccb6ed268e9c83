import type { EngineWish } from '../core/engine.ts';
import type { SlotWish } from '../services/messages.ts';
import { openDevices } from './engine/gpus.ts';
import { sayWhyIdle } from './engine/idle.ts';
import { bestInstalled } from './engine/installed.ts';
import { finished } from './exit-codes.ts';
import { say } from './say.ts';
import { interruption, leaveInTime } from './interruption.ts';
import { startOwnWorker } from './serve.ts';
import { openSession } from './session.ts';
import { slotWish } from './slot-wish.ts';
import { physicalCores } from '../services/physical-cores.ts';

type WorkOptions = {
  readonly slots: number | undefined;
  readonly engine: EngineWish;
  readonly gpus: string | undefined;
  readonly metrics: string | null;
};

/** Cores are leased from those of this machine; a GPU is taken as it is told. */
const coreWish = (slots: number | undefined, onGpus: boolean): SlotWish => {
  if (onGpus) return slotWish(0);
  return slots === undefined ? { ...slotWish(undefined), wanted: physicalCores() } : slotWish(slots);
};

/** Serves folds to any sweep of the connected Temporal and MongoDB until it is interrupted. @returns the exit code */
export const work = async ({ slots, engine: asked, gpus, metrics }: WorkOptions): Promise<number> => {
  const installed = await bestInstalled(gpus === undefined ? asked : 'tensorflow-cuda');
  const { id: engine, library } = installed;
  const onGpus = library?.device === 'cuda' ? await openDevices(gpus ?? 'all', library) : undefined;
  await using session = await openSession({ create: true, slots: coreWish(slots, onGpus !== undefined) });
  const signal = interruption();
  leaveInTime(signal);
  const worker = await startOwnWorker(session, engine, {
    metrics,
    installed,
    gpus: onGpus,
    aloud: !process.stderr.isTTY,
  });
  if (metrics !== null) say(`Metrics: http://${metrics}/metrics`);
  const count = onGpus?.devices.length ?? session.services.slots;
  say(`Worker ${worker.id} serves ${count} slots of ${session.where} with ${engine}. Ctrl-C hands everything back.`);
  if (library !== null) {
    const idlers = onGpus === undefined ? 'The slots of this worker' : 'The GPUs of this worker';
    sayWhyIdle(session.store, { id: worker.id, engine, slots: idlers }, signal);
  }
  const interrupted = new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve()),
  );
  try {
    await Promise.race([worker.ended, interrupted]);
  } finally {
    await worker.shutdown();
  }
  say('Handed everything back.');
  return finished.interrupted;
};
