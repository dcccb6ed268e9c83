/** What `sweep start` does, but with slots that sleep: `work.ts <grid> <seconds of a fold> <log>`. bench/crash.ts kills it. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { readState } from '../../activities/state.ts';
import { ask } from '../../cli/ask.ts';
import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { prepareSweep, storeBlobs, sweepDocument } from '../../cli/prepare-sweep.ts';
import { openSession } from '../../cli/session.ts';
import { insertSweep } from '../../store/sweeps.ts';
import { installQuietRuntime } from '../../worker/quiet-runtime.ts';
import { startWorker } from '../../worker/worker.ts';
import { createSleepingPool } from './slots-that-sleep.ts';

const [file = '', seconds = '2', log = ''] = process.argv.slice(2);
installQuietRuntime(() => undefined);
const session = await openSession({ create: true });
const { services, store, cacheFolder } = session;
const made = await prepareSweep(parseGrid(readFileSync(file, 'utf8'), file));
await storeBlobs(store, made);
const mine = sweepDocument('crash', file, made);
const inserted = await insertSweep(store, mine);
const sweep = inserted.state === 'taken' ? inserted.sweep : mine;
await ask(session, sweep, 'start');
const worker = await startWorker({
  store,
  temporal: { address: services.temporalAddress, namespace: services.temporalNamespace },
  engine: 'wasm',
  slots: 2,
  cacheFolder,
  version: 'bench',
  createPool: ({ slots }) => createSleepingPool({ slots, seconds: Number(seconds), log }),
});
const isDone = async (): Promise<boolean> => (await readState(store, sweep)).state === 'done';
while (!(await isDone().catch(() => false))) await sleep(200); // a server that is away comes back
await worker.shutdown();
await session[Symbol.asyncDispose]();
process.exit();
