import { connect, type NetConnectOpts } from 'node:net';

const opMsg = 2013;

/**
 * Asks a server of the MongoDB wire protocol for `hello`, over a plain socket.
 * @returns undefined when it answers, else what is wrong
 */
export function probeMongo(to: NetConnectOpts, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(to);
    const received: Buffer[] = [];
    const finish = (problem: string | undefined) => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(timeoutMs, () => finish(`no answer within ${timeoutMs / 1000} s`));
    socket.on('connect', () => socket.write(helloMessage()));
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      const all = Buffer.concat(received);
      if (all.length >= 16 && all.length >= all.readInt32LE(0)) {
        finish(all.readInt32LE(12) === opMsg ? undefined : 'this is no MongoDB server');
      }
    });
    socket.on('error', (error) => finish(error.message));
    socket.on('end', () => finish('the connection was closed'));
  });
}

/** OP_MSG with one document section: {hello: 1, $db: 'admin'}. */
function helloMessage(): Buffer {
  const database = Buffer.from('admin\0');
  const fields = Buffer.concat([
    Buffer.from('\x10hello\0'),
    int32(1),
    Buffer.from('\x02$db\0'),
    int32(database.length),
    database,
  ]);
  const document = Buffer.concat([int32(fields.length + 5), fields, Buffer.from([0])]);
  const body = Buffer.concat([int32(0), Buffer.from([0]), document]);
  return Buffer.concat([int32(16 + body.length), int32(1), int32(0), int32(opMsg), body]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}
