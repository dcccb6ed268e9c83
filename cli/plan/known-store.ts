import { SweepError } from '../../core/errors.ts';
import { findBinary } from '../../services/binaries.ts';
import { checkMongo } from '../../services/external-servers.ts';
import { openHome } from '../../services/home.ts';
import { openLease } from '../../services/lease.ts';
import { storedMongoKind } from '../../services/server-plans.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/open-store.ts';

/** A store to look known folds up in, or why there is none; `close` gives its server back. */
export type KnownStore =
  | { readonly state: 'open'; readonly store: Store; readonly close: () => Promise<void> }
  | { readonly state: 'none'; readonly why: string };

const none = (why: string): KnownStore => ({ state: 'none', why });

/** The database that this folder's sweeps are in: its server alone is started, from a program that is there already. */
const openOwn = async (home: string): Promise<KnownStore> => {
  const kind = storedMongoKind(home);
  if (kind === undefined) return none('no sweep was started here');
  const binary = await findBinary('mongo', kind);
  if (binary === undefined) return none(`the ${kind} that reads ${home} is not here: sweep doctor says more`);
  const slots = { wanted: 0, force: false };
  const nobody = (): void => undefined;
  const lease = await openLease({ home, needs: { mongo: binary }, slots, onSlots: nobody, onLost: nobody });
  try {
    const store = await openStore(lease.servers().mongo?.address ?? '');
    const close = async (): Promise<void> => {
      await closeStore(store);
      lease.close();
    };
    return { state: 'open', store, close };
  } catch (error) {
    lease.close();
    throw error;
  }
};

/**
 * Opens what is there: the database of MONGODB_URI, or this folder's. Makes no folder, fetches and builds nothing.
 * @throws {SweepError} SERVER_UNAVAILABLE where MONGODB_URI does not answer; HOME
 */
export const openKnownStore = async (): Promise<KnownStore> => {
  const uri = process.env['MONGODB_URI'];
  if (uri !== undefined && uri !== '') {
    const store = await openStore(await checkMongo(uri));
    return { state: 'open', store, close: () => closeStore(store) };
  }
  const home = openHome({ create: false });
  if (home === undefined) return none('no sweep was started here');
  try {
    return await openOwn(home);
  } catch (error) {
    if (!(error instanceof SweepError) || error.code !== 'SERVER_UNAVAILABLE') throw error;
    return none(`the database of ${home} cannot be opened: ${error.message.split('\n')[0]}`);
  }
};
