import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import type { Amended } from '../../../activities/amendment-history.ts';
import { changesSince } from '../../../cli/changes-since.ts';
import { parseGrid } from '../../../cli/grid/parse-grid.ts';
import { trialJson } from '../../../activities/trial-json.ts';
import { showText } from '../../../cli/show-text.ts';
import { statusJson } from '../../../cli/status-json.ts';
import { statusText } from '../../../cli/status-text.ts';
import { aSweep } from '../../store/contract/sample-sweep.ts';
import { counts, statusView } from '../status-views.ts';
import { trialView } from '../trial-views.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

const amended = (edition: number, reason: string | null): Amended => ({
  edition,
  at: Date.UTC(2026, 7, 2, 14, edition),
  reason,
  gridFile: '/grids/wider.yaml',
  added: 6,
  removed: 4,
  kept: 12,
});
const history = [amended(1, 'longer training'), amended(2, null)];
const plain = { width: 100, colour: false, plain: true };

it('is told by status with changes and reasons, in order', () => {
  const view = statusView({ history, counts: counts({ wishes: { wish: 'run', edition: 2, retry: 0, seen: 3 } }) });

  const text = statusText(view, { ...plain, watching: false });

  expect(text).toMatch(/amended .*, \+6 trials, −4, 12 kept: longer training\namended .*, \+6 trials, −4, 12 kept\n/);
  expect(text).toMatch(/12 folds trained since it was amended, 10 known before/);
  expect(statusJson(view)).toMatchObject({ edition: 2, amendments: [{ reason: 'longer training' }, { reason: null }] });
});

it('is told by status of the last ones, and how many there were before', () => {
  const many = Array.from({ length: 8 }, (_, at) => amended(at + 1, `reason ${at + 1}`));

  const text = statusText(statusView({ history: many }), { ...plain, watching: false });

  expect(text).toContain('amended 3 more times before\n');
  expect(text).not.toContain('reason 3');
  expect(text).toContain('reason 4');
});

it('is told by show, with the amendment that brought the trial in', () => {
  const brought = showText(trialView({ history, since: 1 }), plain);
  const old = showText(trialView({ history, since: 0 }), plain);

  expect(brought).toMatch(/in the grid since the amendment of 2026-08-02 .*\namended .*: longer training\namended /);
  expect(old).toMatch(/in the grid from the start\namended .*: longer training\n/);
  expect(showText(trialView(), plain)).not.toMatch(/in the grid|amended/);
  expect(trialJson(trialView({ history, since: 1 }))).toMatchObject({ sinceEdition: 1, amendments: [{}, {}] });
});

it('is what resume compares a grid file with: the present grid, not the one at the start', async () => {
  const gridFile = join(folder, 'paper.yaml');
  const text = 'name: paper\ndata: { file: texts.csv }\nmodel: { units: [2, 3] }\n';
  writeFileSync(gridFile, text);
  const sweep = aSweep({ grid: parseGrid(text, gridFile), gridFile, files: [], edition: 1 });

  const same = await changesSince(sweep);
  writeFileSync(gridFile, text.replace('3]', '4]'));
  const other = (await changesSince(sweep)).join('\n');

  expect(same).toEqual([]);
  expect(other).toContain(`${gridFile} changed since it was amended`);
  expect(other).toContain('model.units: [2,3] in the sweep, [2,4] in the grid');
  expect(other).toContain(`sweep amend ${sweep.name} ${gridFile}`);
});
