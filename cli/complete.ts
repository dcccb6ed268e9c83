import { findHome } from '../services/home.ts';
import { servicesStatus } from '../services/manage-services.ts';
import { closeStore, openStore } from '../store/open-store.ts';
import { findSweeps } from '../store/sweeps.ts';

/** Where the store is now; null where its server does not run: completing a word starts none. */
const runningStore = async (): Promise<string | null> => {
  const told = process.env['MONGODB_URI'];
  if (told) return told;
  const { path, exists } = findHome();
  return exists ? ((await servicesStatus(path)).supervisor?.servers.mongo?.address ?? null) : null;
};

/** The names of sweeps that begin with `prefix`, as far as they can be had at once; none where anything is in the way. */
export const sweepNames = async (prefix: string): Promise<readonly string[]> => {
  try {
    const address = await runningStore();
    if (address === null) return [];
    const store = await openStore(address);
    try {
      return (await findSweeps(store, prefix)).map(({ name }) => name);
    } finally {
      await closeStore(store);
    }
  } catch {
    return []; // the shell has no place for an error
  }
};
