/**
 * Records real histories of the workflows, for replay.test.ts: `npm run histories -- turns`. After a change of the workflows
 * that keeps running sweeps alive, new ones are added beside the old; a change that old ones do not survive needs
 * `patched`. The set of a released shape of the store is never written again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

import { createPlan, embeddingKeyOf, planRunAt } from '../../activities/plan.ts';
import { readState } from '../../activities/state.ts';
import type { SweepState } from '../../activities/state.ts';
import { ask } from '../../cli/ask.ts';
import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { prepareSweep, storeBlobs, storeSweep, sweepDocument } from '../../cli/prepare-sweep.ts';
import { openSession } from '../../cli/session.ts';
import type { Session } from '../../cli/session.ts';
import { controlQueue, trainQueue } from '../../core/engine.ts';
import { fitWorkflowId, sweepWorkflowId } from '../../core/messages.ts';
import type { FitInput } from '../../core/messages.ts';
import type { Trial } from '../../core/space.ts';
import { openHome } from '../../services/home.ts';
import { stopServices } from '../../services/manage-services.ts';
import { obtainBinary } from '../../services/obtain-binary.ts';
import { openServices } from '../../services/open-services.ts';
import { insertAmendment } from '../../store/amendments.ts';
import { claim, release } from '../../store/claims.ts';
import type { Sweep } from '../../store/documents.ts';
import { schemaVersion } from '../../store/migrations/all.ts';
import { databaseNow, removeWorker, replaceWorker } from '../../store/workers.ts';
import { installQuietRuntime } from '../../worker/quiet-runtime.ts';
import { wakeSweep } from '../../worker/wake.ts';
import { startWorker } from '../../worker/worker.ts';
import { aWorker } from '../store/contract/samples.ts';
import { campusGrid } from '../sweeps/campus-grid.ts';
import { createAnsweringPool } from './answering-pool.ts';

/** A set of this shape of the store, named with what is new in it where one stands there; those of released shapes stay as they are. */
const into = join(import.meta.dirname, 'histories', [`schema-${schemaVersion}`, ...process.argv.slice(2)].join('-'));
/** Far fewer events than the 4,096 of a real server, so that a small sweep continues as new. */
const eventsBeforeContinuing = 120;

const counted = (length: number): string => JSON.stringify(Array.from({ length }, (_, at) => at + 2));
/** More of either than one page holds is looked at in two. */
const embeddings = (sizes: number, units: number, batch = 64): string => `split: { holdout: 0.5 }
embedding: { kind: random, size: ${counted(sizes)} }
model: { units: ${counted(units)} }
train: { epochs: [1, 2], batch: ${batch} }`;
const word2vec = `split: { folds: 2 }
embedding: { iterations: [1, 2], size: 4 }
model: { units: [2, 3] }
train: { epochs: 1 }`;

/** Trained by no other of these sweeps. */
const waitedFor = `split: { folds: 2 }
embedding: { iterations: 3, size: 4 }
model: { units: [4, 5] }
train: { epochs: 1 }`;

let taskMs = 0;

const insert = async ({ store }: Session, name: string, more: string): Promise<Sweep> => {
  const made = await prepareSweep(parseGrid(campusGrid({ name, rows: 40, more }), `${name}.yaml`));
  const sweep = sweepDocument(name, `${name}.yaml`, made);
  await storeSweep(store, sweep, made);
  return sweep;
};

/** Gives a sweep another grid of the same data while it runs. */
const amend = async ({ store }: Session, client: Client, sweep: Sweep, more: string): Promise<void> => {
  const made = await prepareSweep(parseGrid(campusGrid({ name: sweep.name, rows: 40, more }), `${sweep.name}.yaml`));
  await storeBlobs(store, made);
  const next = sweepDocument(sweep.name, `${sweep.name}.yaml`, made);
  await insertAmendment(store, sweep.uid, { ...next, reason: null }, Date.now());
  await wakeSweep(client, store, sweep);
};

const until = async ({ store }: Session, sweep: Sweep, state: SweepState): Promise<void> => {
  while ((await readState(store, sweep)).state !== state) await sleep(100);
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

const answering = async (at: string): Promise<void> => {
  const connection = Connection.lazy({ address: at });
  while (
    !(await connection.healthService.check({}).then(
      () => true,
      () => false,
    ))
  )
    await sleep(200);
  await connection.close();
};

/** No line says on which machine it was recorded. */
const anonymous = (json: string): string =>
  json.replaceAll(/"identity": ?"[^"]*"/g, '"identity": "worker"').replaceAll(`"${hostname()}:`, '"machine:');

/** Somebody else trains the first word vectors of a sweep and the last run of its first embedding, for a while. */
const hold = async ({ store }: Session, sweep: Sweep, forMs: number): Promise<void> => {
  const plan = createPlan(sweep);
  const run = planRunAt(plan, 0, 1);
  const vectors = run === null ? null : embeddingKeyOf(plan, run.folds[0]?.trial as Trial, 0);
  const worker = aWorker({ id: 'another', slots: [] });
  const stay = async (): Promise<void> => await replaceWorker(store, { ...worker, seenAt: await databaseNow(store) });
  const isGone = async (): Promise<boolean> => false;
  await stay();
  for (const key of [run?.key, vectors])
    if (key != null) await claim(store, key, { worker: worker.id, owner: 'another', isGone });
  const staying = setInterval(() => void stay(), 1_000);
  setTimeout(() => {
    clearInterval(staying);
    for (const key of [run?.key, vectors]) if (key != null) void release(store, key, worker.id);
    void removeWorker(store, worker.id);
  }, forMs);
};

/** Writes every run of the workflows whose id begins with the sweep's. */
const record = async (client: Client, { store }: Session, sweep: Sweep): Promise<void> => {
  const id = sweepWorkflowId(store.id, sweep.uid);
  await sleep(2_000); // the list of workflows is a little behind
  const counts = new Map<string, number>();
  for await (const { workflowId, runId, type, status } of client.workflow.list()) {
    if (!workflowId.startsWith(id)) continue;
    const what = `${sweep.name}-${type.replace('Workflow', '')}-${status.name.toLowerCase().replaceAll('_', '-')}`;
    const seen = counts.get(what) ?? 0;
    counts.set(what, seen + 1);
    if (seen > 0) continue; // one of a kind is enough
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const json = anonymous(historyToJSON(history));
    writeFileSync(join(into, `${what}.json.gz`), gzipSync(json, { level: 9 }));
    process.stdout.write(`${what}: ${history.events?.length} events\n`);
  }
};

const folder = mkdtempSync(join(tmpdir(), 'sweep-histories-'));
const home = openHome({ create: true, env: { SWEEP_HOME: join(folder, 'home') } }) ?? '';
installQuietRuntime((line) => process.stderr.write(line));
const { path } = await obtainBinary('temporal');
const port = await freePort();
const address = `127.0.0.1:${port}`;
const setting = `limit.historyCount.suggestContinueAsNew=${eventsBeforeContinuing}`;
const options = ['--ip', '127.0.0.1', '--port', String(port), '--headless', '--log-level', 'error'];
process.on('exit', () => temporal.kill());
const temporal = spawn(path, ['server', 'start-dev', ...options, '--dynamic-config-value', setting], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
{
  const env = { ...process.env, TEMPORAL_ADDRESS: address, MONGODB_URI: '' };
  await answering(address);
  await using services = await openServices({ home, env });
  Object.assign(process.env, { TEMPORAL_ADDRESS: address, MONGODB_URI: services.mongodbUri });
  await using session = await openSession({ create: false });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const worker = await startWorker({
    store: session.store,
    temporal: { address, namespace: 'default' },
    engine: 'wasm',
    slots: 2,
    cacheFolder: join(folder, 'cache'),
    version: 'recorded',
    createPool: () => createAnsweringPool(2, () => taskMs),
  });
  mkdirSync(into, { recursive: true });

  const plain = await insert(session, 'plain', word2vec);
  await ask(session, plain, 'start');
  await until(session, plain, 'done');
  const fit: FitInput = {
    sweep: plain.uid,
    trial: 0,
    retry: 0,
    name: plain.name,
    trainQueue: trainQueue('wasm', plain.numerics, session.store.id),
  };
  await client.workflow.execute('fitWorkflow', {
    workflowId: fitWorkflowId(session.store.id, fit),
    taskQueue: controlQueue(session.store.id),
    args: [fit],
  });
  await record(client, session, plain);

  const long = await insert(session, 'long', embeddings(1, 900));
  await ask(session, long, 'start');
  await until(session, long, 'done');
  await record(client, session, long);

  const wide = await insert(session, 'wide', embeddings(202, 1));
  await ask(session, wide, 'start');
  await until(session, wide, 'done');
  await record(client, session, wide);

  taskMs = 400;
  const paused = await insert(session, 'paused', embeddings(2, 8, 32));
  await ask(session, paused, 'start');
  await sleep(1_500);
  await ask(session, paused, 'pause');
  await sleep(4_000);
  await ask(session, paused, 'resume');
  await sleep(1_000);
  await ask(session, paused, 'stop');
  await sleep(4_000);
  await ask(session, paused, 'resume');
  await until(session, paused, 'done');
  await record(client, session, paused);

  taskMs = 0;
  const waiting = await insert(session, 'waiting', waitedFor);
  await hold(session, waiting, 10_000);
  await ask(session, waiting, 'start');
  await until(session, waiting, 'done');
  await record(client, session, waiting);

  const retried = await insert(session, 'retried', embeddings(1, 3));
  await ask(session, retried, 'start');
  await until(session, retried, 'done');
  await ask(session, retried, 'retry');
  await until(session, retried, 'done');
  await record(client, session, retried);

  taskMs = 400;
  const amended = await insert(session, 'amended', embeddings(2, 5, 16));
  await ask(session, amended, 'start');
  await sleep(1_500);
  await amend(session, client, amended, embeddings(3, 6, 16));
  await until(session, amended, 'done');
  await record(client, session, amended);

  await worker.shutdown();
  await connection.close();
}
await stopServices(home, { force: true });
rmSync(folder, { recursive: true, force: true });
process.exit();
