import { SweepError } from '../core/errors.ts';
import { obtainBinary, type Progress } from './binaries.ts';
import { checkMongo, checkTemporal } from './external-servers.ts';
import { openLease, type Lease } from './lease.ts';
import type { ServerBinary, ServerName, SlotWish } from './messages.ts';
import { storedMongoKind } from './server-plans.ts';

export type Services = {
  readonly temporalAddress: string; // host:port
  readonly temporalNamespace: string;
  readonly mongodbUri: string; // names a database
  readonly embedded: { readonly temporal: boolean; readonly mongo: boolean }; // held by Sweep itself
  readonly slots: number; // that this process may use now; see onSlots
  /** Tells when the leased slots become more or fewer; returns what ends that. */
  readonly onSlots: (listener: (slots: number) => void) => () => void;
  /** Tells when the servers are gone for good: they were stopped, or cannot be started again. */
  readonly onLost: (listener: (error: unknown) => void) => () => void;
  readonly close: () => Promise<void>; // gives servers and slots back
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type ServicesOptions = {
  readonly home: string | undefined; // of openHome; not needed where both addresses are set
  readonly slots?: SlotWish;
  readonly onProgress?: (progress: Progress) => void;
  readonly env?: NodeJS.ProcessEnv;
};

/**
 * Both servers, ready for work: those that TEMPORAL_ADDRESS and MONGODB_URI name, else Sweep's own, started if need be.
 * Servers that Sweep holds are kept running, at the same addresses, until every client has closed.
 * @throws {SweepError} SERVER_UNAVAILABLE if a server or its program is not to be had
 */
export async function openServices(options: ServicesOptions): Promise<Services> {
  const { slots = { wanted: 0, force: false }, env = process.env } = options;
  const address = env['TEMPORAL_ADDRESS'] || undefined;
  const uri = env['MONGODB_URI'] || undefined;
  const namespace = address === undefined ? 'default' : env['TEMPORAL_NAMESPACE'] || 'default';
  const slotListeners = new Set<(slots: number) => void>();
  const lostListeners = new Set<(error: unknown) => void>();
  const own: readonly ServerName[] = [
    ...(address === undefined ? ['temporal' as const] : []),
    ...(uri === undefined ? ['mongo' as const] : []),
  ];
  // The user's servers first: nothing is started beside one that does not answer.
  const [mongodbUri] = await Promise.all([
    uri === undefined ? undefined : checkMongo(uri),
    address === undefined ? undefined : checkTemporal(address, namespace, env),
  ]);
  const lease =
    own.length === 0 ? undefined : await leaseServers(own, options, { slots, slotListeners, lostListeners });
  const addressOf = (name: ServerName): string => lease?.servers()[name]?.address ?? '';
  const close = async () => lease?.close();
  return {
    get temporalAddress() {
      return address ?? addressOf('temporal');
    },
    temporalNamespace: namespace,
    get mongodbUri() {
      return mongodbUri ?? addressOf('mongo');
    },
    embedded: { temporal: address === undefined, mongo: uri === undefined },
    get slots() {
      return lease?.slots() ?? (slots.force ? slots.wanted : 0);
    },
    onSlots: (listener) => subscribe(slotListeners, listener),
    onLost: (listener) => subscribe(lostListeners, listener),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Listeners = {
  readonly slots: SlotWish;
  readonly slotListeners: Listener<number>;
  readonly lostListeners: Listener<unknown>;
};
type Listener<Value> = Set<(value: Value) => void>;

async function leaseServers(
  own: readonly ServerName[],
  options: ServicesOptions,
  { slots, slotListeners, lostListeners }: Listeners,
): Promise<Lease> {
  const { home, onProgress, env } = options;
  if (home === undefined) {
    throw new SweepError({
      code: 'HOME',
      message: 'No folder of Sweep (.sweep) is here or above.',
      fix: 'go to the folder where the sweep was started, or start one here: sweep start <grid>',
    });
  }
  const binaries = await Promise.all(
    own.map(async (name): Promise<readonly [ServerName, ServerBinary]> => {
      const kind = name === 'mongo' ? storedMongoKind(home) : undefined; // who wrote the data must read them
      const {
        path,
        version,
        kind: found,
      } = await obtainBinary(name, { kind, ...(onProgress && { onProgress }), ...(env && { env }) });
      return [name, { path, version, kind: found }];
    }),
  );
  return openLease({
    home,
    needs: Object.fromEntries(binaries),
    slots,
    onSlots: (granted) => slotListeners.forEach((listener) => listener(granted)),
    onLost: (error) => lostListeners.forEach((listener) => listener(error)),
  });
}

function subscribe<Value>(listeners: Listener<Value>, listener: (value: Value) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
