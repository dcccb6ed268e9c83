import { existsSync } from 'node:fs';
import type { ClientConfigProfile } from '@temporalio/envconfig';
import { SweepError } from '../core/errors.ts';
import { keepSecret } from '../core/secrets.ts';

/** How a connection is encrypted and whom it trusts; the shape that Temporal's clients take. */
export type TemporalTls = {
  readonly serverNameOverride?: string;
  readonly serverRootCACertificate?: Uint8Array; // PEM; without it those of Node.js and of the system
  readonly clientCertPair?: { readonly crt: Uint8Array; readonly key: Uint8Array }; // PEM
};

/** What every connection to Temporal is made with; without `tls` in plain text. */
export type TemporalConnection = {
  readonly address: string; // host:port
  readonly tls?: TemporalTls;
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>; // headers of every call
};

export type TemporalSettings = { readonly namespace: string; readonly connection: TemporalConnection };

type Env = NodeJS.ProcessEnv;

/** Whether a Temporal server of the user's own is named: by its address, or by a profile of Temporal's settings file. */
export const isTemporalNamed = (env: Env = process.env): boolean =>
  Boolean(env['TEMPORAL_ADDRESS']) || readsProfile(env);

/** A profile is read when asked for only: else the key of one server would be sent to another one's address. */
const readsProfile = (env: Env): boolean => Boolean(env['TEMPORAL_PROFILE'] || env['TEMPORAL_CONFIG_FILE']);

const refused = (message: string, fix: string): SweepError =>
  new SweepError({ code: 'SERVER_UNAVAILABLE', message, fix });

const isYes = (name: string, text: string): boolean => {
  if (/^(?:1|true)$/i.test(text)) return true;
  if (/^(?:0|false)$/i.test(text)) return false;
  throw refused(`${name} is ${JSON.stringify(text)}, expected true or false.`, `write ${name}=true, or unset it`);
};

/** The variables as Temporal's library reads them: it takes TRUE for false, and an empty key for a key. */
const readableVariables = (env: Env): Record<string, string> => {
  const set = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const variables = Object.fromEntries(set);
  const tls = variables['TEMPORAL_TLS'];
  if (tls !== undefined) variables['TEMPORAL_TLS'] = String(isYes('TEMPORAL_TLS', tls));
  const unchecked = variables['TEMPORAL_TLS_DISABLE_HOST_VERIFICATION'];
  if (unchecked !== undefined && isYes('TEMPORAL_TLS_DISABLE_HOST_VERIFICATION', unchecked))
    throw refused(
      'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION is set, and a connection to anybody is none that Sweep makes.',
      'unset it; name the CA of the server in TEMPORAL_TLS_SERVER_CA_CERT_PATH, its name in TEMPORAL_TLS_SERVER_NAME',
    );
  return variables;
};

const readProfile = async (env: Env): Promise<ClientConfigProfile> => {
  const variables = readableVariables(env);
  const { loadClientConfigProfile } = await import('@temporalio/envconfig'); // only where a server is named
  const file = variables['TEMPORAL_CONFIG_FILE'];
  const where = file === undefined ? "Temporal's settings file" : `TEMPORAL_CONFIG_FILE=${file}`;
  if (file !== undefined && !existsSync(file))
    throw refused(`${where} is not there.`, 'correct or unset that variable');
  try {
    return loadClientConfigProfile({ overrideEnvVars: variables, disableFile: !readsProfile(env) });
  } catch (error) {
    // A parser's message shows the line that it stumbled over, which may hold the key.
    const message = (error as Error).message.split('\n', 1)[0] as string;
    throw refused(
      `${where} cannot be used: ${message}.`,
      'correct it, or unset TEMPORAL_PROFILE and TEMPORAL_CONFIG_FILE',
    );
  }
};

const readTls = async (profile: ClientConfigProfile): Promise<TemporalTls | undefined> => {
  const { tls, apiKey } = profile;
  if (tls === undefined || tls.disabled === true) return apiKey === undefined || tls !== undefined ? undefined : {};
  const { toClientOptions } = await import('@temporalio/envconfig');
  if ((tls.clientCert === undefined) !== (tls.clientKey === undefined)) {
    const [has, lacks] = tls.clientKey === undefined ? ['certificate', 'KEY'] : ['key', 'CERT'];
    throw refused(
      `A client ${has} for Temporal is named without its ${lacks === 'KEY' ? 'key' : 'certificate'}.`,
      `name both: TEMPORAL_TLS_CLIENT_${lacks}_PATH is missing`,
    );
  }
  try {
    const { tls: made } = toClientOptions(profile).connectionOptions;
    return typeof made === 'object' && made !== null ? withoutUndefined(made) : {};
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'is not there' : `cannot be read (${code ?? message})`;
    throw refused(`The file ${path ?? 'of a certificate or key'} for Temporal ${what}.`, 'correct TEMPORAL_TLS_…_PATH');
  }
};

const withoutUndefined = <T extends object>(value: T): { readonly [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;

const isLoopback = (address: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(address);

/**
 * What the user's environment says of Temporal, in Temporal's own variables and settings file (TEMPORAL_ADDRESS,
 * TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS…, TEMPORAL_GRPC_META_…, TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE).
 * @returns undefined where no server is named
 * @throws {SweepError} SERVER_UNAVAILABLE on settings that cannot be used; no message holds a key
 */
export async function readTemporalSettings(env: Env = process.env): Promise<TemporalSettings | undefined> {
  if (!isTemporalNamed(env)) return undefined;
  const profile = await readProfile(env);
  const { address, apiKey, grpcMeta, namespace = 'default' } = profile;
  for (const secret of [apiKey, ...Object.values(grpcMeta ?? {})]) keepSecret(secret);
  if (!address) throw refused('The Temporal profile names no address.', 'set TEMPORAL_ADDRESS, or correct the profile');
  const tls = await readTls(profile);
  if (apiKey !== undefined && tls === undefined && !isLoopback(address))
    throw refused(`Without TLS the API key would reach ${address} in plain text.`, 'unset TEMPORAL_TLS');
  const connection = {
    address: /:\d+$/.test(address) ? address : `${address}:7233`,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(grpcMeta === undefined ? {} : { metadata: { ...grpcMeta } }),
  };
  return { namespace, connection };
}
