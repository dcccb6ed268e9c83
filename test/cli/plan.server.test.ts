import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { openServices } from '../../services/open-services.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import { appendRate } from '../../store/timings.ts';
import { run, sweep } from '../chaos/sweep-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-plan-'));
const data = resolve(import.meta.dirname, '../../data/campus.csv');
const home = join(folder, 'home');

const write = (name: string, lines: readonly string[]): string => {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, [`name: ${name}`, ...lines, ''].join('\n'));
  return file;
};

const steps = '{ from: 1, to: 100, steps: 100 }';
const million = write('million', [
  `data: { file: ${data}, label: sentiment }`,
  `embedding: { iterations: ${steps} }`,
  `model: { units: ${steps} }`,
  `train: { batch: ${steps} }`,
]);
const small = write('small', [
  `data: { file: ${data}, label: sentiment, rows: 300 }`,
  'split: { folds: 2 }',
  'embedding: { iterations: [2, 3], size: 8 }',
  'model: { units: [2, 3] }',
  'train: { epochs: [1, 2] }',
]);
const wider = write('wider', [
  `data: { file: ${data}, label: sentiment, rows: 300 }`,
  'split: { folds: 2 }',
  'embedding: { iterations: [2, 4], size: 8 }',
  'model: { units: [2, 3] }',
  'train: { epochs: [1, 2] }',
]);
const huge = write('huge', [`data: { file: ${data}, label: sentiment }`, 'model: { units: [16, 20000] }']);

type Planned = {
  readonly trials: number;
  readonly known: { readonly folds: number; readonly exact: boolean } | null;
  readonly whyNotKnown: string | null;
  readonly toTrain: { readonly networks: number; readonly embeddings: number };
  readonly seconds: { readonly low: number; readonly likely: number; readonly high: number };
  readonly shorter: readonly { readonly change: string; readonly seconds: number }[];
  readonly leastDifference: number;
  readonly leastDifferenceFrom: string;
};

const plan = async (grid: string): Promise<Planned> => JSON.parse(await run(home, ['plan', grid, '--json'])) as Planned;

/** What a worker would add that has trained for longer. */
const record = async (timing: { readonly rate: number; readonly seconds: number }): Promise<void> => {
  const env = { ...process.env, SWEEP_HOME: home, TEMPORAL_ADDRESS: '', MONGODB_URI: '' };
  await using services = await openServices({ home, env });
  const store = await openStore(services.mongodbUri);
  await appendRate(store, { worker: 'w', host: hostname(), finishedAt: Date.now(), ...timing }, 'wasm');
  await closeStore(store);
};

afterAll(async () => {
  await run(home, ['services', 'stop', '--force']);
  rmSync(folder, { recursive: true, force: true });
});

describe('plan where nothing was started', () => {
  it('estimates a million trials without a folder of its own, and says how to shorten them', async () => {
    const planned = await plan(million);

    expect(planned).toMatchObject({ trials: 1_000_000, known: null, leastDifferenceFrom: 'guessed' });
    expect(planned.whyNotKnown).toContain('no sweep was started here');
    expect(planned.toTrain).toEqual({ networks: 5_000_000, embeddings: 500 });
    const { low, likely, high } = planned.seconds;
    expect([0 < low, low < likely, likely < high]).toEqual([true, true, true]);
    expect(planned.shorter.map(({ change }) => change).join(' ')).toContain('search: { kind: random');
    expect(existsSync(home)).toBe(false);
  });

  it('is what start --dry-run prints', async () => {
    const page = await run(home, ['start', million, '--dry-run', '--slots', '3']);

    expect(page).toMatch(/^time {7}about .* on 3 slots/m);
    expect(page).toMatch(/^shorter {4}about/m);
    expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(existsSync(home)).toBe(false);
  });

  it.each(['plan', 'start'])('refuses units that no slot has memory for: %s', async (command) => {
    const other = join(folder, 'other');

    const { code, err } = await sweep(other, [command, huge, '--slots', '1']).ended;

    expect(code).toBe(2);
    expect(err).toMatch(/huge\.yaml:3:17: model\.units: 20,000 needs .* GiB for one run, and a slot has/);
    await run(other, ['services', 'stop', '--force']);
  });
});

describe('plan beside a sweep', () => {
  it('counts what is stored, takes its speed from recorded runs and its variance from its trials', async () => {
    const started = await sweep(home, ['start', small, '--slots', '1']).ended;
    expect(started).toMatchObject({ code: 0 });
    expect(started.err).toMatch(/^time {7}about .* on 1 slot/m);
    await record({ rate: 1e9, seconds: 2 });

    const again = await plan(small);
    const half = await plan(wider);

    expect(again).toMatchObject({ known: { folds: 16, exact: true }, toTrain: { networks: 0, embeddings: 0 } });
    expect(half).toMatchObject({ known: { folds: 8, exact: true }, toTrain: { networks: 4, embeddings: 2 } });
    expect(half).toMatchObject({ secondsFrom: 'recorded', leastDifferenceFrom: 'measured' });
  });

  it('estimates the known share of a large grid from a sample, and says so', async () => {
    const planned = await plan(million);

    expect(planned.known).toMatchObject({ folds: 0, exact: false });
  });
});
