import { isIP } from 'node:net';

import { SweepError } from '../../core/errors.ts';

const refused = (text: string): SweepError =>
  new SweepError({
    code: 'USAGE',
    message: `--metrics ${text}: expected an IP address and a port from 1 to 65535, or a port alone.`,
    fix: 'write it like --metrics 127.0.0.1:9464 (this machine only), 0.0.0.0:9464 (every network) or [::1]:9464',
  });

/**
 * Where metrics are to be had, as the SDK takes it; a port alone means this machine only.
 * @throws {SweepError} USAGE
 */
export const parseMetricsAddress = (text: string): string => {
  const [, bracketed, plain = '127.0.0.1', digits = ''] = /^(?:\[([^\]]+)\]:|([^:]+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!(port >= 1 && port <= 65_535)) throw refused(text);
  if (bracketed !== undefined) {
    if (isIP(bracketed) !== 6) throw refused(text);
    return `[${bracketed}]:${port}`;
  }
  const host = plain === 'localhost' ? '127.0.0.1' : plain;
  if (isIP(host) !== 4) throw refused(text);
  return `${host}:${port}`;
};
