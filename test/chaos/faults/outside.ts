import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Scene } from '../fault.ts';
import { databaseUri, startDatabase, startTemporal } from '../own-servers.ts';
import type { OwnServer } from '../own-servers.ts';
import { startProxy } from '../proxy.ts';
import type { Proxy } from '../proxy.ts';
import { ofScene } from './of-scene.ts';
import { programs } from './programs.ts';

/** Servers of the round's own behind proxies: what a team's addresses name. */
export type Outside = {
  readonly database: OwnServer;
  readonly temporal: OwnServer | null; // null: Sweep's own is used
  readonly toDatabase: Proxy;
  readonly toTemporal: Proxy | null;
};

const outsides = ofScene<Outside>();

/** Starts servers and sets the addresses; `database`: that one alone, beside Sweep's own Temporal. */
export const startOutside = async (scene: Scene, which: 'database' | 'both'): Promise<NodeJS.ProcessEnv> => {
  const folder = join(scene.folder, 'servers');
  mkdirSync(folder, { recursive: true });
  const database = await startDatabase(folder);
  const toDatabase = await startProxy(database.port, 'messages');
  const temporal = which === 'both' ? await startTemporal(folder) : null;
  const toTemporal = temporal === null ? null : await startProxy(temporal.port, 'bytes');
  outsides.set(scene, { database, temporal, toDatabase, toTemporal });
  return {
    MONGODB_URI: databaseUri(toDatabase.port),
    XDG_CACHE_HOME: join(scene.folder, 'cache'),
    ...(await programs()),
    ...(toTemporal === null ? {} : { TEMPORAL_ADDRESS: `127.0.0.1:${toTemporal.port}` }),
  };
};

export const outsideOf = outsides.of;

export const stopOutside = async (scene: Scene): Promise<void> => {
  const outside = outsides.find(scene);
  if (outside === undefined) return;
  await Promise.all([outside.toDatabase.close(), outside.toTemporal?.close()]);
  await Promise.all([outside.database.stop('SIGKILL'), outside.temporal?.stop('SIGKILL')]);
};
