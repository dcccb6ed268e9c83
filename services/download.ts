import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Archive } from './vendors.ts';

const connectMs = 5_000; // a closed network must be told at once
const stallMs = 30_000;
const run = promisify(execFile);

/** Downloads the vendor's archive, checks it against the vendor's SHA-256 and moves its program to `to`. */
export async function downloadProgram(
  archive: Archive,
  to: string,
  onBytes: (received: number, total: number | null) => void,
): Promise<void> {
  const expected = await fetchChecksum(archive);
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(dirname(to), '.download-'));
  try {
    const file = join(folder, basename(archive.url));
    await fetchFile(archive.url, file, onBytes);
    const found = await sha256(file);
    if (found !== expected) throw new Error(`SHA-256 of ${archive.url} is ${found}, expected ${expected}`);
    const { stdout } = await run('tar', ['-tzf', file]);
    const member = stdout.split('\n').find((name) => name === archive.program || name.endsWith(`/${archive.program}`));
    if (member === undefined) throw new Error(`${archive.url} holds no ${archive.program}`);
    if (member.split('/').includes('..')) throw new Error(`${archive.url} holds ${member}, which leads out of it`);
    await run('tar', ['-xzf', file, '--no-same-owner', '-C', folder, member]);
    const unpacked = join(folder, member);
    if (!lstatSync(unpacked).isFile()) throw new Error(`${member} in ${archive.url} is no file`); // but a link
    renameSync(unpacked, to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The SHA-256 that the vendor tells: a line `<hex>  <file name>`, among those of other archives or alone. */
async function fetchChecksum({ url, checksums }: Archive): Promise<string> {
  const response = await request(checksums, AbortSignal.timeout(connectMs));
  const line = (await response.text()).split('\n').find((text) => text.trim().endsWith(basename(url)));
  const hex = line?.trim().split(/\s+/)[0];
  if (hex === undefined || !/^[0-9a-f]{64}$/.test(hex))
    throw new Error(`${checksums} names no SHA-256 of ${basename(url)}`);
  return hex;
}

async function fetchFile(
  url: string,
  to: string,
  onBytes: (received: number, total: number | null) => void,
): Promise<void> {
  const stalled = new AbortController();
  const abort = () => stalled.abort(new Error(`${url}: nothing arrived for ${stallMs / 1000} s`));
  let timer = setTimeout(abort, stallMs);
  try {
    const response = await request(url, stalled.signal);
    const total = Number(response.headers.get('content-length')) || null;
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _, done) {
        clearTimeout(timer);
        timer = setTimeout(abort, stallMs);
        received += chunk.length;
        onBytes(received, total);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body as never), count, createWriteStream(to), { signal: stalled.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: Error };
    throw new Error(`${new URL(url).host}: ${cause?.message ?? message}`, { cause: error });
  }
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
  return response;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
