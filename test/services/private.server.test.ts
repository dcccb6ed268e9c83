import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { planServer } from '../../services/server-plans.ts';
import { readServicesState } from '../../services/state-file.ts';
import { open, supervisorOf, temporaryHome } from './temporary-home.ts';

const onLinux = describe.skipIf(!existsSync('/proc/net/tcp'));

/** Addresses, in the kernel's hexadecimal, that a process listens on (Linux). */
const listening = (pid: number): readonly string[] => {
  const descriptors = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return []; // closed meanwhile
    }
  });
  const inodes = new Set(descriptors.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode ?? ''))
      .map(([, address]) => (address ?? '').split(':')[0] ?? ''),
  );
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => join(parentPath, name));

onLinux('the servers that Sweep runs', () => {
  it('listen on loopback or on a socket of their owner alone, keep their files private, and know no secret', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const home = temporaryHome();
    const secrets = { TEMPORAL_API_KEY: 'tmprl_secret', SWEEP_TEST_MONGODB_URI: 'mongodb://me:s3cret@host/' };
    const outer = { ...process.env };
    Object.assign(process.env, secrets);
    onTestFinished(() => {
      for (const name of Object.keys(secrets)) {
        if (outer[name] === undefined) delete process.env[name];
        else process.env[name] = outer[name];
      }
    });

    await open(home);

    const { pid, servers } = await supervisorOf(home);
    const pids = [pid, servers.temporal?.pid ?? 0, servers.mongo?.pid ?? 0];
    const addresses = pids.flatMap(listening);
    expect(addresses.length).toBeGreaterThanOrEqual(1); // Temporal's own ports: gRPC, HTTP, metrics
    expect(new Set(addresses)).toEqual(new Set(['0100007F']));
    const said = pids.map(
      (each) => readFileSync(`/proc/${each}/cmdline`, 'latin1') + readFileSync(`/proc/${each}/environ`, 'latin1'),
    );
    for (const text of said) expect(text).not.toMatch(/tmprl_secret|s3cret/);
    const sockets = readServicesState(home)?.sockets ?? '';
    expect(statSync(sockets).mode & 0o777).toBe(0o700);
    expect(dirname(decodeURIComponent(new URL(servers.mongo?.address ?? '').host))).toBe(sockets);
    for (const path of [home, ...filesBelow(home)]) {
      if (lstatSync(path).isSymbolicLink()) continue;
      expect({ path, mode: statSync(path).mode & 0o077 }).toEqual({ path, mode: 0 });
    }
  });

  it('are told to answer no browser: Temporal’s HTTP interface refuses whatever host it is asked for', () => {
    const plan = planServer('temporal', { kind: 'temporal', path: 'temporal', version: '1' }, '/home', '/sockets');

    expect(plan.args(1)).toContain('frontend.httpAllowedHosts=["sweep.invalid"]');
    expect(plan.args(1).join(' ')).toContain('--ip 127.0.0.1');
  });
});
