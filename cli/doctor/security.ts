import type { TemporalConnection } from '../../services/temporal-settings.ts';

/** How a connection is secured, in words without a secret; `fix` where somebody on the way could read or change it. */
export type Security = { readonly words: string; readonly fix: string | null };

const isHere = (host: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?::\d+)?$/.test(host) ||
  host.includes('.sock') ||
  host.startsWith('%2F');

const listed = (words: readonly (string | false)[]): string => words.filter((word) => word !== false).join(', ');

/** Which variable names the user's Temporal. */
export const temporalSource = (env: NodeJS.ProcessEnv = process.env): string => {
  const { TEMPORAL_ADDRESS, TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE } = env;
  return listed([
    Boolean(TEMPORAL_ADDRESS) && 'TEMPORAL_ADDRESS',
    Boolean(TEMPORAL_PROFILE) && 'TEMPORAL_PROFILE',
    Boolean(TEMPORAL_CONFIG_FILE) && 'TEMPORAL_CONFIG_FILE',
  ]);
};

export const temporalSecurity = ({ address, tls, apiKey, metadata }: TemporalConnection): Security => {
  const words = listed([
    tls === undefined ? 'no TLS' : 'TLS',
    tls !== undefined && (tls.serverRootCACertificate === undefined ? 'trusting public CAs' : 'trusting your CA file'),
    tls?.serverNameOverride !== undefined && `expecting the name ${tls.serverNameOverride}`,
    tls?.clientCertPair !== undefined && 'with a client certificate',
    apiKey !== undefined && 'with an API key',
    metadata !== undefined && 'with headers of yours',
  ]);
  const isOpen = tls === undefined && !isHere(address);
  return { words, fix: isOpen ? 'what passes on the network can be read and changed: TEMPORAL_TLS=true' : null };
};

const weakened = ['tlsInsecure', 'tlsAllowInvalidCertificates', 'tlsAllowInvalidHostnames'] as const;

export const mongoSecurity = (uri: string): Security => {
  const [, scheme = '', user, hosts = '', query = ''] =
    /^(mongodb(?:\+srv)?):\/\/(?:([^/]*)@)?([^/?]*)[^?]*(?:\?(.*))?$/.exec(uri) ?? [];
  const options = new Map(Array.from(new URLSearchParams(query), ([name, value]) => [name.toLowerCase(), value]));
  const isOn = (name: string): boolean => options.get(name.toLowerCase()) === 'true';
  const certificate = options.has('tlscertificatekeyfile');
  const told = options.get('tls') ?? options.get('ssl');
  const tls =
    told === undefined ? scheme === 'mongodb+srv' || certificate || options.has('tlscafile') : told === 'true';
  const weak = weakened.filter(isOn);
  const words = listed([
    tls ? 'TLS' : 'no TLS',
    tls && (options.has('tlscafile') ? 'trusting your CA file' : 'trusting public CAs'),
    certificate && 'with a client certificate',
    user === undefined ? !certificate && 'without a login' : 'with a login',
    weak.length > 0 && `but ${weak.join(' and ')}`,
  ]);
  if (weak.length > 0) return { words, fix: `anybody could answer in its place: leave ${weak.join(' and ')} out` };
  const isOpen = !tls && !hosts.split(',').every(isHere);
  return { words, fix: isOpen ? 'what passes on the network can be read and changed: ?tls=true in MONGODB_URI' : null };
};
