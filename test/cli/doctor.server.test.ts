import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';

import { openHome } from '../../services/home.ts';
import { openServices } from '../../services/open-services.ts';
import { insertMismatch } from '../../store/mismatches.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import type { Digest } from '../../core/canonical.ts';
import { drawSweepUid } from '../../store/sweeps.ts';
import { run, sweep } from '../chaos/sweep-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-doctor-'));
const home = join(folder, 'home');
const nowhere = join(folder, 'nowhere');

afterAll(async () => {
  await run(home, ['services', 'stop', '--force']);
  rmSync(folder, { recursive: true, force: true });
});

type Doctor = {
  readonly usable: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly state: string;
    readonly found: string;
    readonly fix: string;
  }[];
};

const doctor = async (env: NodeJS.ProcessEnv, where = nowhere): Promise<Doctor & { readonly code: number | null }> => {
  const { code, out } = await sweep(where, ['doctor', '--json'], env).ended;
  return { code, ...(JSON.parse(out) as Doctor) };
};

const found = ({ checks }: Doctor, name: string) => checks.find((check) => check.name === name);

describe('doctor', () => {
  it('ends with 3 and a fix where a server is not to be had', async () => {
    const said = await doctor({ SWEEP_TEMPORAL_BIN: join(folder, 'no-temporal') });

    expect(said).toMatchObject({ code: 3, usable: false });
    expect(found(said, 'temporal')).toMatchObject({
      state: 'problem',
      fix: expect.stringContaining('SWEEP_TEMPORAL_BIN'),
    });
  });

  it('tries the addresses that are set, and masks the password', async () => {
    const uri = 'mongodb://me:secret@127.0.0.1:1/x';

    const said = await doctor({ MONGODB_URI: uri, TEMPORAL_ADDRESS: inject('temporalAddress') });

    expect(said.code).toBe(3);
    expect(found(said, 'temporal')).toMatchObject({ state: 'ok' });
    expect(found(said, 'mongodb')).toMatchObject({
      state: 'problem',
      found: expect.stringContaining('me:***@127.0.0.1'),
    });
    expect(JSON.stringify(said)).not.toContain('secret');
  });

  it('ends with 1 and names the keys where a result differed from a stored one', async () => {
    const base = inject('mongodbUri');
    const uri = `${base.slice(0, base.lastIndexOf('/'))}/doctor_mismatch`;
    const store = await openStore(uri);
    const digest = (letter: string): Digest => letter.repeat(64) as Digest;
    const what = { key: 'c0ffee', sweep: drawSweepUid(), worker: 'w', version: '0.0.1', at: 1 };
    await insertMismatch(store, { ...what, stored: digest('a'), found: digest('b') });

    const said = await doctor({ MONGODB_URI: uri, TEMPORAL_ADDRESS: inject('temporalAddress') });

    expect(said.code).toBe(1);
    expect(found(said, 'results')).toMatchObject({ state: 'problem', found: expect.stringContaining('c0ffee') });
    await store.db.dropDatabase();
    await closeStore(store);
  });
});

describe('the servers of a folder', () => {
  it('are shown with whom they serve, are kept while somebody uses them, and end when told to', async () => {
    const env = { ...process.env, SWEEP_HOME: home, TEMPORAL_ADDRESS: '', MONGODB_URI: '' };
    const services = await openServices({ home: openHome({ create: true, env }), env });

    const shown = JSON.parse(await run(home, ['services', 'status', '--json'])) as object;
    const refused = await sweep(home, ['services', 'stop']).ended;
    const looked = await doctor({}, home);
    await services.close();
    const stopped = JSON.parse(await run(home, ['services', 'stop', '--force', '--json'])) as object;

    expect(shown).toMatchObject({
      servers: [
        { name: 'temporal', state: 'ready' },
        { name: 'mongo', state: 'ready' },
      ],
      clients: [{ pid: process.pid, slots: 0 }],
    });
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining(String(process.pid)) });
    expect(looked).toMatchObject({ code: 0, usable: true });
    expect(found(looked, 'store')?.found).toContain('0 sweeps');
    expect(stopped).toMatchObject({ stopped: true });
    expect(await run(home, ['services', 'status'])).toContain('Nothing runs');
    expect(await run(home, ['services', 'stop', '--json'])).toContain('"stopped":false');
  });

  it('are nothing to show or stop where no folder is', async () => {
    expect(await run(nowhere, ['services', 'status'])).toContain('No .sweep folder');
    expect(await run(nowhere, ['services', 'stop'])).toContain('No .sweep folder');
  });
});
