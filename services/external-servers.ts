import { SweepError } from '../core/errors.ts';
import { maskAddress, maskMessage } from '../core/mongodb-address.ts';
import { probeTemporal } from './probe-temporal.ts';

const answerMs = 5_000;

/** How every connection to the user's Temporal is secured: TEMPORAL_API_KEY, which implies TLS, or TEMPORAL_TLS=true. */
export function temporalSecurity(env: NodeJS.ProcessEnv = process.env): {
  readonly tls?: true;
  readonly apiKey?: string;
} {
  if (!env['TEMPORAL_ADDRESS']) return {}; // our own listens on loopback
  const apiKey = env['TEMPORAL_API_KEY'];
  if (apiKey) return { tls: true, apiKey };
  return /^(1|true)$/i.test(env['TEMPORAL_TLS'] ?? '') ? { tls: true } : {};
}

/**
 * Checks that the Temporal server that the user named takes work, in the namespace that the user named.
 * @throws {SweepError} SERVER_UNAVAILABLE if it does not answer within five seconds
 */
export async function checkTemporal(address: string, namespace: string, env: NodeJS.ProcessEnv): Promise<void> {
  const problem = await probeTemporal({
    address: address.includes(':') ? address : `${address}:7233`,
    namespace,
    timeoutMs: answerMs,
    ...temporalSecurity(env),
  });
  if (problem === undefined) return;
  const isMissing = /namespace.*not found|not found.*namespace/i.test(problem);
  throw new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `Temporal at TEMPORAL_ADDRESS=${address} (namespace ${namespace}) cannot be used: ${problem}.`,
    fix: isMissing
      ? `make the namespace: temporal operator namespace create -n ${namespace} --address ${address}; or name another one in TEMPORAL_NAMESPACE`
      : 'start that server or correct the address; unset TEMPORAL_ADDRESS to use a server that Sweep starts itself',
  });
}

/**
 * Checks that the MongoDB server that the user named answers.
 * @returns its connection string, with the database `sweep` where it names none
 * @throws {SweepError} SERVER_UNAVAILABLE if it does not answer within five seconds
 */
export async function checkMongo(uri: string): Promise<string> {
  const { MongoClient } = await import('mongodb'); // only the driver knows replica sets, TLS and logins
  let client;
  try {
    client = new MongoClient(uri, { serverSelectionTimeoutMS: answerMs, connectTimeoutMS: answerMs });
    await client.db('admin').command({ ping: 1 });
  } catch (error) {
    throw new SweepError({
      code: 'SERVER_UNAVAILABLE',
      message: `MongoDB at MONGODB_URI=${maskAddress(uri)} cannot be used: ${maskMessage((error as Error).message, uri)}.`,
      fix: 'start that server or correct the address; unset MONGODB_URI to use a server that Sweep starts itself',
    });
  } finally {
    await client?.close();
  }
  return withDatabase(uri);
}

/** The connection string with the database `sweep` if it names none. */
export function withDatabase(uri: string): string {
  const [, head = uri, database = '', query = ''] =
    /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(\?.*)?$/.exec(uri) ?? [];
  return database === '' ? `${head}/sweep${query}` : uri;
}
