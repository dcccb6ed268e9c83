import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { downloadProgram } from '../../services/download.ts';
import { obtainBinary } from '../../services/obtain-binary.ts';

const root = mkdtempSync(join(tmpdir(), 'sweep-obtain-'));
afterAll(() => rmSync(root, { recursive: true }));

/** An archive `server.tgz` that holds server-1/bin/mongod, with its checksum. */
function makeArchive(): { readonly bytes: Buffer; readonly sha256: string } {
  mkdirSync(join(root, 'server-1', 'bin'), { recursive: true });
  writeFileSync(join(root, 'server-1', 'bin', 'mongod'), 'a program');
  execFileSync('tar', ['-czf', join(root, 'server.tgz'), '-C', root, 'server-1']);
  const bytes = readFileSync(join(root, 'server.tgz'));
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function vendor(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a download is checked and its program taken out of the archive', async () => {
  const { bytes, sha256 } = makeArchive();
  const url = await vendor({ '/server.tgz': bytes, '/sums': `${'0'.repeat(64)}  other.tgz\n${sha256}  server.tgz\n` });
  const to = join(root, 'good', 'mongod');
  const received: number[] = [];

  await downloadProgram({ url: `${url}/server.tgz`, checksums: `${url}/sums`, program: 'bin/mongod' }, to, (count) =>
    received.push(count),
  );

  expect(readFileSync(to, 'utf8')).toBe('a program');
  expect(received.at(-1)).toBe(bytes.length);
  expect(readdirSync(join(root, 'good'))).toEqual(['mongod']);
});

test('a download with another checksum leaves nothing behind', async () => {
  const url = await vendor({ '/server.tgz': makeArchive().bytes, '/sums': `${'0'.repeat(64)}  server.tgz` });
  const to = join(root, 'bad', 'mongod');

  const downloading = downloadProgram(
    { url: `${url}/server.tgz`, checksums: `${url}/sums`, program: 'bin/mongod' },
    to,
    () => undefined,
  );

  await expect(downloading).rejects.toThrow(/SHA-256 of .+ is [0-9a-f]{64}, expected 0{64}/);
  expect(existsSync(to)).toBe(false);
  expect(readdirSync(join(root, 'bad'))).toEqual([]);
});

test('without the server and without Go it is said what was tried and what to do', async () => {
  const env = { PATH: join(root, 'nothing'), XDG_CACHE_HOME: join(root, 'cache') };
  const details: string[] = [];

  const obtaining = obtainBinary('mongo', { kind: 'ferretdb', env, onProgress: ({ detail }) => details.push(detail) });

  await expect(obtaining).rejects.toMatchObject({
    code: 'SERVER_UNAVAILABLE',
    message: [
      'No MongoDB server that can read the data here, which ferretdb wrote, is to be had. Tried:',
      `  - ferretdb on PATH and in ${join(root, 'cache', 'sweep', 'bin')}: not there`,
      '  - build of ferretdb 1.24.2: no Go tool chain ("go") on PATH',
    ].join('\n'),
    fix: expect.stringContaining('set TEMPORAL_ADDRESS and MONGODB_URI'),
  });
  expect(details[0]).toBe('building ferretdb 1.24.2 with Go (once, about one minute on two cores)');
  expect(readdirSync(join(root, 'cache', 'sweep', 'bin')).filter((name) => name.endsWith('.lock'))).toEqual([]);
});
