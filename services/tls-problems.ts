/** What a failed connection says of its encryption, and what to do about it. */
export type TlsProblem = { readonly found: string; readonly fix: string };

/** Where a user says whom to trust and who he is: variables for Temporal, options of the address for MongoDB. */
export type TlsWords = {
  readonly ca: string;
  readonly certificate: string;
  readonly name: string;
  readonly on: string;
  readonly off: string;
};

export const temporalTlsWords: TlsWords = {
  ca: 'name its CA: TEMPORAL_TLS_SERVER_CA_CERT_PATH=ca.pem',
  certificate: 'name yours: TEMPORAL_TLS_CLIENT_CERT_PATH=client.pem and TEMPORAL_TLS_CLIENT_KEY_PATH=client.key',
  name: 'use one of its names in TEMPORAL_ADDRESS, or say which one to expect: TEMPORAL_TLS_SERVER_NAME',
  on: 'TEMPORAL_TLS=true',
  off: 'TEMPORAL_TLS=false',
};

export const mongoTlsWords: TlsWords = {
  ca: 'name its CA in MONGODB_URI: …?tls=true&tlsCAFile=ca.pem',
  certificate: 'name yours in MONGODB_URI: …&tlsCertificateKeyFile=client.pem, a file with certificate and key',
  name: 'use one of its names in MONGODB_URI',
  on: '?tls=true in MONGODB_URI',
  off: 'tls=false in MONGODB_URI',
};

const kinds: readonly (readonly [pattern: RegExp, problem: (words: TlsWords, message: string) => TlsProblem])[] = [
  [
    /CERT_HAS_EXPIRED|certificate has expired/,
    () => ({
      found: 'its certificate has expired',
      fix: 'renew the certificate of that server, or correct the clock of this machine',
    }),
  ],
  [
    /CERT_NOT_YET_VALID|not yet valid/,
    () => ({ found: 'its certificate is not valid yet', fix: 'correct the clock of this machine, or the certificate' }),
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate/,
    ({ name }, message) => ({ found: `its certificate is for another name (${message})`, fix: name }),
  ],
  [
    /SELF_SIGNED|self.signed|UNABLE_TO_(?:VERIFY|GET)|unable to (?:verify|get)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|certificate signature failure/i,
    ({ ca }) => ({ found: 'no CA that is trusted here has signed its certificate', fix: ca }),
  ],
  [
    /ALERT_CERTIFICATE_EXPIRED|alert certificate expired/i,
    () => ({ found: 'it refuses your client certificate, which has expired', fix: 'renew your client certificate' }),
  ],
  [
    /CERTIFICATE_REQUIRED|certificate required/i,
    ({ certificate }) => ({ found: 'it wants a client certificate', fix: certificate }),
  ],
  [
    /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|HANDSHAKE_FAILURE)|alert (?:unknown ca|bad certificate|certificate unknown|unsupported certificate|handshake failure)/i,
    ({ certificate }) => ({
      found: 'it refuses the client certificate, or wants one',
      fix: `take one that a CA of that server has signed; ${certificate}`,
    }),
  ],
  [
    /WRONG_VERSION_NUMBER|wrong version number|PACKET_LENGTH_TOO_LONG|packet length too long|ERR_SSL_(?:HTTP|INVALID|UNEXPECTED)/i,
    ({ off }) => ({ found: 'it does not speak TLS', fix: `correct the address, or say so: ${off}` }),
  ],
  [
    /KEY_VALUES_MISMATCH|key values mismatch/i,
    ({ certificate }) => ({ found: 'your client certificate and your key do not belong together', fix: certificate }),
  ],
  [
    /ERR_OSSL|ERR_SSL|PEM|bad decrypt|no start line/,
    (_, message) => ({ found: `a certificate or key cannot be read (${message})`, fix: 'name files in PEM format' }),
  ],
];

type Caused = {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly reason?: unknown;
};

/** An error with what caused it, and what a driver learnt of each server. */
function* causes(error: unknown, depth = 0): Generator<{ readonly code: string; readonly message: string }> {
  if (typeof error !== 'object' || error === null || depth > 8) return;
  const { code = '', message = '', cause, reason } = error as Caused;
  yield { code: String(code), message: String(message) };
  yield* causes(cause, depth + 1);
  const servers = (reason as { readonly servers?: unknown } | undefined)?.servers;
  if (servers instanceof Map)
    for (const server of servers.values()) yield* causes((server as { error?: unknown }).error, depth + 1);
}

/** What is wrong with the encryption where an error says that something is; undefined where it is another matter. */
export const tlsProblem = (error: unknown, words: TlsWords): TlsProblem | undefined => {
  const all = [...causes(error)];
  for (const [pattern, problem] of kinds) {
    const found = all.find(({ code }) => pattern.test(code)) ?? all.find(({ message }) => pattern.test(message));
    if (found !== undefined) return problem(words, found.message);
  }
  return undefined;
};
