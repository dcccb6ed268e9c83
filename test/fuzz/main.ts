import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';

import { readers } from './readers.ts';
import { fuzz } from './run.ts';

/** `npm run fuzz -- --cases 10000 --seed 7 [--reader NAME]`: exit 1 where a reader ends in anything but a user's error. */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '7' },
    reader: { type: 'string' },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'sweep-fuzz-'));
print(`seed ${values.seed}\n| reader | cases | refused | accepted | worst ms | worst MiB |\n|---|---|---|---|---|---|`);
try {
  for (const reader of readers.filter(({ name }) => values.reader === undefined || name === values.reader)) {
    try {
      const { name, cases, refused, accepted, worstMs, worstMiB } = await fuzz(
        reader,
        Number(values.cases),
        Number(values.seed),
        folder,
      );
      print(`| ${name} | ${cases} | ${refused} | ${accepted} | ${worstMs.toFixed(0)} | ${worstMiB.toFixed(0)} |`);
    } catch (error) {
      process.exitCode = 1;
      print(`| ${reader.name} | broken: ${(error as Error).message} |\n${inspect((error as Error).cause)}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
