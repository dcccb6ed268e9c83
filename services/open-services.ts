import { SweepError } from '../core/errors.ts';
import type { Progress } from './progress-clock.ts';
import { checkMongo, checkTemporal } from './external-servers.ts';
import { openLease, type Lease, type LeaseOptions } from './lease.ts';
import type { ServerBinary, ServerName, SlotWish } from './messages.ts';
import { obtainBinary } from './obtain-binary.ts';
import { storedMongoKind } from './server-plans.ts';
import { isTemporalNamed, readTemporalSettings, type TemporalConnection } from './temporal-settings.ts';

export type Services = {
  readonly temporalAddress: string; // host:port
  readonly temporalConnection: TemporalConnection; // to that address, with what its owner asks for: TLS, a key
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
  readonly servers?: readonly ServerName[]; // that are needed; both if not said. The address of another one is ''
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
  const { slots = { wanted: 0, force: false }, env = process.env, servers = ['temporal', 'mongo'] } = options;
  const told = servers.includes('temporal') ? await readTemporalSettings(env) : undefined;
  const uri = env['MONGODB_URI'] || undefined;
  const slotListeners: Listeners<number> = new Set();
  const lostListeners: Listeners<unknown> = new Set();
  const own: readonly ServerName[] = [
    ...(isTemporalNamed(env) ? [] : ['temporal' as const]),
    ...(uri === undefined ? ['mongo' as const] : []),
  ].filter((name) => servers.includes(name));
  // The user's servers first: nothing is started beside one that does not answer.
  const [mongodbUri] = await Promise.all([
    uri === undefined ? undefined : checkMongo(uri),
    told === undefined ? undefined : checkTemporal(told),
  ]);
  const listen = {
    slots,
    onSlots: (granted: number) => slotListeners.forEach((listener) => listener(granted)),
    onLost: (error: unknown) => lostListeners.forEach((listener) => listener(error)),
  };
  const lease = own.length === 0 ? undefined : await leaseServers(own, options, listen);
  const addressOf = (name: ServerName): string => lease?.servers()[name]?.address ?? '';
  const close = async () => lease?.close();
  return {
    get temporalAddress() {
      return told?.connection.address ?? addressOf('temporal');
    },
    get temporalConnection() {
      return told?.connection ?? { address: addressOf('temporal') }; // our own listens on loopback
    },
    temporalNamespace: told?.namespace ?? 'default',
    get mongodbUri() {
      return mongodbUri ?? addressOf('mongo');
    },
    embedded: { temporal: !isTemporalNamed(env), mongo: uri === undefined },
    get slots() {
      return lease?.slots() ?? (slots.force ? slots.wanted : 0);
    },
    onSlots: (listener) => subscribe(slotListeners, listener),
    onLost: (listener) => subscribe(lostListeners, listener),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function leaseServers(
  own: readonly ServerName[],
  options: ServicesOptions,
  listen: Pick<LeaseOptions, 'slots' | 'onSlots' | 'onLost'>,
): Promise<Lease> {
  const { home, onProgress, env } = options;
  if (home === undefined) {
    throw new SweepError({
      code: 'HOME',
      message: 'No folder of Sweep (.sweep) is here or above.',
      fix: 'go to the folder where the sweep was started, or start one here: sweep start <grid>',
    });
  }
  const obtain = async (name: ServerName): Promise<readonly [ServerName, ServerBinary]> => {
    const kind = name === 'mongo' ? storedMongoKind(home) : undefined; // who wrote the data must read them
    const { from: _, ...binary } = await obtainBinary(name, { kind, onProgress, env });
    return [name, binary];
  };
  const needs = Object.fromEntries(await Promise.all(own.map(obtain)));
  return openLease({ home, needs, ...listen });
}

type Listeners<Value> = Set<(value: Value) => void>;

function subscribe<Value>(listeners: Listeners<Value>, listener: (value: Value) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
