import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SweepError } from '../core/errors.ts';
import { binaryVariables, findBinary, identifyBinary, programNames, type FoundBinary } from './binaries.ts';
import { binaryWays, type BinaryWay } from './binary-ways.ts';
import { whileLocked } from './build-lock.ts';
import { cacheFolder } from './cache-folder.ts';
import { downloadProgram } from './download.ts';
import { buildProgram } from './go-build.ts';
import type { ServerKind, ServerName } from './messages.ts';
import { megabytes, startClock, type Clock, type Progress } from './progress-clock.ts';

type Options = {
  readonly kind?: ServerKind | undefined; // only this kind will do
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
};

/**
 * The program of a server, downloaded or built into the cache if need be.
 * @throws {SweepError} SERVER_UNAVAILABLE, saying what was tried, if it is not to be had
 */
export async function obtainBinary(name: ServerName, options: Options = {}): Promise<FoundBinary> {
  const { kind, onProgress = () => undefined, env = process.env } = options;
  const found = await findBinary(name, kind, env);
  if (found !== undefined) return found;
  const clock = startClock(name === 'temporal' ? 'temporal' : 'mongodb', onProgress);
  const lock = join(cacheFolder(env), 'bin', `${name}.lock`);
  const wait = (owner: number) => clock.show(`waiting for process ${owner}, which fetches it`);
  const work = async () => (await findBinary(name, kind, env)) ?? (await makeBinary(name, kind, env, clock));
  try {
    return await whileLocked(lock, wait, work);
  } finally {
    clock.stop();
  }
}

async function makeBinary(
  name: ServerName,
  kind: ServerKind | undefined,
  env: NodeJS.ProcessEnv,
  clock: Clock,
): Promise<FoundBinary> {
  const tried = [`${kind ?? programNames[name]} on PATH and in ${join(cacheFolder(env), 'bin')}: not there`];
  for (const way of binaryWays(name, kind, env)) {
    for (const step of stepsOf(way, env, clock)) {
      clock.begin(step.detail);
      try {
        await step.run();
        chmodSync(way.file, 0o700);
        await identifyBinary(way.file);
        return { kind: way.kind, version: way.version, path: way.file, from: step.from };
      } catch (error) {
        rmSync(way.file, { force: true }); // what came does not run here
        tried.push(`${step.from} of ${way.kind} ${way.version}: ${(error as Error).message.trim()}`);
      }
    }
  }
  throw notToBeHad(name, kind, tried);
}

type Step = { readonly from: 'download' | 'build'; readonly detail: string; readonly run: () => Promise<void> };

function* stepsOf(
  { kind, version, file, archive, program }: BinaryWay,
  env: NodeJS.ProcessEnv,
  clock: Clock,
): Generator<Step> {
  if (archive !== undefined) {
    const detail = `downloading ${kind} ${version}`;
    const onBytes = (received: number, total: number | null) =>
      clock.show(`${detail}: ${megabytes(received)}${total === null ? '' : ` of ${megabytes(total)}`}`);
    yield { from: 'download', detail, run: () => downloadProgram(archive, file, onBytes) };
  }
  if (program !== undefined) {
    const time = kind === 'temporal' ? 'about three minutes' : 'about one minute';
    const detail = `building ${kind} ${version} with Go (once, ${time} on two cores)`;
    yield { from: 'build', detail, run: () => buildProgram(program, file, env) };
  }
}

function notToBeHad(name: ServerName, kind: ServerKind | undefined, tried: readonly string[]): SweepError {
  const title = name === 'temporal' ? 'Temporal server' : 'MongoDB server';
  const because = kind === undefined || name === 'temporal' ? '' : ` that can read the data here, which ${kind} wrote,`;
  return new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `No ${title}${because} is to be had. Tried:\n${tried.map((line) => `  - ${line}`).join('\n')}`,
    fix: [
      'one of:',
      '  - install Go 1.21 or newer (https://go.dev/dl) and run this again: it builds the servers once',
      `  - put "temporal" and "mongod" on PATH, or name them: ${binaryVariables.temporal}, ${binaryVariables.mongo}`,
      '  - use running servers: set TEMPORAL_ADDRESS and MONGODB_URI',
    ].join('\n'),
  });
}
