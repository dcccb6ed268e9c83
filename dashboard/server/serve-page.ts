import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { serve } from '@hono/node-server';

import { SweepError } from '../../core/errors.ts';
import type { Source } from '../source.ts';
import { createApp } from './app.ts';
import { readAssets } from './assets.ts';
import { createEvents } from './events.ts';
import { createWatch } from './watch.ts';

export type PageServer = {
  readonly url: string; // with the token
  readonly close: () => Promise<void>;
};

export type PageOptions = {
  readonly source: Source;
  readonly folder: string; // of the built page
  readonly port: number; // 0: any that is free
  readonly token?: string;
};

const portTaken = (port: number): SweepError =>
  new SweepError({
    code: 'USAGE',
    message: `Port ${port} is not to be had on 127.0.0.1.`,
    fix: 'take another: sweep dashboard --port 0 finds a free one',
  });

/**
 * Serves the page on this machine's loopback address alone, until it is closed.
 * @throws {SweepError} USAGE where the port is taken
 */
export const servePage = async ({ source, folder, port, token }: PageOptions): Promise<PageServer> => {
  const secret = token ?? randomBytes(24).toString('base64url');
  const events = createEvents();
  const watch = createWatch(source, events);
  const ending = new AbortController();
  let hosts: readonly string[] = [];
  const app = createApp({ source, assets: readAssets(folder), events, watch, token: secret, hosts: () => hosts });
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port });
  if (!server.listening)
    await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
      throw ['EADDRINUSE', 'EACCES'].includes(cause.code ?? '') ? portTaken(port) : cause;
    });
  const at = (server.address() as AddressInfo).port;
  hosts = [`127.0.0.1:${at}`, `localhost:${at}`];
  const running = watch.run(ending.signal);
  const close = async (): Promise<void> => {
    ending.abort();
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
    await running;
  };
  return { url: `http://127.0.0.1:${at}/#token=${secret}`, close };
};
