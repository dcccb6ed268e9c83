import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';

import type { Reader } from './reader.ts';
import { readers } from './readers.ts';
import { fuzz } from './run.ts';

/** `npm run fuzz -- --cases 10000 --seed 7 [--reader NAME] [--slow MS]`: exit 1 where a reader ends in anything but a user's error. */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '7' },
    reader: { type: 'string' },
    slow: { type: 'string' }, // keeps the cases that took so many milliseconds
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Leaves a slow case in a file, to be looked at. */
const keep = (bytes: Buffer, ms: number, cpuMs: number): void => {
  const file = join(mkdtempSync(join(tmpdir(), 'sweep-slow-')), 'case');
  writeFileSync(file, bytes);
  print(`slow: ${ms.toFixed(0)} ms, ${cpuMs.toFixed(0)} ms of the processor, ${bytes.length} bytes: ${file}`);
};

const feed = async (reader: Reader): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-fuzz-'));
  try {
    const done = await fuzz(reader, Number(values.cases), Number(values.seed), folder, {
      slowMs: Number(values.slow ?? Infinity),
      onSlow: keep,
    });
    const { name, cases, refused, accepted, seconds, worstMs, worstCpuMs, mostMiB } = done;
    const figures = [
      cases,
      values.seed,
      refused,
      accepted,
      ...[seconds, worstMs, worstCpuMs, mostMiB].map((each) => each.toFixed(0)),
    ];
    print(`| ${name} | ${figures.join(' | ')} |`);
  } catch (error) {
    process.exitCode = 1;
    print(`| ${reader.name} | broken: ${(error as Error).message} |\n${inspect((error as Error).cause)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Each in a process of its own, whose memory is then its own too. */
const feedAll = (): void => {
  print(
    '| reader | cases | seed | refused | accepted | seconds | worst case, ms | of the processor, ms | most memory, MiB |\n|---|---|---|---|---|---|---|---|---|',
  );
  for (const { name } of readers) {
    const args = [...process.execArgv, fileURLToPath(import.meta.url), '--reader', name];
    const of = [
      '--cases',
      values.cases,
      '--seed',
      values.seed,
      ...(values.slow === undefined ? [] : ['--slow', values.slow]),
    ];
    const { status } = spawnSync(process.execPath, [...args, ...of], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
};

const chosen = readers.find(({ name }) => name === values.reader);
if (values.reader === undefined) feedAll();
else if (chosen !== undefined) await feed(chosen);
else throw new Error(`no reader ${values.reader}; there are ${readers.map(({ name }) => name).join(', ')}`);
