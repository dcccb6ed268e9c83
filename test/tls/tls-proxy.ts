import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, NetConnectOpts, Socket } from 'node:net';
import { createServer } from 'node:tls';

import type { Identity } from './certificates.ts';

/** A server on loopback that speaks TLS in front of one that does not. */
export type TlsProxy = { readonly port: number; readonly close: () => Promise<void> };

/** @param clients the CA whose client certificates are let in; null: everybody is */
export const openTlsProxy = async (
  behind: NetConnectOpts,
  { certificate, key }: Identity,
  clients: string | null = null,
): Promise<TlsProxy> => {
  const open = new Set<Socket>();
  const server = createServer(
    {
      cert: certificate,
      key,
      ALPNProtocols: ['h2'],
      ...(clients === null ? {} : { ca: clients, requestCert: true, rejectUnauthorized: true }),
    },
    (socket) => {
      const inner = connect(behind);
      for (const [from, to] of [
        [socket, inner],
        [inner, socket],
      ] as const) {
        open.add(from);
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
        from.pipe(to);
      }
    },
  );
  server.on('tlsClientError', () => undefined); // the client is told
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, close };
};
