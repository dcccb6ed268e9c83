import { connect, createServer } from 'node:net';
import type { AddressInfo, NetConnectOpts, Socket } from 'node:net';

/** Cuts the connection of the next insert: before the server sees it, or after it has stored it but before it says so. */
export type Cut = 'request' | 'reply';

export type CuttingProxy = {
  readonly uri: string;
  readonly cutNext: (cut: Cut) => void;
  readonly close: () => Promise<void>;
};

const targetOf = (uri: string): NetConnectOpts => {
  const host = /^mongodb:\/\/(?:[^@/]*@)?([^/?,]+)/.exec(uri)?.[1];
  if (host === undefined) throw new Error('the proxy needs an address that names a host');
  if (host.includes('%2F')) return { path: decodeURIComponent(host) };
  const [name, port] = host.split(':');
  return { host: name ?? '127.0.0.1', port: Number(port ?? 27017) };
};

export const startCuttingProxy = async (uri: string): Promise<CuttingProxy> => {
  let armed: Cut | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(targetOf(uri));
    let dropsReply = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    client.on('data', (data) => {
      const cut = armed !== null && data.includes('insert\0') ? armed : null;
      if (cut !== null) armed = null;
      if (cut === 'request') return end();
      dropsReply ||= cut === 'reply';
      upstream.write(data);
    });
    upstream.on('data', (data) => (dropsReply ? end() : client.write(data)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxied = uri.replace(/^(mongodb:\/\/(?:[^@/]*@)?)[^/?]+/, `$1127.0.0.1:${port}`);
  return {
    uri: `${proxied}${proxied.includes('?') ? '&' : '?'}directConnection=true`,
    cutNext: (cut) => void (armed = cut),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
