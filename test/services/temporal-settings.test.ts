import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { masked } from '../../core/secrets.ts';
import { isTemporalNamed, readTemporalSettings } from '../../services/temporal-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const pem = write('any.pem', 'a certificate');
const profiles = write(
  'temporal.toml',
  '[profile.default]\naddress = "default.example"\n[profile.team]\naddress = "team.example:443"\nnamespace = "texts"\napi_key = "key-of-the-file"\n',
);

describe('what the environment says of Temporal', () => {
  it('is nothing where neither an address nor a profile is named', async () => {
    expect(isTemporalNamed({ TEMPORAL_ADDRESS: '', TEMPORAL_API_KEY: 'k' })).toBe(false);
    expect(await readTemporalSettings({ TEMPORAL_API_KEY: 'k' })).toBeUndefined();
  });

  it('is an address without TLS, in the namespace default and at port 7233', async () => {
    const settings = await readTemporalSettings({ TEMPORAL_ADDRESS: 'temporal.example', TEMPORAL_API_KEY: '' });

    expect(settings).toEqual({ namespace: 'default', connection: { address: 'temporal.example:7233' } });
  });

  it('means TLS wherever there is an API key', async () => {
    const env = { TEMPORAL_ADDRESS: 'temporal.example:1', TEMPORAL_API_KEY: 'api-key', TEMPORAL_NAMESPACE: 'texts' };

    const settings = await readTemporalSettings(env);

    expect(settings).toEqual({
      namespace: 'texts',
      connection: { address: 'temporal.example:1', tls: {}, apiKey: 'api-key' },
    });
  });

  it.each(['true', 'TRUE', '1'])('takes TEMPORAL_TLS=%s for yes', async (word) => {
    const settings = await readTemporalSettings({ TEMPORAL_ADDRESS: 'h', TEMPORAL_TLS: word });

    expect(settings?.connection.tls).toEqual({});
  });

  it('gives CA, client certificate, key and name to the connection', async () => {
    const settings = await readTemporalSettings({
      TEMPORAL_ADDRESS: 'h',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: pem,
      TEMPORAL_TLS_CLIENT_CERT_PATH: pem,
      TEMPORAL_TLS_CLIENT_KEY_DATA: 'a key',
      TEMPORAL_TLS_SERVER_NAME: 'inner.example',
    });

    const { serverNameOverride, serverRootCACertificate, clientCertPair } = settings?.connection.tls ?? {};
    expect(serverNameOverride).toBe('inner.example');
    expect(Buffer.from(serverRootCACertificate ?? []).toString()).toBe('a certificate');
    expect(Buffer.from(clientCertPair?.key ?? []).toString()).toBe('a key');
  });

  it('may stand in a profile, which is read only when it is asked for', async () => {
    const env = { TEMPORAL_CONFIG_FILE: profiles, TEMPORAL_PROFILE: 'team' };
    const config = join(folder, 'config');
    mkdirSync(join(config, 'temporalio'), { recursive: true });
    writeFileSync(join(config, 'temporalio', 'temporal.toml'), '[profile.default]\napi_key = "of another server"\n');

    const [asked, notAsked] = await Promise.all([
      readTemporalSettings(env),
      readTemporalSettings({ TEMPORAL_ADDRESS: 'h', XDG_CONFIG_HOME: config, HOME: config }),
    ]);

    expect(asked).toEqual({
      namespace: 'texts',
      connection: { address: 'team.example:443', tls: {}, apiKey: 'key-of-the-file' },
    });
    expect(notAsked?.connection).toEqual({ address: 'h:7233' });
    expect(masked('refused: key-of-the-file')).toBe('refused: ***');
  });

  it.each([
    [{ TEMPORAL_ADDRESS: 'h', TEMPORAL_TLS: 'yes' }, /TEMPORAL_TLS is "yes"/],
    [{ TEMPORAL_ADDRESS: 'h', TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: '1' }, /connection to anybody/],
    [{ TEMPORAL_ADDRESS: 'h', TEMPORAL_TLS_CLIENT_CERT_PATH: pem }, /without its key/],
    [{ TEMPORAL_ADDRESS: 'h', TEMPORAL_TLS_CLIENT_KEY_PATH: pem }, /without its certificate/],
    [
      { TEMPORAL_ADDRESS: 'h', TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' },
      /\/nowhere\/ca\.pem for Temporal is not there/,
    ],
    [{ TEMPORAL_ADDRESS: 'h', TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'api-key' }, /would reach h in plain text/],
    [{ TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' }, /is not there/],
    [{ TEMPORAL_CONFIG_FILE: profiles, TEMPORAL_PROFILE: 'other' }, /'other' not found/],
    [
      { TEMPORAL_CONFIG_FILE: write('broken.toml', '[profile.default]\napi_key = "secret-of-toml\n') },
      /cannot be used/,
    ],
    [{ TEMPORAL_CONFIG_FILE: write('none.toml', '[profile.default]\nnamespace = "n"\n') }, /names no address/],
  ])('%j is refused', async (env, message) => {
    const refused = readTemporalSettings(env);

    await expect(refused).rejects.toMatchObject({
      code: 'SERVER_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringMatching(/api-key|secret-of-toml/) });
  });
});
