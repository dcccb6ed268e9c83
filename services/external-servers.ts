import { SweepError } from '../core/errors.ts';
import { masked } from '../core/secrets.ts';
import { askTemporal } from './probe-temporal.ts';
import type { TemporalSettings } from './temporal-settings.ts';
import { mongoTlsWords, temporalTlsWords, tlsProblem, type TlsWords } from './tls-problems.ts';

const answerMs = 5_000;

/**
 * Checks that the Temporal server that the user named takes work, in the namespace that the user named.
 * @throws {SweepError} SERVER_UNAVAILABLE if it does not within five seconds, with what is wrong with TLS or the key
 */
export async function checkTemporal({ connection, namespace }: TemporalSettings): Promise<void> {
  const { address, tls } = connection;
  const unusable = (what: string, fix: string): SweepError =>
    new SweepError({
      code: 'SERVER_UNAVAILABLE',
      message: `Temporal at TEMPORAL_ADDRESS=${address} (namespace ${namespace}) cannot be used: ${masked(what)}.`,
      fix,
    });
  let problem;
  try {
    problem = await askTemporal({ ...connection, namespace, timeoutMs: answerMs });
  } catch (error) {
    const encryption = tlsProblem(error, temporalTlsWords);
    if (encryption !== undefined) throw unusable(encryption.found, encryption.fix);
    throw unusable(
      (error as Error).message,
      `${startIt('TEMPORAL_ADDRESS')}; ${maybeTls(tls !== undefined, temporalTlsWords)}`,
    );
  }
  if (problem === undefined) return;
  if (/namespace.*not found|not found.*namespace/i.test(problem))
    throw unusable(
      problem,
      `make the namespace: temporal operator namespace create -n ${namespace} --address ${address}; or name another one in TEMPORAL_NAMESPACE`,
    );
  const isRefusal = /unauthori[sz]ed|unauthenticated|permission|credential|api.?key|\btoken\b/i.test(problem);
  throw unusable(problem, isRefusal ? 'correct TEMPORAL_API_KEY or TEMPORAL_NAMESPACE' : startIt('TEMPORAL_ADDRESS'));
}

/** A server may close a connection without a word where the encryption is not to its taste. */
const maybeTls = (speaksTls: boolean, { on, certificate }: TlsWords): string =>
  speaksTls ? `if it wants another client certificate, ${certificate}` : `if it speaks TLS, say so: ${on}`;

const startIt = (name: string): string =>
  `start that server or correct the address; unset ${name} to use a server that Sweep starts itself`;

/**
 * Checks that the MongoDB server that the user named answers.
 * @returns its connection string, with the database `sweep` where it names none
 * @throws {SweepError} SERVER_UNAVAILABLE if it does not answer within that time, with what is wrong with TLS
 */
export async function checkMongo(uri: string, withinMs = answerMs): Promise<string> {
  const { MongoClient } = await import('mongodb'); // only the driver knows replica sets, TLS and logins
  let client;
  try {
    client = new MongoClient(uri, { serverSelectionTimeoutMS: withinMs, connectTimeoutMS: withinMs });
    await client.db('admin').command({ ping: 1 });
  } catch (error) {
    const { found, fix } = mongoProblem(error, uri);
    const message = `MongoDB at MONGODB_URI=${masked(uri, uri)} cannot be used: ${masked(found, uri)}.`;
    throw new SweepError({ code: 'SERVER_UNAVAILABLE', message, fix });
  } finally {
    await client?.close();
  }
  return withDatabase(uri);
}

function mongoProblem(error: unknown, uri: string): { readonly found: string; readonly fix: string } {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path !== undefined)
    return { found: `the file ${path} is not there`, fix: 'correct tlsCAFile or tlsCertificateKeyFile in MONGODB_URI' };
  const speaksTls = /^mongodb\+srv:|[?&](?:tls|ssl)=true/.test(uri);
  const fix = `${startIt('MONGODB_URI')}; ${maybeTls(speaksTls, mongoTlsWords)}`;
  return tlsProblem(error, mongoTlsWords) ?? { found: message, fix };
}

/** The connection string with the database `sweep` if it names none. */
export function withDatabase(uri: string): string {
  const [, head = uri, database = '', query = ''] =
    /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(\?.*)?$/.exec(uri) ?? [];
  return database === '' ? `${head}/sweep${query}` : uri;
}
