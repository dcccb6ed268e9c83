import { once } from 'node:events';
import { join } from 'node:path';

import { SweepError } from '../core/errors.ts';
import { servePage } from '../dashboard/server/serve-page.ts';
import type { PageServer } from '../dashboard/server/serve-page.ts';
import { packageRoot } from '../services/package-root.ts';
import { createPageSource } from './dashboard/page-source.ts';
import { finished } from './exit-codes.ts';
import { interruption } from './interruption.ts';
import { say } from './say.ts';
import { readingSession } from './session.ts';

export type DashboardOptions = { readonly port: number | undefined };

/** Where the page is looked for first, so that links to it live longer than one start. */
const usualPort = 7717;

const open = async (port: number | undefined, serve: (port: number) => Promise<PageServer>): Promise<PageServer> => {
  if (port !== undefined) return await serve(port);
  return await serve(usualPort).catch((error: unknown) => {
    if (error instanceof SweepError && error.code === 'USAGE') return serve(0); // another dashboard has it
    throw error;
  });
};

/** Serves the page on this machine until somebody interrupts. @returns the exit code */
export const dashboard = async ({ port }: DashboardOptions): Promise<number> => {
  await using session = await readingSession();
  const folder = join(packageRoot(), 'dist', 'dashboard', 'page');
  const source = createPageSource(session.store);
  const page = await open(port, (at) => servePage({ source, folder, port: at }));
  console.log(page.url);
  say('Open this address; it is for you alone, on this machine alone. Ctrl-C ends the page, no sweep.');
  const signal = interruption();
  if (!signal.aborted) await once(signal, 'abort');
  await page.close();
  return finished.done;
};
