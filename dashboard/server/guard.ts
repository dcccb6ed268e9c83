import { createHash, timingSafeEqual } from 'node:crypto';

import type { MiddlewareHandler } from 'hono';

/** Scripts, styles and pictures come from this server alone, nothing is framed, nothing sent elsewhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Digests of equal length, so that the comparison takes the same time whatever was sent. */
const same = (sent: string, expected: string): boolean => {
  const [a, b] = [sent, expected].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
};

const refused = (message: string, fix: string) => ({ code: 'REFUSED', message, fix });

/**
 * Answers this machine's own pages alone. Another site that leads a browser here under a name of its own (DNS rebinding)
 * has another Host; a form or script of another site has another Origin; other accounts of this machine lack the token.
 * @param hosts values of Host under which the server is meant
 */
export const guard =
  ({ token, hosts }: { readonly token: string; readonly hosts: () => readonly string[] }): MiddlewareHandler =>
  async (context, next) => {
    const host = context.req.header('host') ?? '';
    const origin = context.req.header('origin');
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
    if (!hosts().includes(host))
      return context.json(refused('Not known under this name.', 'use the printed address'), 403);
    if (origin !== undefined && origin !== `http://${host}`)
      return context.json(refused('Asked by the page of another site.', 'use the printed address'), 403);
    if (context.req.method !== 'GET' && origin === undefined)
      return context.json(refused('Actions are asked for by the page alone.', 'use the command line'), 403);
    if (context.req.path.startsWith('/api/')) {
      const sent = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
      if (!same(sent, token))
        return context.json(
          refused('The token is missing or of an earlier start.', 'open the address that sweep dashboard printed'),
          401,
        );
    }
    return await next();
  };
