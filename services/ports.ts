import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Whether this loopback port could be bound now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A free loopback port, drawn from below the range that systems use for outgoing connections: a client that calls a
 * server which is just being restarted could otherwise be given that very port for its own end.
 */
export async function drawPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isPortFree(port)) return port;
  }
}
