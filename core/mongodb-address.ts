const secrets = /([?&](?:tlsCertificateKeyFilePassword|proxyPassword|authMechanismProperties)=)[^&]*/gi;

/** The address as it may be printed: passwords and tokens as `***`. */
export const maskAddress = (uri: string): string =>
  uri.replace(/^(mongodb(?:\+srv)?:\/\/[^:/@?]*):.*@/, '$1:***@').replace(secrets, '$1***');

/** A message without the address's password, whichever way it is written in there. */
export const maskMessage = (message: string, uri: string): string => {
  const password = /^mongodb(?:\+srv)?:\/\/[^:/@?]*:(.*)@/.exec(uri)?.[1];
  const masked = message.replaceAll(uri, maskAddress(uri));
  if (password === undefined || password === '') return masked;
  return masked.replaceAll(password, '***').replaceAll(decoded(password), '***');
};

/** The database that the address names in its path, or null. */
export const databaseOf = (uri: string): string | null => {
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]*\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? null : decoded(name);
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
