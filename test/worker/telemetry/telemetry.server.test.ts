import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { metrics } from '../../../worker/telemetry/metrics.ts';
import { dashboardQueries, seriesIn } from '../../deploy/metrics-named.ts';
import { databaseNamed, eventually, openTestHome } from '../../sweeps/test-home.ts';
import type { TestHome } from '../../sweeps/test-home.ts';
import { sweep } from '../../chaos/sweep-process.ts';
import { attribute, openReceiver } from './otlp-receiver.ts';
import type { ReceivedSpan } from './otlp-receiver.ts';

const password = 'secret_of_the_receiver_42';

/** A port that nobody listened on a moment ago. */
const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

describe('a worker that is watched', () => {
  let home: TestHome;
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  let scraped = '';
  let log = '';
  let spans: readonly ReceivedSpan[] = [];
  const shared = () => ({
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    MONGODB_URI: databaseNamed(inject('mongodbUri'), 'watched'),
  });
  beforeAll(async () => {
    home = await openTestHome(shared());
    receiver = await openReceiver();
    const address = `127.0.0.1:${await freePort()}`;
    const worker = sweep(home.home, ['worker', '--slots', '1', '--metrics', address], {
      ...shared(),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${password}`,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_SERVICE_NAME: 'sweep-of-this-test',
    });
    const more = `split: { folds: 2 }
embedding: { iterations: 2, size: 8 }
model: { units: [2, 3] }
train: { epochs: [1, 2] }`;
    await home.run(['start', home.grid({ name: 'watched', more }), '--slots', '0']);
    await eventually(
      async () => /idle"[^}]*} 1\n/.test((scraped = await (await fetch(`http://${address}/metrics`)).text())),
      20,
    );
    worker.child.kill('SIGTERM');
    log = (await worker.ended).err;
    spans = receiver.spans();
  });
  afterAll(async () => {
    await receiver.close();
    await home.close();
  });

  const valueOf = (series: string): number =>
    Number(
      scraped
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    );

  it('says where its metrics are', () => {
    expect(log).toMatch(/^Metrics: http:\/\/127\.0\.0\.1:\d+\/metrics$/m);
  });

  it('counts the folds that it trained and stored, and times them', () => {
    expect(valueOf('sweep_folds_trained_total{engine="wasm"}')).toBe(8);
    expect(valueOf('sweep_folds_stored_total{engine="wasm"}')).toBe(8);
    expect(valueOf('sweep_fold_seconds_count{engine="wasm"}')).toBe(8);
    expect(valueOf('sweep_trainings_total{end="finished",kind="run",engine="wasm"}')).toBe(4);
    expect(valueOf('sweep_trainings_total{end="finished",kind="embedding",engine="wasm"}')).toBe(2);
    expect(valueOf('sweep_slots{state="idle",engine="wasm"}')).toBe(1);
  });

  it('has the metrics of the SDK beside its own, in seconds', () => {
    expect(scraped).toMatch(
      /^temporal_activity_schedule_to_start_latency_seconds_count\{[^}]*task_queue="train-wasm-/m,
    );
    expect(scraped).toMatch(/^temporal_worker_task_slots_available\{/m);
  });

  it('has every metric that the dashboard asks for, but for those of what did not happen', () => {
    const asked = dashboardQueries().flatMap(seriesIn);
    const missing = asked.filter((name) => !new RegExp(`^${name}\\{`, 'm').test(scraped));

    const without = missing.filter((name) => !name.startsWith('sweep_gpu_')); // this worker trains on none

    expect(new Set(without)).toEqual(new Set(['sweep_folds_failed_total', 'sweep_trainer_deaths_total']));
  });

  it('names nothing secret in a label, and no sweep, trial or worker', () => {
    const own = scraped.split('\n').filter((line) => line.startsWith('sweep_'));
    const labels = own.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, name]) => name));

    expect(new Set(labels)).toEqual(new Set(['end', 'engine', 'kind', 'le', 'state']));
    expect(own.every((line) => Object.keys(metrics).some((name) => line.startsWith(name)))).toBe(true);
    expect(scraped).not.toContain(password);
  });

  it('sends the spans of a fold to a receiver of OTLP, each below the activity that trained it', () => {
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    const root = roots.find(({ name }) => name === 'trainRun') as ReceivedSpan;
    const trace = spans.filter(({ traceId }) => traceId === root.traceId);
    const slot = trace.find(({ name }) => name === 'slot') as ReceivedSpan;
    const below = (parent: ReceivedSpan) => trace.filter(({ parentSpanId }) => parentSpanId === parent.spanId);
    const names = (some: readonly ReceivedSpan[]) => new Set(some.map(({ name }) => name));

    expect(receiver.posts[0]).toMatchObject({
      path: '/v1/traces',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${password}` },
    });
    expect(attribute(receiver.posts[0]?.body.resourceSpans[0]?.resource as never, 'service.name')).toBe(
      'sweep-of-this-test',
    );
    expect(root).toMatchObject({ kind: 5, status: {} });
    expect(attribute(root, 'temporal.workflow.id')).toMatch(/\/embedding\//);
    expect(Number(attribute(root, 'sweep.queue_seconds'))).toBeGreaterThanOrEqual(0);
    expect(names(below(root))).toEqual(new Set(['slot']));
    expect(names(below(slot))).toEqual(new Set(['fetch', 'train', 'store fold']));
    expect(attribute(slot, 'sweep.what')).toMatch(/units=[23], fold [12]$/);
    for (const { startTimeUnixNano: from, endTimeUnixNano: to } of trace)
      expect(BigInt(to)).toBeGreaterThanOrEqual(BigInt(from));
    expect(names(roots)).toEqual(
      new Set([
        'readWishes',
        'findEmbeddings',
        'findMissing',
        'trainEmbedding',
        'trainRun',
        'recordProgress',
        'publishLeaderboard',
      ]),
    );
  });

  it('has stored the same scores as one that nobody watches', async () => {
    const watched = await home.board('watched');
    const calm = await openTestHome({ ...shared(), MONGODB_URI: databaseNamed(inject('mongodbUri'), 'unwatched') });
    await calm.run(['start', `${home.folder}/watched.yaml`, '--slots', '1']);

    expect(await calm.board('watched')).toBe(watched);
    await calm.close();
  });
});

describe('a worker whose metrics cannot be served', () => {
  it('ends with 2, and names a way', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, err } = await sweep('/nowhere', ['worker', '--slots', '1', '--metrics', String(port)], {
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), 'watched'),
    }).ended;
    await new Promise((resolve) => server.close(resolve));

    expect(err).toContain(`--metrics 127.0.0.1:${port} cannot be listened on: Address already in use`);
    expect(err).toContain('each worker of a machine needs a port of its own');
    expect(code).toBe(2);
  });
});
