import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { numericsVersion } from '../../core/engine.ts';
import { packageRoot, packageVersion } from '../../services/package-root.ts';
import { physicalCores } from '../../services/physical-cores.ts';
import { memoryLimit } from '../../worker/death.ts';
import { bytesText } from '../plan/bytes-text.ts';
import { counted } from '../grid/page.ts';
import { note, ok, problem } from './check.ts';
import type { Check } from './check.ts';

const run = promisify(execFile);

const isAtLeast = (version: string, least: string): boolean => {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = b.findIndex((part, place) => (a[place] ?? 0) !== part);
  return at < 0 || (a[at] ?? 0) > (b[at] as number);
};

const checkNode = (): Check => {
  const { engines } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  const least = engines.node.replace(/^\D*/, '');
  const found = `${process.versions.node} on ${process.platform} ${process.arch}`;
  if (isAtLeast(process.versions.node, least)) return ok('node', found);
  return problem('node', 3, `${found}, and ${least} or newer is needed`, 'install it from https://nodejs.org');
};

const checkSelf = (): Check => {
  const found = `${packageVersion()}, numerics version ${numericsVersion}, in ${packageRoot()}`;
  const missing = ['kernels', join('workflows', 'bundle.js')].filter(
    (part) => !existsSync(join(packageRoot(), 'dist', part)),
  );
  if (missing.length === 0) return ok('sweep', found);
  return problem('sweep', 3, `${found}: ${missing.join(' and ')} not built`, 'npm run build in that folder');
};

/** A control group's quota of processors and memory, where it is less than the machine has. */
const limits = (): string => {
  const told = [
    ...(physicalCores() < availableParallelism()
      ? [`${counted(physicalCores(), 'core')} may be used at full speed`]
      : []),
    ...(memoryLimit() < totalmem() ? [`this container may use ${bytesText(memoryLimit())}`] : []),
  ];
  return told.length === 0 ? '' : `; ${told.join(', ')}`;
};

/** Everything at two slots; less than that swaps. */
const comfortableBytes = 1.2 * 2 ** 30;

const checkMachine = (): Check => {
  const threads = counted(availableParallelism(), 'processor');
  const found = `${threads}, ${bytesText(totalmem())} of memory${limits()}`;
  const slots = `start uses ${counted(physicalCores(), 'slot')}`;
  if (memoryLimit() >= comfortableBytes) return ok('machine', `${found}; ${slots}`);
  return note('machine', `${found}; ${slots}`, 'with so little memory use --slots 1');
};

/** The Go tool chain's version, or null. */
export const goVersion = async (): Promise<string | null> => {
  try {
    const { stdout } = await run('go', ['version'], { timeout: 10_000 });
    return /go(\d\S*)/.exec(stdout)?.[1] ?? stdout.trim();
  } catch {
    return null; // not installed
  }
};

export const checkProgram = (): readonly Check[] => [checkSelf(), checkNode(), checkMachine()];
