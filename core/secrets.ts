const known = new Set<string>();

/** Shorter ones would blank out half of what is said, and are found by the patterns below where they matter. */
const leastLength = 4;

/** From here on `masked` blanks this out wherever it meets it: the whole, and each line of a key of many lines. */
export const keepSecret = (secret: string | undefined): void => {
  for (const line of (secret ?? '').split('\n')) if (line.trim().length >= leastLength) known.add(line.trim());
};

const secretOptions = /([?&](?:tlsCertificateKeyFilePassword|proxyPassword|authMechanismProperties)=)[^&\s"']*/gi;
/** To the last @ of the authority: a password may hold one that nobody encoded. */
const userOfUri = /(mongodb(?:\+srv)?:\/\/[^:/@?\s]{0,200}):[^\s"']{0,2000}@/g;
/** The same of any other address, e.g. of a module proxy; there a / ends the password. */
const userOfUrl = /(\b[a-z][a-z\d+.-]{0,20}:\/\/[^:/@?\s]{0,200}):[^\s"'/@]{1,500}@/gi;
const bearer = /(\bBearer\s+)[\w.~+/=-]{4,}/gi;
const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^]*?(?:-----END \1-----|$)/g;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The secrets that an address of MongoDB holds: as written and decoded. */
export const secretsOfUri = (uri: string): readonly string[] => {
  const password = /^mongodb(?:\+srv)?:\/\/[^:/@?]*:(.*)@/.exec(uri)?.[1];
  const options = [...uri.matchAll(secretOptions)].map(([whole, head]) => whole.slice((head as string).length));
  return [password, ...options].flatMap((text) => (text ? [text, decoded(text)] : []));
};

/** Keeps the secrets of an environment: MongoDB's password and options, Temporal's key, certificate key and headers. */
export const keepSecretsOf = (env: { readonly [name: string]: string | undefined }): void => {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    if (name.endsWith('MONGODB_URI')) secretsOfUri(value).forEach(keepSecret);
    if (/^TEMPORAL_(?:API_KEY|CODEC_AUTH|TLS_CLIENT_KEY_DATA|GRPC_META_)/.test(name)) keepSecret(value);
  }
};

/**
 * A text for a log, a terminal, a store or Temporal's history, with `***` for every secret: those that were kept, and
 * whatever looks like the password of a MongoDB address, a bearer token or a private key.
 * @param uri the address of MongoDB that the text speaks of, whose secrets are blanked out however short they are
 */
export const masked = (text: string, uri = ''): string => {
  const shown = text
    .replace(privateKey, '***')
    .replace(userOfUri, '$1:***@')
    .replace(userOfUrl, '$1:***@')
    .replace(secretOptions, '$1***')
    .replace(bearer, '$1***');
  const secrets = new Set([...known, ...secretsOfUri(uri)]);
  return [...secrets]
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, each) => left.replaceAll(each, '***'), shown);
};
