import { describe, expect, it } from 'vitest';

import { SweepError } from '../../../core/errors.ts';
import { masked } from '../../../core/secrets.ts';
import { parseMetricsAddress } from '../../../worker/telemetry/metrics-address.ts';
import { readTraceSettings } from '../../../worker/telemetry/trace-settings.ts';

const read = (env: Record<string, string>) => readTraceSettings('1.2.3', env);
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };

const problemOf = (env: Record<string, string>): SweepError => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof SweepError) return error;
  }
  throw new Error('no user error');
};

describe('traces', () => {
  it.each([
    {},
    { OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    { ...endpoint, OTEL_SDK_DISABLED: 'TRUE' },
    { ...endpoint, OTEL_TRACES_EXPORTER: 'none' },
  ])('are off with %o', (env) => {
    expect(read(env)).toBeNull();
  });

  it('go to the standard path below the address for all signals, all of them, in plain text', () => {
    expect(read(endpoint)).toMatchObject({
      url: 'http://collector:4318/v1/traces',
      headers: {},
      gzip: false,
      share: 1,
      delayMs: 5_000,
      resource: { 'service.name': 'sweep-worker', 'service.version': '1.2.3' },
    });
    expect(read({ OTEL_TRACES_EXPORTER: 'otlp' })?.url).toBe('http://localhost:4318/v1/traces');
  });

  it('go where the variables for traces say, before those for all signals', () => {
    const settings = read({
      ...endpoint,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://tempo/otlp/v1/traces',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'x=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'Authorization=Basic%20YWJj==, tenant = campus',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '250',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=named,rack=7',
    });

    expect(settings).toMatchObject({
      url: 'https://tempo/otlp/v1/traces',
      headers: { Authorization: 'Basic YWJj==', tenant: 'campus' },
      gzip: true,
      timeoutMs: 250,
      resource: { 'service.name': 'named', rack: '7' },
    });
  });

  it.each([
    [{}, 1],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, 0],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, 1],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }, 0.25],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio' }, 1],
  ])('are sampled by %o: %d', (env, share) => {
    expect(read({ ...endpoint, ...env })?.share).toBe(share);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /PROTOCOL is "grpc"/, /TRACES_PROTOCOL=http\/json/],
    [{ OTEL_EXPORTER_OTLP_CERTIFICATE: '/ca.pem' }, /CERTIFICATE is set/, /NODE_EXTRA_CA_CERTS/],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /"zipkin"/, /correct or unset/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /no http or https address/, /http:\/\/collector:4318/],
    [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, /jaeger_remote/, /traceidratio/],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }, /ARG=2/, /from 0 to 1/],
    [{ OTEL_BSP_SCHEDULE_DELAY: 'soon' }, /"soon"/, /correct or unset/],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' }, /"zstd"/, /correct or unset/],
  ])('are refused with %o', (env, message, fix) => {
    const error = problemOf({ ...endpoint, ...env });

    expect(error.code).toBe('USAGE');
    expect(error.message).toMatch(message);
    expect(error.fix).toMatch(fix);
  });

  it('show no value of a header, neither in a refusal nor later', () => {
    const { message, fix } = problemOf({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'hush-hush-1' });
    read({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'key=hush-hush-2' });

    expect(message + fix).not.toContain('hush-hush');
    expect(masked('the receiver said hush-hush-2')).toBe('the receiver said ***');
  });
});

describe('the address of metrics', () => {
  it.each([
    ['9464', '127.0.0.1:9464'],
    ['localhost:9464', '127.0.0.1:9464'],
    ['0.0.0.0:1', '0.0.0.0:1'],
    ['[::1]:65535', '[::1]:65535'],
  ])('%s means %s', (text, address) => {
    expect(parseMetricsAddress(text)).toBe(address);
  });

  it.each([
    '',
    '0',
    '65536',
    'host:9464',
    '1.2.3:9464',
    '::1:9464',
    '[127.0.0.1]:9464',
    ':9464',
    'http://127.0.0.1:9464',
  ])('%j is refused with the forms that there are', (text) => {
    expect(() => parseMetricsAddress(text)).toThrow(/expected an IP address and a port/);
  });
});
