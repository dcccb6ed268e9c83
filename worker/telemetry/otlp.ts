import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { Attributes, Span } from './tracer.ts';
import type { TraceSettings } from './trace-settings.ts';

const valueOf = (value: string | number | boolean) => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
};

const attributesOf = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));

const nanos = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);

/** Kinds and codes of opentelemetry-proto's trace.proto. */
const kinds = { internal: 1, consumer: 5 };
const statusError = 2;

/** Spans as OTLP's JSON (opentelemetry.io/docs/specs/otlp, JSON Protobuf encoding: ids in hex, 64-bit integers as text). */
export const otlpJson = (spans: readonly Span[], resource: Attributes): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [
          {
            scope: { name: 'sweep' },
            spans: spans.map(({ traceId, spanId, parentId, name, fromMs, toMs, attributes, error }) => ({
              traceId,
              spanId,
              ...(parentId === null ? {} : { parentSpanId: parentId }),
              name,
              kind: parentId === null ? kinds.consumer : kinds.internal,
              startTimeUnixNano: nanos(fromMs),
              endTimeUnixNano: nanos(toMs),
              attributes: attributesOf(attributes),
              status: error === null ? {} : { code: statusError, message: error },
            })),
          },
        ],
      },
    ],
  });

/** Posts spans once. @throws {Error} with what the receiver, or the way to it, said */
export const postSpans = async (settings: TraceSettings, spans: readonly Span[]): Promise<void> => {
  const { url, headers, timeoutMs, resource } = settings;
  const text = otlpJson(spans, resource);
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(settings.gzip ? { 'content-encoding': 'gzip' } : {}),
      ...headers,
    },
    body: settings.gzip ? await promisify(gzip)(text) : text,
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.arrayBuffer(); // frees the connection
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
};
