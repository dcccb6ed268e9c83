import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:http2';

export type TemporalProbe = {
  readonly address: string; // host:port
  readonly namespace: string;
  readonly timeoutMs: number;
  readonly apiKey?: string | undefined; // speaks TLS when given
  readonly tls?: boolean;
};

const service = '/temporal.api.workflowservice.v1.WorkflowService';
const notFound = 5;

/**
 * Asks a Temporal server, in plain gRPC so that no client library is loaded, whether it would take work now.
 * @returns undefined when ready, else what is missing
 */
export async function probeTemporal(probe: TemporalProbe): Promise<string | undefined> {
  const call = openCalls(probe);
  try {
    // Describing a workflow that does not exist goes through the frontend's list of namespaces and the history service;
    // a task queue through matching. Both must be up before the first workflow can start.
    const [workflow, queue] = await Promise.all([
      call('DescribeWorkflowExecution', Buffer.concat([text(1, probe.namespace), bytes(2, text(1, 'sweep-probe'))])),
      call(
        'DescribeTaskQueue',
        Buffer.concat([text(1, probe.namespace), bytes(2, text(1, 'sweep-probe')), Buffer.from([0x18, 1])]),
      ),
    ]);
    if (workflow.status !== 0 && (workflow.status !== notFound || /namespace/i.test(workflow.message)))
      return workflow.message;
    return queue.status === 0 ? undefined : queue.message;
  } catch (error) {
    return (error as Error).message;
  } finally {
    call.close();
  }
}

type Answer = { readonly status: number; readonly message: string };

function openCalls({ address, timeoutMs, apiKey, tls = apiKey !== undefined, namespace }: TemporalProbe) {
  const session = connect(`${tls ? 'https' : 'http'}://${address}`);
  const broken = new Promise<never>((_, reject) => {
    session.on('error', reject);
    session.on('close', () => reject(new Error('the connection was closed')));
    session.setTimeout(timeoutMs, () => session.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
  });
  broken.catch(() => undefined); // told through the calls
  const deadline = setTimeout(() => session.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
  const call = (method: string, body: Buffer): Promise<Answer> => {
    const authorization =
      apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}`, 'temporal-namespace': namespace };
    const stream = session.request({
      ':method': 'POST',
      ':path': `${service}/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...authorization,
    });
    const answered = new Promise<Answer>((resolve, reject) => {
      const read = (headers: IncomingHttpHeaders) => {
        if (headers['grpc-status'] === undefined) return;
        resolve({
          status: Number(headers['grpc-status']),
          message: decodeURIComponent(String(headers['grpc-message'] ?? '')),
        });
      };
      stream.on('response', read);
      stream.on('trailers', read);
      stream.on('error', reject);
      stream.on('close', () => reject(new Error('this is no Temporal server')));
    });
    stream.resume();
    stream.end(frame(body));
    return Promise.race([answered, broken]);
  };
  return Object.assign(call, {
    close: () => {
      clearTimeout(deadline);
      session.destroy();
    },
  });
}

/** One gRPC message: not compressed, its length, its bytes. */
function frame(body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** A protobuf field of length-delimited bytes; all of ours are short, so that one byte holds the length up to 127. */
function bytes(field: number, value: Buffer): Buffer {
  const length = value.length < 128 ? [value.length] : [(value.length & 0x7f) | 0x80, value.length >> 7];
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), value]);
}

const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
