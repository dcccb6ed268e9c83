import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SweepError } from '../../core/errors.ts';
import { checkMongo, checkTemporal } from '../../services/external-servers.ts';
import { readTemporalSettings } from '../../services/temporal-settings.ts';
import { createAuthority, createIdentity } from '../tls/certificates.ts';
import type { Identity } from '../tls/certificates.ts';
import { openTlsProxy } from '../tls/tls-proxy.ts';

const ca = createAuthority('the CA of these tests');
const otherCa = createAuthority('another CA');
const right = createIdentity(ca, 'server', { hosts: ['127.0.0.1'] });
const folder = mkdtempSync(join(tmpdir(), 'sweep-tls-'));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const both = ({ certificate, key }: Identity): string => certificate + key;

const files = { ca: '', otherCa: '', client: '', key: '', expired: '', expiredKey: '', stranger: '', strangerKey: '' };

beforeAll(() => {
  const client = createIdentity(ca, 'client');
  const expired = createIdentity(ca, 'client', { expired: true });
  const stranger = createIdentity(otherCa, 'client');
  Object.assign(files, {
    ca: write('ca.pem', ca.certificate),
    otherCa: write('other.pem', otherCa.certificate),
    client: write('client.pem', both(client)),
    key: write('client.key', client.key),
    expired: write('expired.pem', both(expired)),
    expiredKey: write('expired.key', expired.key),
    stranger: write('stranger.pem', both(stranger)),
    strangerKey: write('stranger.key', stranger.key),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Nothing need be behind the proxy: what is refused here is refused before. */
const nobody = { path: join(folder, 'nobody.sock') };

type Scene = { readonly identity?: Identity; readonly clients?: string | null };

const withProxy = async <T>({ identity = right, clients = null }: Scene, work: (port: number) => Promise<T>) => {
  const proxy = await openTlsProxy(nobody, identity, clients);
  try {
    return await work(proxy.port);
  } finally {
    await proxy.close();
  }
};

const refusal = async (work: Promise<unknown>): Promise<SweepError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof SweepError) return error;
  throw new Error(`no SweepError: ${String(error)}`);
};

const temporal = (scene: Scene, env: NodeJS.ProcessEnv): Promise<SweepError> =>
  withProxy(scene, async (port) => {
    const settings = await readTemporalSettings({ TEMPORAL_ADDRESS: `127.0.0.1:${port}`, ...env });
    return refusal(checkTemporal(settings as NonNullable<typeof settings>));
  });

const mongo = (scene: Scene, query: string): Promise<SweepError> =>
  withProxy(scene, (port) => refusal(checkMongo(`mongodb://me:s3cret@127.0.0.1:${port}/?${query}`, 300)));

const caOf = () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.ca });
const clientOf = (certificate: string, key: string) => ({
  ...caOf(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: certificate,
  TEMPORAL_TLS_CLIENT_KEY_PATH: key,
});
const expired = createIdentity(ca, 'server', { hosts: ['127.0.0.1'], expired: true });
const elsewhere = createIdentity(ca, 'server', { hosts: ['temporal.example'] });

describe('a connection to Temporal that TLS refuses names what is wrong and the variable that mends it', () => {
  it.each([
    [
      'a CA that nobody trusts here',
      {},
      () => ({ TEMPORAL_TLS: 'true' }),
      /no CA that is trusted/,
      /SERVER_CA_CERT_PATH/,
    ],
    [
      'another CA',
      {},
      () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.otherCa }),
      /no CA that is trusted/,
      /SERVER_CA_CERT_PATH/,
    ],
    ['an expired certificate', { identity: expired }, caOf, /its certificate has expired/, /renew/],
    ['another name', { identity: elsewhere }, caOf, /for another name/, /TEMPORAL_TLS_SERVER_NAME/],
    ['no client certificate', { clients: ca.certificate }, caOf, /wants a client certificate/, /CLIENT_CERT_PATH/],
    [
      'a client of another CA',
      { clients: ca.certificate },
      () => clientOf(files.stranger, files.strangerKey),
      /cannot be used/,
      /CLIENT_CERT_PATH/,
    ],
    [
      'an expired client',
      { clients: ca.certificate },
      () => clientOf(files.expired, files.expiredKey),
      /cannot be used/,
      /CLIENT_CERT_PATH/,
    ],
    ['no TLS where the server wants it', {}, () => ({}), /cannot be used/, /TEMPORAL_TLS=true/],
    [
      'a key of another certificate',
      {},
      () => clientOf(files.client, files.strangerKey),
      /do not belong together/,
      /CLIENT_KEY_PATH/,
    ],
  ])('%s', async (_, scene: Scene, env: () => NodeJS.ProcessEnv, found, fix) => {
    const error = await temporal(scene, env());

    expect(error).toMatchObject({
      code: 'SERVER_UNAVAILABLE',
      message: expect.stringMatching(found),
      fix: expect.stringMatching(fix),
    });
  });
});

describe('a connection to MongoDB that TLS refuses names what is wrong, the option that mends it, and no password', () => {
  it.each([
    ['a CA that nobody trusts here', {}, () => 'tls=true', /no CA that is trusted/, /tlsCAFile/],
    [
      'an expired certificate',
      { identity: expired },
      () => `tls=true&tlsCAFile=${files.ca}`,
      /its certificate has expired/,
      /renew/,
    ],
    [
      'another name',
      { identity: elsewhere },
      () => `tls=true&tlsCAFile=${files.ca}`,
      /for another name/,
      /MONGODB_URI/,
    ],
    [
      'no client certificate',
      { clients: ca.certificate },
      () => `tls=true&tlsCAFile=${files.ca}`,
      /wants a client certificate/,
      /tlsCertificateKeyFile/,
    ],
    [
      'a client of another CA',
      { clients: ca.certificate },
      () => `tls=true&tlsCAFile=${files.ca}&tlsCertificateKeyFile=${files.stranger}`,
      /cannot be used/,
      /tlsCertificateKeyFile/,
    ],
    ['no TLS where the server wants it', {}, () => '', /cannot be used/, /tls=true/],
    ['a CA file that is not there', {}, () => `tls=true&tlsCAFile=${files.ca}x`, /ca\.pemx is not there/, /tlsCAFile/],
  ])('%s', async (_, scene: Scene, query: () => string, found, fix) => {
    const error = await mongo(scene, query());

    expect(error).toMatchObject({
      code: 'SERVER_UNAVAILABLE',
      message: expect.stringMatching(found),
      fix: expect.stringMatching(fix),
    });
    expect(error.message + error.fix).not.toContain('s3cret');
  });
});
