import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { stopServices } from '../../services/manage-services.ts';
import { sweep } from '../chaos/sweep-process.ts';
import { writeGrid } from './campus-grid.ts';

const preload = resolve(import.meta.dirname, 'stop-supervisor.cjs');

describe('start under which the supervisor leaves with both servers', () => {
  it.each(['holds', 'names', 'requests'])('begins again where it was to insert into %s', async (collection) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sweep-lost-')));
    const home = join(folder, 'home');
    onTestFinished(async () => {
      await stopServices(home, { force: true });
      rmSync(folder, { recursive: true });
    });
    const grid = writeGrid(folder, { name: 'lost' });

    const ended = await sweep(home, ['start', grid, '--slots', '1'], {
      NODE_OPTIONS: `--require ${preload}`,
      STOP_AT: collection,
    }).ended;

    expect(ended.err).toContain('The servers were stopped under this command; it begins again.');
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.err.match(/^plan /gm)).toHaveLength(1); // what was understood is told once
  });
});
