import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { freeUnreached } from '../activities/gc/free-unreached.ts';
import { compactStore } from '../store/compact.ts';
import { finished } from './exit-codes.ts';
import { freeCache } from './gc/free-cache.ts';
import { reportJson, reportText } from './gc/report.ts';
import { freeHistories } from './gc/workflows.ts';
import { isTerminal, say } from './say.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { withTemporal } from './temporal-client.ts';

export type GcOptions = {
  readonly dryRun: boolean;
  readonly compact: boolean;
  readonly json: boolean;
  readonly plain: boolean;
};

/** Bytes of the files in a folder of the home; null where a server's files lie elsewhere. */
const folderBytes = (home: string | undefined, names: readonly string[]): number | null => {
  const folders = home === undefined ? [] : names.map((name) => join(home, name)).filter(existsSync);
  if (folders.length === 0) return null;
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  );
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
};

const showEveryMs = 500;

/** One line that changes while documents are gone through; nothing where nobody looks. */
const createProgress = () => {
  let shownAt = 0;
  const show = (collection: string, documents: number): void => {
    if (!isTerminal() || Date.now() - shownAt < showEveryMs) return;
    shownAt = Date.now();
    process.stderr.write(`\r\u001B[2K${collection}: ${documents} freed`);
  };
  const end = (): void => {
    if (shownAt > 0) process.stderr.write('\r\u001B[2K');
  };
  return { show, end };
};

/** Whether the database gave space back. */
const compacted = async ({ store }: Session): Promise<boolean> => {
  try {
    await compactStore(store);
    return true;
  } catch (error) {
    say(`The database gives no space back: ${(error as Error).message}`);
    return false;
  }
};

/** Frees what no sweep leads to, in the store, in Temporal and in this machine's cache. @returns the exit code */
export const gc = async ({ dryRun, compact, json, plain }: GcOptions): Promise<number> => {
  await using session = await openSession({ create: false, migrate: !dryRun });
  const { store, home, services } = session;
  const progress = createProgress();
  const { freed, isBlob } = await freeUnreached(store, { dryRun, onProgress: progress.show });
  progress.end();
  const cache = await freeCache(session.cacheFolder, isBlob, dryRun);
  const histories = await withTemporal(session, (client) => freeHistories(client, store, dryRun));
  const isCompact = compact && !dryRun && (await compacted(session));
  const report = {
    dryRun,
    store: freed,
    cache,
    histories,
    compacted: isCompact,
    storeBytes: services.embedded.mongo ? folderBytes(home, ['ferretdb', 'mongod']) : null,
    temporalBytes: services.embedded.temporal ? folderBytes(home, ['temporal']) : null,
  };
  if (json) console.log(JSON.stringify(reportJson(report)));
  else process.stdout.write(reportText(report, plain));
  return finished.done;
};
