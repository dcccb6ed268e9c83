import { hostname } from 'node:os';

import { SweepError } from '../../core/errors.ts';
import { keepSecret } from '../../core/secrets.ts';

type Env = NodeJS.ProcessEnv;

/** Where traces go and how many; from OpenTelemetry's standard variables. */
export type TraceSettings = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  readonly timeoutMs: number;
  readonly delayMs: number; // between two posts
  readonly share: number; // of the traces that are kept, 0 to 1
  readonly resource: Readonly<Record<string, string>>;
};

const refused = (message: string, fix: string): SweepError => new SweepError({ code: 'USAGE', message, fix });

/** `key=value,key=value` with percent escapes, as W3C baggage writes them; a value may be a secret and is not shown. */
const readPairs = (name: string, text: string | undefined): Readonly<Record<string, string>> => {
  const pairs = (text ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair, at) => {
      const [key = '', ...rest] = pair.split('=');
      if (key.trim() === '' || rest.length === 0)
        throw refused(`${name}: entry ${at + 1} is no key=value.`, `write ${name}=key=value,key=value`);
      try {
        return [key.trim(), decodeURIComponent(rest.join('=').trim())];
      } catch {
        throw refused(`${name}: the value of ${key.trim()} is no percent-encoded text.`, 'write a % as %25');
      }
    }),
  );
};

const readNumber = (env: Env, name: string, otherwise: number): number => {
  const text = env[name];
  if (!text) return otherwise;
  const value = Number(text);
  if (!(value >= 0 && value < Infinity))
    throw refused(`${name} is ${JSON.stringify(text)}, expected a number from 0.`, `correct or unset ${name}`);
  return value;
};

/** What is set for traces alone goes before what is set for all signals. */
const readEither = (env: Env, name: string): readonly [string, string | undefined] => {
  const own = `OTEL_EXPORTER_OTLP_TRACES_${name}`;
  return env[own] ? [own, env[own]] : [`OTEL_EXPORTER_OTLP_${name}`, env[`OTEL_EXPORTER_OTLP_${name}`] || undefined];
};

const readUrl = (env: Env): string => {
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  const [name, text] = readEither(env, 'ENDPOINT');
  const url = own || `${(text ?? 'http://localhost:4318').replace(/\/$/, '')}/v1/traces`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw refused(`${name} is no http or https address.`, `write it like ${name}=http://collector:4318`);
};

/** All traces begin here, so that a sampler that follows its parent is the sampler of roots. */
const readShare = (env: Env): number => {
  const sampler = (env['OTEL_TRACES_SAMPLER'] || 'always_on').replace(/^parentbased_/, '');
  const share =
    sampler === 'traceidratio' ? readNumber(env, 'OTEL_TRACES_SAMPLER_ARG', 1) : Number(sampler === 'always_on');
  if (['always_on', 'always_off', 'traceidratio'].includes(sampler) && share <= 1) return share;
  throw refused(
    `OTEL_TRACES_SAMPLER=${env['OTEL_TRACES_SAMPLER'] ?? ''} with OTEL_TRACES_SAMPLER_ARG=${env['OTEL_TRACES_SAMPLER_ARG'] ?? ''} is no sampler that Sweep has.`,
    'use always_on, always_off or traceidratio with an argument from 0 to 1, each also with parentbased_ before it',
  );
};

/** Variables that would change what is sent, or to whom, and are not followed: better refused than overlooked. */
const checkUnread = (env: Env): void => {
  const [protocolName, protocol = 'http/json'] = readEither(env, 'PROTOCOL');
  if (protocol !== 'http/json')
    throw refused(
      `${protocolName} is ${JSON.stringify(protocol)}; Sweep speaks http/json alone.`,
      'set OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/json (a collector takes it on its HTTP port, 4318), or OTEL_TRACES_EXPORTER=none',
    );
  for (const file of ['CERTIFICATE', 'CLIENT_KEY', 'CLIENT_CERTIFICATE']) {
    const [name, value] = readEither(env, file);
    if (value !== undefined)
      throw refused(
        `${name} is set; Sweep does not read it.`,
        'name an authority in NODE_EXTRA_CA_CERTS, or send to a collector beside the worker',
      );
  }
};

const isOn = (env: Env): boolean => {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return false;
  const exporter = env['OTEL_TRACES_EXPORTER'] || undefined;
  if (exporter === 'none') return false;
  if (exporter !== undefined && exporter !== 'otlp')
    throw refused(
      `OTEL_TRACES_EXPORTER is ${JSON.stringify(exporter)}; Sweep has otlp and none.`,
      'correct or unset it',
    );
  return exporter === 'otlp' || readEither(env, 'ENDPOINT')[1] !== undefined;
};

/**
 * What the environment says of traces; null where it names no receiver.
 * @throws {SweepError} USAGE on settings that cannot be followed; no message holds the value of a header
 */
export const readTraceSettings = (version: string, env: Env = process.env): TraceSettings | null => {
  if (!isOn(env)) return null;
  checkUnread(env);
  const url = readUrl(env);
  const [headersName, headersText] = readEither(env, 'HEADERS');
  const headers = readPairs(headersName, headersText);
  Object.values(headers).forEach(keepSecret);
  const [compressionName, compression = 'none'] = readEither(env, 'COMPRESSION');
  if (compression !== 'none' && compression !== 'gzip')
    throw refused(
      `${compressionName} is ${JSON.stringify(compression)}, expected gzip or none.`,
      'correct or unset it',
    );
  const attributes = readPairs('OTEL_RESOURCE_ATTRIBUTES', env['OTEL_RESOURCE_ATTRIBUTES']);
  const service = env['OTEL_SERVICE_NAME'] || attributes['service.name'] || 'sweep-worker';
  return {
    url,
    headers,
    gzip: compression === 'gzip',
    timeoutMs: readNumber(env, readEither(env, 'TIMEOUT')[0], 10_000),
    delayMs: readNumber(env, 'OTEL_BSP_SCHEDULE_DELAY', 5_000),
    share: readShare(env),
    resource: {
      'service.version': version,
      'host.name': hostname(),
      'process.pid': String(process.pid),
      ...attributes,
      'service.name': service,
    },
  };
};
