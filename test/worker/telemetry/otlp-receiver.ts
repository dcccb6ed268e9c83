import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

type Attribute = { readonly key: string; readonly value: Readonly<Record<string, string | number | boolean>> };

export type ReceivedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number; readonly message?: string };
};

type Body = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[];
  }[];
};

export type Post = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Body };

/** The value of an attribute, whatever its type. */
export const attribute = (of: { readonly attributes: readonly Attribute[] }, name: string): unknown =>
  Object.values(of.attributes.find(({ key }) => key === name)?.value ?? {})[0];

/** A server that takes OTLP's JSON as a collector does, and answers with `status`. */
export const openReceiver = async (status = 200) => {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      posts.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text.toString()) as Body });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    spans: (): readonly ReceivedSpan[] =>
      posts.flatMap(({ body }) => body.resourceSpans.flatMap((each) => each.scopeSpans.flatMap(({ spans }) => spans))),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
