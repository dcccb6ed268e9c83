import { join } from 'node:path';

import { SweepError } from '../core/errors.ts';
import { cacheFolder } from '../services/cache-folder.ts';
import { findHome, openHome } from '../services/home.ts';
import { openServices } from '../services/open-services.ts';
import type { Services, ServicesOptions } from '../services/open-services.ts';
import { packageVersion } from '../services/package-root.ts';
import { isTemporalNamed } from '../services/temporal-settings.ts';
import { closeStore, openStore } from '../store/open-store.ts';
import type { Store } from '../store/open-store.ts';
import { sayProgress } from './say.ts';

/** The servers and the store that a command works with. */
export type Session = {
  readonly services: Services;
  readonly store: Store;
  readonly home: string | undefined; // undefined where both addresses are set and no folder was made
  readonly cacheFolder: string; // for blobs
  readonly where: string; // the store, for people
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Whether both servers are the user's own. */
export const bothAddresses = (): boolean => isTemporalNamed() && Boolean(process.env['MONGODB_URI']);

const nothingHere = (): SweepError => {
  const { path, from } = findHome();
  const isTold = from === 'SWEEP_HOME';
  const looked = isTold
    ? `SWEEP_HOME names ${path}, which is not there`
    : `no .sweep folder in ${process.cwd()} or above it`;
  const where = isTold ? 'correct or unset SWEEP_HOME' : 'go to the folder where the sweep was started, set SWEEP_HOME';
  return new SweepError({
    code: 'NOT_FOUND',
    message: `No sweep was ever started here: ${looked}.`,
    fix: `${where}, or start one: sweep start <grid>`,
  });
};

/**
 * Opens servers and store.  Without `create` a missing folder is an error: reading commands make none. A store of an
 * earlier shape is brought to the present one unless `migrate` is false: commands that only read, or ask of a sweep what
 * an older program may be serving, leave it as it is.
 * @throws {SweepError} HOME, SERVER_UNAVAILABLE, SCHEMA
 */
export const openSession = async (
  options: { readonly create: boolean; readonly migrate?: boolean } & Pick<ServicesOptions, 'slots' | 'servers'>,
): Promise<Session> => {
  const home = openHome({ create: options.create && !bothAddresses() });
  if (home === undefined && !bothAddresses()) {
    throw nothingHere();
  }
  const progress = sayProgress();
  const services = await openServices({
    home,
    onProgress: progress.show,
    ...(options.slots === undefined ? {} : { slots: options.slots }),
    ...(options.servers === undefined ? {} : { servers: options.servers }),
  });
  progress.end();
  try {
    const store = await openStore(services.mongodbUri, options.migrate === false ? null : packageVersion());
    const close = async (): Promise<void> => {
      await closeStore(store);
      await services.close();
    };
    const where = services.embedded.mongo ? (home ?? '') : 'the database of MONGODB_URI';
    const folder = home === undefined ? join(cacheFolder(), 'work') : join(home, 'cache');
    return { services, store, home, cacheFolder: folder, where, [Symbol.asyncDispose]: close };
  } catch (error) {
    await services.close();
    throw error;
  }
};

/** For commands that read the store and ask nobody to do anything: Temporal is neither started nor missed. */
export const readingSession = (): Promise<Session> =>
  openSession({ create: false, migrate: false, servers: ['mongo'] });
