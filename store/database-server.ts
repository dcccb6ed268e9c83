import type { Document } from 'mongodb';
import type { Store } from './open-store.ts';

/** Which server keeps a store; `other` is one that the store's contract was never held against. */
export type DatabaseServer = { readonly kind: 'mongod' | 'ferretdb' | 'other'; readonly version: string };

const versionOf = (value: unknown): string => (typeof value === 'string' ? value : 'of an unknown version');

/** What a server's answer to `buildInfo` says of it. FerretDB 2 is another program than 1, and speaks to PostgreSQL. */
export const serverOf = (info: Document): DatabaseServer => {
  const { version, ferretdbVersion, storageEngines } = info;
  if (ferretdbVersion !== undefined) {
    const isFirst = !/^v?[2-9]/.test(versionOf(ferretdbVersion));
    return { kind: isFirst ? 'ferretdb' : 'other', version: isFirst ? '1' : `FerretDB ${versionOf(ferretdbVersion)}` };
  }
  const isMongod = Array.isArray(storageEngines) && storageEngines.includes('wiredTiger');
  return isMongod
    ? { kind: 'mongod', version: versionOf(version) }
    : { kind: 'other', version: `a server that answers as MongoDB ${versionOf(version)}` };
};

export const readServer = async (store: Store): Promise<DatabaseServer> =>
  serverOf(await store.client.db('admin').command({ buildInfo: 1 }));
