import { setTimeout as sleep } from 'node:timers/promises';

import { CancelledFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';

import { keepSecret } from '../../../core/secrets.ts';
import { createSpanSender } from '../../../worker/telemetry/span-sender.ts';
import { createTracer, noTracer } from '../../../worker/telemetry/tracer.ts';
import type { Span } from '../../../worker/telemetry/tracer.ts';
import { readTraceSettings } from '../../../worker/telemetry/trace-settings.ts';
import type { TraceSettings } from '../../../worker/telemetry/trace-settings.ts';
import { attribute, openReceiver } from './otlp-receiver.ts';

const traced = async (share: number, work: (tracer: ReturnType<typeof createTracer>) => Promise<unknown>) => {
  const spans: Span[] = [];
  await work(createTracer(share, (span) => spans.push(span)));
  return spans;
};

const settingsFor = (url: string, more: Partial<TraceSettings> = {}): TraceSettings => ({
  ...(readTraceSettings('1', { OTEL_EXPORTER_OTLP_ENDPOINT: url }) as TraceSettings),
  delayMs: 10,
  ...more,
});

describe('a tracer', () => {
  it('puts a span below the one that is open, through waiting and through calls from elsewhere', async () => {
    let call = (): unknown => undefined;
    const spans = await traced(1, async ({ inSpan, here }) => {
      await inSpan('root', { a: 1 }, async (say) => {
        await sleep(1);
        await inSpan('awaited', {}, () => sleep(1));
        const within = here();
        call = () => within(() => inSpan('called', {}, async () => 7));
        say({ b: true });
      });
      expect(await call()).toBe(7);
    });
    const [awaited, root, called] = spans as [Span, Span, Span];

    expect(spans.map(({ name }) => name)).toEqual(['awaited', 'root', 'called']);
    expect(root).toMatchObject({ parentId: null, attributes: { a: 1, b: true }, error: null });
    expect(root.traceId).toMatch(/^[\da-f]{32}$/);
    expect(root.spanId).toMatch(/^[\da-f]{16}$/);
    for (const child of [awaited, called]) {
      expect(child).toMatchObject({ parentId: root.spanId, traceId: root.traceId });
    }
    expect(root.toMs).toBeGreaterThanOrEqual(awaited.toMs);
  });

  it('passes errors on, says them without secrets, and takes what was called off for no error', async () => {
    keepSecret('sesame-sesame');
    const spans = await traced(1, async ({ inSpan }) => {
      await expect(inSpan('a', {}, () => Promise.reject(new Error('not sesame-sesame')))).rejects.toThrow('not');
      await expect(inSpan('b', {}, () => Promise.reject(new CancelledFailure('CANCELLED')))).rejects.toThrow(
        'CANCELLED',
      );
    });

    expect(spans.map(({ error }) => error)).toEqual(['not ***', null]);
  });

  it('keeps whole traces or none of them, as many as the share says', async () => {
    const spans = await traced(0.25, async ({ inSpan }) => {
      for (let at = 0; at < 2_000; at++) await inSpan('root', {}, () => inSpan('child', {}, async () => undefined));
    });
    const roots = spans.filter(({ parentId }) => parentId === null);

    expect(spans.length).toBe(2 * roots.length);
    expect(roots.length / 2_000).toBeGreaterThan(0.2);
    expect(roots.length / 2_000).toBeLessThan(0.3);
    expect(await traced(0, ({ inSpan }) => inSpan('root', {}, async () => undefined))).toEqual([]);
  });

  it('only runs the work where nobody asked for traces', async () => {
    expect(await noTracer.inSpan('a', {}, async (say) => (say({ b: 1 }), noTracer.here()(() => 3)))).toBe(3);
  });
});

const span = (more: Partial<Span> = {}): Span => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  parentId: null,
  name: 'trainRun',
  fromMs: 1_700_000_000_000.5,
  toMs: 1_700_000_000_001,
  attributes: { text: 'x', whole: 3, part: 0.5, yes: true },
  error: null,
  ...more,
});

describe('spans on their way to a receiver', () => {
  it('are OTLP in JSON: ids in hex, nanoseconds as text, typed attributes', async () => {
    const receiver = await openReceiver();
    const sender = createSpanSender(settingsFor(receiver.url, { gzip: true, headers: { key: 'k' } }), () => undefined);
    sender.send(span());
    sender.send(span({ parentId: 'c'.repeat(16), error: 'lost' }));
    await sender.close();
    await receiver.close();
    const [root, child] = receiver.spans();

    expect(receiver.posts).toHaveLength(1);
    expect(receiver.posts[0]?.headers).toMatchObject({ 'content-encoding': 'gzip', key: 'k' });
    expect(root).toMatchObject({
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      kind: 5,
      startTimeUnixNano: '1700000000000500000',
      endTimeUnixNano: '1700000000001000000',
      status: {},
    });
    expect(root).not.toHaveProperty('parentSpanId');
    expect(root?.attributes.map(({ value }) => value)).toEqual([
      { stringValue: 'x' },
      { intValue: '3' },
      { doubleValue: 0.5 },
      { boolValue: true },
    ]);
    expect(child).toMatchObject({ parentSpanId: 'c'.repeat(16), kind: 1, status: { code: 2, message: 'lost' } });
    expect(attribute(receiver.posts[0]?.body.resourceSpans[0]?.resource as never, 'service.name')).toBe('sweep-worker');
  });

  it('are sent after a while without anybody closing, many in posts of 512', async () => {
    const receiver = await openReceiver();
    const sender = createSpanSender(settingsFor(receiver.url), () => undefined);
    for (let at = 0; at < 600; at++) sender.send(span());
    await expect.poll(() => receiver.spans().length).toBe(600);
    await receiver.close();

    expect(receiver.posts.map(({ body }) => body.resourceSpans[0]?.scopeSpans[0]?.spans.length)).toEqual([512, 88]);
  });

  it.each([500, 0])('are lost with one line of the log where the receiver answers %d, or nothing', async (status) => {
    const lines: string[] = [];
    const receiver = await openReceiver(status === 0 ? 200 : status);
    if (status === 0) await receiver.close();
    const sender = createSpanSender(settingsFor(receiver.url), (line) => lines.push(line));
    for (let at = 0; at < 5_000; at++) sender.send(span());
    await sender.close();
    if (status !== 0) await receiver.close();

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Traces: \d+ spans were lost; http:\/\/127.0.0.1:\d+\/v1\/traces said: /);
  });

  it('hold nobody up whose receiver is silent', async () => {
    const { createServer } = await import('node:net');
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const sender = createSpanSender(settingsFor(`http://127.0.0.1:${port}`, { timeoutMs: 300 }), () => undefined);
    sender.send(span());
    const from = performance.now();
    await sender.close();
    silent.close();

    expect(performance.now() - from).toBeLessThan(2_500);
  });
});
