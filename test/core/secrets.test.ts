import fc from 'fast-check';
import { expect, it } from 'vitest';

import { keepSecretsOf, masked } from '../../core/secrets.ts';

it.each([
  ['at mongodb://me:pw@host/x it', 'at mongodb://me:***@host/x it'],
  ['mongodb+srv://me:a:b/c@host', 'mongodb+srv://me:***@host'],
  ['(mongodb://:pw@host)', '(mongodb://:***@host)'],
  ['mongodb://h/?tlsCertificateKeyFilePassword=pw&tls=true', 'mongodb://h/?tlsCertificateKeyFilePassword=***&tls=true'],
  ['authorization: Bearer abc.DEF-123=', 'authorization: Bearer ***'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\nrest', '***\nrest'],
  ['-----BEGIN PRIVATE KEY-----\nMHc, cut', '***'],
  ['mongodb://host/x and user@example.org', 'mongodb://host/x and user@example.org'],
])('%j is shown as %j', (text, shown) => {
  expect(masked(text)).toBe(shown);
});

it('blanks out what the environment holds, as it stands there and decoded, wherever it turns up', () => {
  keepSecretsOf({
    MONGODB_URI: 'mongodb://me:p%40ssw0rd@h/x?proxyPassword=proxy%21pw',
    TEMPORAL_API_KEY: 'tmprl_key_1',
    TEMPORAL_GRPC_META_AUTHORIZATION: 'header-secret',
    TEMPORAL_TLS_CLIENT_KEY_DATA: 'line one of it\nline two of it',
    TEMPORAL_ADDRESS: 'temporal.example',
  });

  const text = masked('p@ssw0rd p%40ssw0rd proxy!pw tmprl_key_1 header-secret "line two of it" temporal.example');

  expect(text).toBe('*** *** *** *** *** "***" temporal.example');
});

it('shows no password of any address in any message about it', () => {
  const password = fc
    .stringMatching(/^[^\s"'@/?#]{4,20}$/)
    .filter((text) => !'mongodb://someone@host.example/'.includes(text));
  fc.assert(
    fc.property(password, fc.string(), (secret, around) => {
      const uri = `mongodb://someone:${encodeURIComponent(secret)}@host.example/`;

      const shown = masked(`${uri} ${secret}`, uri);

      expect(shown).not.toContain(secret);
      expect(masked(around + uri)).not.toContain(`:${encodeURIComponent(secret)}@`);
    }),
    { numRuns: 200 },
  );
});
