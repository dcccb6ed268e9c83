import type { EngineWish } from '../core/engine.ts';
import { bestInstalled } from './engine/installed.ts';
import { finished } from './exit-codes.ts';
import { say } from './say.ts';
import { interruption } from './interruption.ts';
import { startOwnWorker } from './serve.ts';
import { openSession } from './session.ts';
import { slotWish } from './slot-wish.ts';
import { physicalCores } from '../services/physical-cores.ts';

/** Serves folds to any sweep of the connected Temporal and MongoDB until it is interrupted. @returns the exit code */
export const work = async (slots: number | undefined, asked: EngineWish, metrics: string | null): Promise<number> => {
  const { id: engine } = await bestInstalled(asked);
  const wish = slots === undefined ? { ...slotWish(undefined), wanted: physicalCores() } : slotWish(slots);
  await using session = await openSession({ create: true, slots: wish });
  const signal = interruption();
  const worker = await startOwnWorker(session, engine, { metrics, aloud: !process.stderr.isTTY });
  if (metrics !== null) say(`Metrics: http://${metrics}/metrics`);
  say(
    `Worker ${worker.id} serves ${session.services.slots} slots of ${session.where} with ${engine}. Ctrl-C hands everything back.`,
  );
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
