import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { sweep } from '../chaos/sweep-process.ts';
import type { Ended } from '../chaos/sweep-process.ts';
import { createAuthority, createIdentity } from '../tls/certificates.ts';
import { openTlsProxy } from '../tls/tls-proxy.ts';
import type { TlsProxy } from '../tls/tls-proxy.ts';
import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

const ca = createAuthority('the CA of this test');
const hosts = ['localhost', '127.0.0.1'];
const server = createIdentity(ca, 'server', { hosts });
const expired = createIdentity(ca, 'server', { hosts, expired: true });
const client = createIdentity(ca, 'client');
const database = 'encrypted';
const apiKey = 'tmprl_secret_key_of_this_test';
const password = 'pass_of_this_test_0815';
const secrets = new RegExp(`${apiKey}|${password}`);

let home: TestHome;
let proxies: { readonly temporal: TlsProxy; readonly mongo: TlsProxy; readonly expired: TlsProxy };
let files: { readonly ca: string; readonly certificate: string; readonly key: string; readonly both: string };

beforeAll(async () => {
  const uri = databaseNamed(inject('mongodbUri'), database);
  const [host = '', port = ''] = inject('temporalAddress').split(':');
  home = await openTestHome({ TEMPORAL_ADDRESS: inject('temporalAddress'), MONGODB_URI: uri });
  const write = (name: string, text: string): string => {
    writeFileSync(join(home.folder, name), text);
    return join(home.folder, name);
  };
  files = {
    ca: write('ca.pem', ca.certificate),
    certificate: write('client.pem', client.certificate),
    key: write('client.key', client.key),
    both: write('both.pem', client.certificate + client.key),
  };
  const temporal = { host, port: Number(port) };
  proxies = {
    temporal: await openTlsProxy(temporal, server, ca.certificate),
    mongo: await openTlsProxy({ path: decodeURIComponent(new URL(uri).host) }, server, ca.certificate),
    expired: await openTlsProxy(temporal, expired),
  };
});

afterAll(async () => {
  await Promise.all(Object.values(proxies).map(({ close }) => close()));
  await home.close();
});

const encrypted = () => ({
  TEMPORAL_ADDRESS: `127.0.0.1:${proxies.temporal.port}`,
  TEMPORAL_API_KEY: apiKey,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.ca,
  TEMPORAL_TLS_CLIENT_CERT_PATH: files.certificate,
  TEMPORAL_TLS_CLIENT_KEY_PATH: files.key,
  MONGODB_URI: `mongodb://127.0.0.1:${proxies.mongo.port}/${database}?tls=true&tlsCAFile=${encodeURIComponent(files.ca)}&tlsCertificateKeyFile=${encodeURIComponent(files.both)}&tlsCertificateKeyFilePassword=${password}`,
});

/** What no process may have in its arguments, whoever looks: `ps` shows them to every user. */
const argumentsOfAll = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });

const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> => {
  const life = sweep(home.home, args, { ...encrypted(), ...env });
  let seen = '';
  const looking = setInterval(() => (seen += argumentsOfAll()), 1000);
  const ended = await life.ended;
  clearInterval(looking);
  expect(ended.out + ended.err + seen).not.toMatch(secrets);
  return ended;
};

/** All that Temporal keeps of all workflows. */
const histories = async (): Promise<string> => {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const { workflow } = new Client({ connection });
  const all: unknown[] = [];
  for await (const { workflowId, runId } of workflow.list())
    all.push(historyToJSON(await workflow.getHandle(workflowId, runId).fetchHistory()));
  await connection.close();
  return JSON.stringify(all);
};

const textsBelow = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('');

describe('servers behind mutual TLS and an API key', () => {
  it('run a whole sweep, and neither log nor document has the key', async () => {
    const grid = home.grid({ name: 'encrypted', rows: 80 });

    const ended = await run(['start', grid, '--slots', '1']);

    expect(ended).toMatchObject({ code: 0 });
    expect(ended.out).toContain('accuracy');
    expect(readFileSync(join(home.home, 'logs', 'worker.log'), 'utf8')).not.toMatch(secrets);
  });

  it('give their secrets away in no view, no error, no file of the home, no history', async () => {
    const shown = await Promise.all([
      run(['status', 'encrypted', '--json']),
      run(['list', '--json']),
      run(['show', 'encrypted', '1', '--json']),
      run(['leaderboard', 'encrypted', '--json']),
      run(['status', 'nothing']),
    ]);
    const history = await histories();

    expect(shown.map(({ code }) => code)).toEqual([0, 0, 0, 0, 4]);
    expect(history.length).toBeGreaterThan(1000);
    expect(history).not.toMatch(secrets);
    expect(textsBelow(home.home)).not.toMatch(secrets);
  });

  it('are shown by doctor with how they are secured', async () => {
    const { code, out } = await run(['doctor', '--json']);

    const { checks } = JSON.parse(out) as { checks: readonly { name: string; state: string; found: string }[] };
    const found = (name: string) => checks.find((check) => check.name === name)?.found;
    expect(code).toBe(0);
    expect(found('temporal')).toContain('TLS, trusting your CA file, with a client certificate, with an API key');
    expect(found('mongodb')).toContain('TLS, trusting your CA file, with a client certificate');
    expect(out).not.toContain(apiKey);
  });

  it.each([
    [
      'without a CA',
      { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '' },
      /signed its certificate/,
      /TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
    ],
    [
      'without a client certificate',
      { TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' },
      /client certificate/,
      /TEMPORAL_TLS_CLIENT_CERT_PATH/,
    ],
    ['in plain text', { TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: '' }, /cannot be used/, /TEMPORAL_TLS=true/],
  ])('are refused %s with exit 3 and the fix', async (_, env, found, fix) => {
    const ended = await run(['worker', '--slots', '0'], env);

    expect(ended.code).toBe(3);
    expect(ended.err).toMatch(found);
    expect(ended.err).toMatch(fix);
    expect(ended.err).not.toContain(apiKey);
  });

  it('are refused with an expired certificate, exit 3', async () => {
    const ended = await run(['worker', '--slots', '0'], { TEMPORAL_ADDRESS: `127.0.0.1:${proxies.expired.port}` });

    expect(ended).toMatchObject({ code: 3, err: expect.stringContaining('its certificate has expired') });
  });
});
