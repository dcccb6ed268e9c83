import type { IncomingHttpHeaders } from 'node:http';
import { connect, type SecureClientSessionOptions } from 'node:http2';
import type { TemporalConnection } from './temporal-settings.ts';

export type TemporalProbe = TemporalConnection & { readonly namespace: string; readonly timeoutMs: number };

const service = '/temporal.api.workflowservice.v1.WorkflowService';
const notFound = 5;

/** Whether a Temporal server would take work now: undefined when it would, else what is missing or in the way. */
export async function probeTemporal(probe: TemporalProbe): Promise<string | undefined> {
  try {
    return await askTemporal(probe);
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Asks a Temporal server, in plain gRPC so that no client library is loaded, whether it would take work now.
 * @returns undefined when ready, else what is missing
 * @throws {Error} where there is no connection; with a `code` of the system or of TLS where one is to be had
 */
export async function askTemporal(probe: TemporalProbe): Promise<string | undefined> {
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
  } finally {
    call.close();
  }
}

type Answer = { readonly status: number; readonly message: string };

const tlsOptions = ({ tls }: TemporalProbe): SecureClientSessionOptions => {
  const { serverNameOverride, serverRootCACertificate, clientCertPair } = tls ?? {};
  return {
    ...(serverNameOverride === undefined ? {} : { servername: serverNameOverride }),
    ...(serverRootCACertificate === undefined ? {} : { ca: Buffer.from(serverRootCACertificate) }),
    ...(clientCertPair === undefined
      ? {}
      : { cert: Buffer.from(clientCertPair.crt), key: Buffer.from(clientCertPair.key) }),
  };
};

function openCalls(probe: TemporalProbe) {
  const { address, timeoutMs, apiKey, tls, metadata, namespace } = probe;
  const session = connect(`${tls === undefined ? 'http' : 'https'}://${address}`, tlsOptions(probe));
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
      ...metadata,
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
